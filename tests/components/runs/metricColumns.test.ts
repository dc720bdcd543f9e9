import { expect, it } from 'vitest';
import { COLUMN_SETS, columnOf } from '../../../src/components/runs/metricColumns';
import { axisTitle, intervalText, metricText } from '../../../src/components/tradeoff/axisTexts';
import { momentText } from '../../../src/content/moments';

it('write a drawdown as an amount of which less is better, wherever it stands', () => {
  const drawdown = columnOf('maxDrawdown');
  expect(drawdown?.format(1250)).toBe('$1.3k');
  // A deeper one than the pinned agent's is above zero, as its value is.
  expect(drawdown?.formatDifference(30)).toBe('+$30.00');
  expect(metricText('maxDrawdown', 80)).toBe('$80.00');
  expect(intervalText('maxDrawdown', { estimate: 80, low: 70, high: 90 })).toBe(
    '$80.00 ($70.00 to $90.00)',
  );
  expect(axisTitle('maxDrawdown', () => 'Drawdown')).toBe('Drawdown, less is better');
  const fall = { kind: 'drawdown', step: 9, fill: null, value: -80, seconds: 12 } as const;
  expect(momentText(fall)).toBe('Drawdown: $80.00 in 12 s');
});

it('write the terms of a reward, and the return that they add up to, to the cent', () => {
  const written = COLUMN_SETS.terms.map(({ format }) => format(2104.31));
  expect(new Set(written)).toEqual(new Set(['+$2,104.31']));
});
