/**
 * Tells whether regimes are what their names promise, each against the base regime of its preset:
 * calm moves less and volatile more, in the toxic one passive fills keep less, in the trending one
 * moves add up.
 */
import type { MarketRegime } from '../../market/config';
import type { AcceptedRange } from './acceptedFacts';
import type { MarketFact } from './factJudgement';

export const ORDERED_REGIMES = ['base', 'calm', 'volatile', 'toxic', 'trending'] as const;
export type OrderedRegime = (typeof ORDERED_REGIMES)[number] & MarketRegime;

interface RegimePromise {
  readonly regime: OrderedRegime;
  readonly what: string;
  readonly unit: string;
  /** Takes the value from the regime's facts, by name. */
  readonly measure: (fact: (name: string) => number) => number;
  readonly compare: 'ratio' | 'difference';
  readonly accept: AcceptedRange;
}

/** Worth of a passive fill half a second later, in ticks per contract. */
const keptAfterHalfASecond: RegimePromise['measure'] = (fact) =>
  fact('markout.0s') - fact('markout.fallTo50ms') - fact('markout.fallTo500ms');

const PROMISES: readonly RegimePromise[] = [
  {
    regime: 'calm',
    what: 'diffusivity',
    unit: 'of base',
    measure: (fact) => fact('diffusivity'),
    compare: 'ratio',
    accept: [null, 0.8],
  },
  {
    regime: 'volatile',
    what: 'diffusivity',
    unit: 'of base',
    measure: (fact) => fact('diffusivity'),
    compare: 'ratio',
    accept: [1.25, null],
  },
  {
    regime: 'toxic',
    what: 'kept500ms',
    unit: 'ticks above base',
    measure: keptAfterHalfASecond,
    compare: 'difference',
    accept: [null, -0.05],
  },
  {
    regime: 'trending',
    what: 'trendiness',
    unit: 'V(60 s) / V(1 s) above base',
    measure: (fact) => fact('returns.trendiness'),
    compare: 'difference',
    accept: [0, null],
  },
];

/**
 * Gives one line per promise.
 * @param facts the facts of every regime of ORDERED_REGIMES
 */
export function judgeRegimes(
  facts: Readonly<Record<OrderedRegime, readonly MarketFact[]>>,
): Omit<MarketFact, 'error'>[] {
  const lookUp = (regime: OrderedRegime) => (name: string) => {
    const found = facts[regime].find((fact) => fact.name === name);
    if (found === undefined) throw new RangeError(`facts of ${regime}: expected ${name}`);
    return found.value;
  };
  return PROMISES.map(({ regime, what, unit, measure, compare, accept }) => {
    const own = measure(lookUp(regime));
    const base = measure(lookUp('base'));
    const value = compare === 'ratio' ? own / base : own - base;
    const [low, high] = accept;
    const pass = value >= (low ?? -Infinity) && value <= (high ?? Infinity);
    return { name: `${regime}.${what}`, value, unit, accept, pass };
  });
}
