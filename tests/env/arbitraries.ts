/** Random scripted markets, actions and settings for property tests. Shrinks to short scripts. */
import * as fc from 'fast-check';
import { DEFAULT_ENV_CONFIG, type EnvConfig } from '../../src/env/config';
import { BUY, SELL, type Side } from '../../src/market/types';
import { ladder, type Script, type ScriptedEvent } from './scriptedMarket';

const side = fc.constantFrom<Side>(BUY, SELL);
const SECOND_NS = 1e9;

/** Orders near the touch, pulls, and trades up to deep sweeps, over `seconds`. */
export function scripts(seconds: number, maxLength = 80): fc.Arbitrary<Script> {
  const at = fc.nat({ max: seconds * SECOND_NS });
  const price = fc.integer({ min: 96, max: 105 });
  const event: fc.Arbitrary<ScriptedEvent> = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        at,
        kind: fc.constant('add' as const),
        side,
        price,
        size: fc.integer({ min: 1, max: 12 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        at,
        kind: fc.constant('pull' as const),
        price,
        size: fc.integer({ min: 1, max: 12 }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        at,
        kind: fc.constant('trade' as const),
        side,
        size: fc.integer({ min: 1, max: 25 }),
      }),
    },
  );
  return fc.record({
    // Deep walls at both ends, so that neither side ever empties.
    book: fc.constant([
      ...ladder(100, 1, 4, 6),
      [BUY, 80, 1_000_000] as const,
      [SELL, 120, 1_000_000] as const,
    ]),
    events: fc
      .array(event, { maxLength, size: 'max' })
      .map((events) => events.sort((a, b) => a.at - b.at)),
  });
}

/** Raw actions, with sizes that are often zero or one. */
export const actions: fc.Arbitrary<number[]> = fc
  .tuple(
    fc.double({ min: -1, max: 1, noNaN: true }),
    fc.double({ min: -1, max: 1, noNaN: true }),
    fc.double({ min: 0.5, max: 5, noNaN: true }),
    fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
    fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
  )
  .map((values) => [...values]);

/** Settings that change what happens, latencies beyond the decision interval among them. */
export const settings: fc.Arbitrary<EnvConfig> = fc
  .record({
    maxInventory: fc.constantFrom(1, 3, 10, 50),
    maxOrderSize: fc.constantFrom(1, 4, 10),
    orderLatencyMicroseconds: fc.constantFrom(0, 100, 50_000, 350_000),
    latencyJitterMicroseconds: fc.constantFrom(0, 10, 20_000),
    postOnly: fc.boolean(),
    flattenAtEnd: fc.boolean(),
    makerFeeDollars: fc.constantFrom(0, 0.25, -0.2),
  })
  .map((changes) => ({ ...DEFAULT_ENV_CONFIG, ...changes, episodeLength: 30 }));
