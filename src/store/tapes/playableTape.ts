/** Whether a recording can be played, and in episodes of which length. */
import { formatUnitValue } from '../../charts/format';
import { ENV_FIELDS } from '../../env/config';
import { episodeSeconds } from '../../env/episodeSeconds';
import { TAPE_SPLITS } from '../../market/config';
import { NANOSECONDS_PER_SECOND } from '../../market/types';
import { longestWindowNs } from '../../recordings/play/splits';
import { SPARE_SECONDS } from '../../recordings/play/recording';
import type { TapeHeader } from '../../recordings/tape';
import { envConfig } from '../settings/configs';
import type { Settings } from '../settings/settings';
import { readTapeText, tapeText } from '../settings/tapeFields';

/** Steps to which a shorter episode is rounded down. */
const ROUND_STEPS = 10;

export interface Playable {
  /** Text of the setting that names the recording. */
  readonly tape: string;
  /** Steps of an episode: as they are set, or as many as fit into every part of the recording. */
  readonly episodeLength: number;
}

/** @returns what can be played, or the reason why nothing can */
export function playableTape(header: TapeHeader, settings: Settings): Playable | string {
  if (header.queues === 'none') {
    return 'It holds trades alone: without a book there is nothing to quote in.';
  }
  const tape = tapeText(header);
  if (readTapeText(tape) === null) {
    const { tickSize, tickValue } = header;
    return `Its tick of ${tickSize}, worth ${formatUnitValue(tickValue)} a lot, is out of the range that the lab counts in.`;
  }
  const { decisionIntervalSeconds, episodeLength } = envConfig(settings);
  const longestNs = Math.min(...TAPE_SPLITS.map((split) => longestWindowNs(header, split)));
  const seconds = longestNs / NANOSECONDS_PER_SECOND - SPARE_SECONDS;
  if (episodeSeconds(envConfig(settings)) <= seconds) return { tape, episodeLength };
  const steps = Math.floor(seconds / decisionIntervalSeconds);
  const round = steps > ROUND_STEPS ? Math.floor(steps / ROUND_STEPS) * ROUND_STEPS : steps;
  if (round >= ENV_FIELDS.episodeLength.min) return { tape, episodeLength: round };
  return `Its shortest part without gaps is ${Math.max(0, Math.floor(longestNs / NANOSECONDS_PER_SECOND))} s long: too short for an episode of ${ENV_FIELDS.episodeLength.min} decisions.`;
}
