/** A recording as it travels with a request: plain data that crosses thread boundaries. */
import type { MarketConfig, TapeReference } from '../../market/config';
import { createMarket } from '../../market/createMarket';
import { NANOSECONDS_PER_SECOND, type MarketSource } from '../../market/types';
import { InvalidInputError } from '../../market/validation';
import type { Tape } from '../tape';
import { RecordedMarket } from './recordedMarket';
import type { TapeCheckpoint } from './checkpoints';

export interface Recording {
  readonly tape: Tape;
  readonly checkpoints: readonly TapeCheckpoint[];
  /** n of the fills on a tape of levels; by default as measured on ES. */
  readonly queueExponent?: number | undefined;
}

/** What names a recording, or a part of it, in a config. */
export function referenceTo({ header }: Tape, split: TapeReference['split']): TapeReference {
  const { hash, instrument, day } = header;
  return { hash, instrument, split, ...(day === '' ? {} : { day }) };
}

/**
 * The market of a run with the part of its recording that something is played on; any other market
 * as it is.
 * @param market as a run's config has it, whose part its data is collected on
 * @throws InvalidInputError for the part that the run was trained on
 */
export function evaluationMarket<Market extends MarketConfig>(
  market: Market,
  split: TapeReference['split'],
): Market {
  const { tape } = market;
  if (tape === undefined) return market;
  if (tape.split === split) {
    throw new InvalidInputError('market.tape.split', 'another part than it was trained on', split);
  }
  return { ...market, tape: { ...tape, split } };
}

/** Time that an episode may take beyond its decisions: latencies and the final flattening. */
export const SPARE_SECONDS = 1;

/**
 * Builds the market that a config names, a recording from what came with the request.
 * @param seconds length of an episode
 * @throws InvalidInputError without the recording that the config names
 */
export function playedMarket(
  market: MarketConfig,
  recording: Recording | undefined,
  seconds: number,
): MarketSource {
  if (market.tape === undefined) return createMarket(market);
  const { hash, split, instrument } = market.tape;
  if (recording?.tape.header.hash !== hash) {
    const expected = `the recording of ${instrument} with the content ${hash}`;
    throw new InvalidInputError('market.tape', expected, recording?.tape.header.hash);
  }
  const windowNs = Math.ceil((seconds + SPARE_SECONDS) * NANOSECONDS_PER_SECOND);
  return new RecordedMarket(recording.tape, {
    split,
    windowNs,
    checkpoints: recording.checkpoints,
    queueExponent: recording.queueExponent,
  });
}
