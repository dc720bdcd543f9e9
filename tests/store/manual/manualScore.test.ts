import { expect, it } from 'vitest';
import { formatWholeDollars } from '../../../src/charts/format';
import { inWholeDollars, type ManualScore } from '../../../src/store/manual/manualScore';

const score = (profitDollars: number, terms: readonly number[]): ManualScore => ({
  profitDollars,
  inventory: 0,
  fills: 0,
  reward: terms.reduce((sum, term) => sum + term, 0),
  terms,
});

it('rounds money so that differences and sums are those of what is shown', () => {
  const { you, agent } = inWholeDollars({
    you: score(0.4, [2104.4, -2075.4, 0, 0, -0.4, 0]),
    agent: score(-442.4, [0.4, -442.4, 0, -0.4, 0, 0]),
  });
  const shown = [you.profitDollars, agent.profitDollars, you.profitDollars - agent.profitDollars];
  expect(shown.map(formatWholeDollars)).toEqual(['$0', '−$442', '+$442']);
  expect(you.terms.map(formatWholeDollars).slice(0, 2)).toEqual(['+$2,104', '−$2,075']);
  for (const { terms, reward } of [you, agent]) {
    expect(terms.reduce((sum, term) => sum + term, 0)).toBe(reward);
    expect(Number.isInteger(reward)).toBe(true);
  }
  expect(you.reward).toBe(29);
});
