/**
 * A critic file holds critics for evaluations after the run that trained them: a safetensors file
 * beside the agent's own. An agent acts without it.
 */
import { z } from 'zod';
import { rewardWeightsSchema } from '../../env/config';
import { weightRangesSchema } from '../../env/weightRangesSchema';
import { REWARD_TERM_COUNT, type RewardWeights } from '../../env/types';
import { numberFrom, wholeFrom } from '../../market/fieldSchemas';
import { parseJson } from '../../market/json';
import { parseInput } from '../../market/parseInput';
import { InvalidInputError } from '../../market/validation';
import { CriticPair, type CriticSnapshot } from '../policies/criticPair';
import { readSafetensors, writeSafetensors, type Tensor } from './safetensors';

const LARGEST = 1e12;
const scaleSchema = numberFrom(1e-12, 1e12);
const descriptionSchema = z.strictObject({
  layerSizes: z.array(wholeFrom(1, 1_000_000)).min(2, { error: 'at least two widths' }).max(16),
  rewardScale: scaleSchema,
  discount: numberFrom(0, 1),
  dollarsPerTick: scaleSchema.nullable(),
  /** Files of older labs do not say. */
  weights: rewardWeightsSchema.nullable().default(null),
  /** Critics that are told the weights have them. */
  weighting: z
    .strictObject({
      ranges: weightRangesSchema,
      basis: z
        .array(numberFrom(-LARGEST, LARGEST))
        .length(REWARD_TERM_COUNT ** 2, { error: `${REWARD_TERM_COUNT ** 2} numbers` }),
    })
    .optional(),
});

const OBSERVATION_STD = 'observation.std';

export interface CriticFile {
  readonly critics: CriticSnapshot;
  /** Weights of the rewards that they learned; null in files that do not say. */
  readonly weights: RewardWeights | null;
}

export function writeCriticFile(file: CriticFile): Uint8Array<ArrayBuffer> {
  const { description, tensors } = criticParts(file);
  return writeSafetensors({ tensors, metadata: { critics: JSON.stringify(description) } });
}

/**
 * Takes critics apart: a description in JSON, and their numbers as named tensors.
 * @throws InvalidInputError when their parts do not fit together
 */
export function criticParts({ critics, weights }: CriticFile) {
  void new CriticPair(critics);
  const { layerSizes, rewardScale, discount, dollarsPerTick, weighting } = critics;
  return {
    description: {
      layerSizes,
      rewardScale,
      discount,
      dollarsPerTick,
      weights,
      ...(weighting !== undefined && { weighting }),
    },
    tensors: new Map([
      ['critic1', vector(critics.critics[0])],
      ['critic2', vector(critics.critics[1])],
      ['observation.mean', vector(critics.observationMean)],
      [OBSERVATION_STD, vector(critics.observationStd)],
    ]),
  };
}

const vector = (data: Float32Array): Tensor => ({ shape: [data.length], data });

/** @throws InvalidInputError naming the first field that is missing, or does not fit the others */
export function readCriticFile(file: Uint8Array): CriticFile {
  const { tensors, metadata } = readSafetensors(file, 'critics');
  if (metadata.critics === undefined) {
    throw new InvalidInputError('critics', 'a description of critics', undefined);
  }
  return criticsOf(parseJson(metadata.critics, 'critics'), tensors);
}

/**
 * Puts critics together again.
 * @param value their description, which is not trusted
 * @throws InvalidInputError naming the first field that is missing, or does not fit the others
 */
export function criticsOf(value: unknown, tensors: ReadonlyMap<string, Tensor>): CriticFile {
  const { weights, ...description } = parseInput(descriptionSchema, value, 'critics');
  const numbers = (name: string) => {
    const data = tensors.get(name)?.data;
    if (!(data instanceof Float32Array)) {
      throw new InvalidInputError(`critics.${name}`, 'float32 numbers', data?.constructor.name);
    }
    const least = name === OBSERVATION_STD ? 1e-9 : -LARGEST;
    const bad = data.findIndex((value) => !(value >= least && value <= LARGEST));
    if (bad < 0) return data;
    const expected = `a number from ${least} to ${LARGEST}`;
    throw new InvalidInputError(`critics.${name}[${bad}]`, expected, data[bad]);
  };
  const critics: CriticSnapshot = {
    ...description,
    critics: [numbers('critic1'), numbers('critic2')],
    observationMean: numbers('observation.mean'),
    observationStd: numbers(OBSERVATION_STD),
  };
  if (tensors.size !== 4) throw new InvalidInputError('critics', '4 tensors', tensors.size);
  void new CriticPair(critics);
  return { critics, weights };
}
