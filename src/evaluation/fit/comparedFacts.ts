/** The facts of a recording, of the market fitted to it and of the preset, side by side. */
import type { MarketConfig } from '../../market/config';
import { createMarket } from '../../market/createMarket';
import { scaled } from '../../market/steps';
import { NANOSECONDS_PER_SECOND, type MarketSource } from '../../market/types';
import {
  SPARE_SECONDS,
  playedMarket,
  referenceTo,
  type Recording,
} from '../../recordings/play/recording';
import { longestWindowNs } from '../../recordings/play/splits';
import { Rng } from '../../market/rng';
import { acceptedFacts } from '../facts/acceptedFacts';
import type { MarketFact } from '../facts/factJudgement';
import { judgeMarketFacts } from '../facts/marketFacts';
import { sampleMarketInSteps, type MarketSample } from '../facts/marketSample';
import { factVerdict, type ComparedFact, type FactValue } from './factVerdict';

const SEEDS = [1, 2, 3];
/** Seconds below which a session shows no facts. */
const LEAST_SECONDS = 60;
const MARKETS = 3;
/**
 * Watches three sessions of each market in pieces; yields the share that is done, 0 to 1.
 * @param seconds length of a session, as far as the recording has room for it
 * @returns an empty list where it has no room for a minute
 */
export function* comparedFactsInSteps(
  recording: Recording,
  market: MarketConfig,
  seconds: number,
): Generator<number, ComparedFact[]> {
  const preset: MarketConfig = { preset: market.preset, regime: 'base' };
  const { tape } = recording;
  const room = longestWindowNs(tape.header, 'training') / NANOSECONDS_PER_SECOND - SPARE_SECONDS;
  const length = Math.min(seconds, Math.floor(room));
  if (length < LEAST_SECONDS) return [];
  const onTape: MarketConfig = { ...preset, tape: referenceTo(tape, 'training') };
  const judged = function* (source: MarketSource, place: number) {
    const samples: MarketSample[] = [];
    for (const [session, seed] of SEEDS.entries()) {
      const rng = new Rng(seed, 7);
      const steps = sampleMarketInSteps(source, length, seed, () => rng.uniform());
      const before = place * SEEDS.length + session;
      samples.push(yield* scaled(steps, (done) => (before + done) / (MARKETS * SEEDS.length)));
    }
    return judgeMarketFacts(samples, preset);
  };
  const recorded = yield* judged(playedMarket(onTape, recording, length), 0);
  const fitted = yield* judged(createMarket(market), 1);
  const own = yield* judged(createMarket(preset), 2);
  const ranges = acceptedFacts(preset);
  return own.map(({ name, unit, ...rest }, at) => ({
    name,
    unit,
    accept: ranges[name],
    tape: valueOf(recorded[at]),
    fitted: valueOf(fitted[at]),
    preset: valueOf(rest),
    verdict: factVerdict(valueOf(recorded[at]), valueOf(fitted[at]), valueOf(rest)),
  }));
}

const valueOf = ({ value, error }: Pick<MarketFact, 'value' | 'error'>): FactValue => ({
  value,
  error,
});
