import { describe, expect, it } from 'vitest';
import { FACT_LABELS } from '../../../src/content/facts';
import { factsSessionInSteps, judgeSessions } from '../../../src/evaluation/facts/factsSession';
import { makerRequests } from '../../../src/evaluation/facts/makerFacts';
import { measureMarketFacts } from '../../../src/evaluation/facts/marketFacts';
import { playMaker } from '../../../src/evaluation/facts/referenceMakers';
import { createMarket } from '../../../src/market/createMarket';
import { finish } from '../../../src/market/steps';

const ES = { preset: 'es', regime: 'base' } as const;

describe('a session in which facts are measured', () => {
  it('is watched, then traded in by every reference maker, and says how far it is', () => {
    const shares: number[] = [];
    const steps = factsSessionInSteps(ES, 6, 3);
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) shares.push(step.value);
    const { watched, makers } = step.value;
    expect(watched).toEqual(measureMarketFacts(createMarket(ES), 6, 3));
    expect(makers).toEqual(makerRequests({ market: ES, seconds: 6 }, 3).map(playMaker));
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBeLessThanOrEqual(1);
  });

  it('has a name on the page for every fact that is judged or measured', () => {
    const session = finish(factsSessionInSteps(ES, 6, 3));
    const facts = judgeSessions([session], ES);
    expect(facts.filter(({ name }) => FACT_LABELS[name] === undefined)).toEqual([]);
    expect(facts.map(({ name }) => name)).toContain('latency.gain');
  });

  it('has no makers where there is no queue to wait in', () => {
    const analytic = { preset: 'avellanedaStoikov', regime: 'base' } as const;
    const session = finish(factsSessionInSteps(analytic, 6, 3));
    expect(session.makers).toEqual([]);
    const names = judgeSessions([session], analytic).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('profitPer'))).toEqual([]);
  });
});
