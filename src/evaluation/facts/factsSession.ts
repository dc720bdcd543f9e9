/**
 * One session in which the facts of a market are measured, as workers do it: it is watched first,
 * with nobody else in it, and then traded in by the reference makers. Both parts are judged
 * together.
 */
import type { MarketConfig } from '../../market/config';
import type { Recording } from '../../recordings/play/recording';
import { scaled } from '../../market/steps';
import type { MarketFact } from './factJudgement';
import { hasMakerFacts, judgeMakerFacts, makerRequests, type MakerSession } from './makerFacts';
import { judgeMarketFacts, measureInSteps } from './marketFacts';
import type { MarketSample } from './marketSample';
import { playMakerInSteps, type MakerSample } from './referenceMakers';

export interface FactsSession {
  readonly watched: MarketSample;
  /** Empty where makers have nothing to wait in. */
  readonly makers: MakerSession;
}

/**
 * Measures one session in pieces; yields the share that is done, 0 to 1.
 * @param recording the data of a market that is a recording
 */
export function* factsSessionInSteps(
  market: MarketConfig,
  seconds: number,
  seed: number,
  recording?: Recording,
): Generator<number, FactsSession> {
  const requests = hasMakerFacts(market) ? makerRequests({ market, seconds }, seed) : [];
  const parts = 1 + requests.length;
  const watched = yield* scaled(
    measureInSteps(market, seconds, seed, recording),
    (done) => done / parts,
  );
  const makers: MakerSample[] = [];
  for (const request of requests) {
    const before = 1 + makers.length;
    makers.push(yield* scaled(playMakerInSteps(request), (done) => (before + done) / parts));
  }
  return { watched, makers };
}

/** Judges everything that was measured by what the market's preset promises. */
export function judgeSessions(
  sessions: readonly FactsSession[],
  config: MarketConfig,
): MarketFact[] {
  const watched = judgeMarketFacts(
    sessions.map((session) => session.watched),
    config,
  );
  if (!hasMakerFacts(config)) return watched;
  const makers = judgeMakerFacts(
    sessions.map((session) => session.makers),
    config,
  );
  return [...watched, ...makers];
}
