/**
 * The moment of an episode that a link names: the receiver's browser plays the episode of the
 * link's settings again, and opens it there.
 */
import { xxHash32 } from '../../market/xxHash32';
import { REWARD_TERMS, type RewardWeights } from '../../env/types';
import { InvalidInputError } from '../../market/validation';
import type { EpisodeRecord } from '../../protocol/frames';
import { checkSetting } from './settings';

export interface LinkMoment {
  /** Seconds on the episode's own clock; null for its start. */
  readonly seconds: number | null;
  /** Fill of the episode, from 1; null where none is meant. */
  readonly fill: number | null;
  /** Number by which the sender knew the episode. */
  readonly episode: number;
  /** Check of the rows of the sender's episode; null where the link has none. */
  readonly check: string | null;
  /** Weights under which the sender read it; null where they are those that it was played under. */
  readonly scored: RewardWeights | null;
}

/** Fields of a link that name a moment. */
const MOMENT_FIELDS = ['episode', 't', 'fill', 'check', 'scored'] as const;
type MomentField = (typeof MOMENT_FIELDS)[number];

const NO_MOMENT: LinkMoment = {
  seconds: null,
  fill: null,
  episode: 1,
  check: null,
  scored: null,
};

export const isMomentField = (field: string): field is MomentField =>
  MOMENT_FIELDS.some((name) => name === field);

/**
 * Reads a field of a moment into what was read before.
 * @throws InvalidInputError naming the field, and nothing is read
 */
export function withMomentField(
  moment: LinkMoment | null,
  field: MomentField,
  text: string,
): LinkMoment {
  const before = moment ?? NO_MOMENT;
  if (field === 'check') {
    if (!/^[0-9a-f]{8}$/.test(text))
      throw new InvalidInputError(field, '8 hexadecimal digits', text);
    return { ...before, check: text };
  }
  if (field === 'scored') return { ...before, scored: weightsOf(text) };
  if (field === 't') {
    if (!/^\d{1,7}(\.\d{1,9})?$/.test(text)) throw new InvalidInputError(field, 'seconds', text);
    return { ...before, seconds: Number(text) };
  }
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidInputError(field, 'a number from 1', text);
  return { ...before, [field]: Number(text) };
}

/** Reads weights in the order of REWARD_TERMS. @throws InvalidInputError */
function weightsOf(text: string): RewardWeights {
  const values = text.split(',').map(Number);
  const isWhole = values.length === REWARD_TERMS.length && values.join(',') === text;
  if (!isWhole) throw new InvalidInputError('scored', `${REWARD_TERMS.length} weights`, text);
  const weights = REWARD_TERMS.map((term, index) => [term, checkSetting(term, values[index])]);
  return Object.fromEntries(weights);
}

const weightsText = (weights: RewardWeights): string =>
  REWARD_TERMS.map((term) => weights[term]).join(',');

export function momentFields({
  seconds,
  fill,
  episode,
  check,
  scored,
}: LinkMoment): [string, string][] {
  return [
    ...(scored === null ? [] : [['scored', weightsText(scored)] satisfies [string, string]]),
    ['episode', String(episode)],
    ...(seconds === null ? [] : [['t', String(seconds)] satisfies [string, string]]),
    ...(fill === null ? [] : [['fill', String(fill)] satisfies [string, string]]),
    ...(check === null ? [] : [['check', check] satisfies [string, string]]),
  ];
}

/** Makes the check of an episode's rows, as a link holds it. */
export function checkOf({ samples }: Pick<EpisodeRecord, 'samples'>): string {
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  return xxHash32(bytes).toString(16).padStart(8, '0');
}
