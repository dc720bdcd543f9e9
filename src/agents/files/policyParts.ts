/**
 * A trained policy of any kind is taken apart for a file: a description in JSON, and its numbers as
 * named tensors. Put together again it is the same, bit for bit; parts that do not fit each other
 * give no policy.
 */
import { z } from 'zod';
import type { ObservationLayout } from '../../env/observationLayout';
import { weightRangesSchema } from '../../env/weightRangesSchema';
import { ACTION_LENGTH, REWARD_TERM_COUNT } from '../../env/types';
import { InvalidInputError } from '../../market/validation';
import { expectedChoice } from '../../market/fields';
import { numberFrom, wholeFrom } from '../../market/fieldSchemas';
import { decisionTransformerLayout } from '../policies/decisionTransformerLayout';
import { DecisionTransformerPolicy } from '../policies/decisionTransformerPolicy';
import { CONDITIONINGS } from '../policies/decisionTransformerSnapshot';
import { NetworkPolicy } from '../policies/networkPolicy';
import { probeNetwork, probeTransformer } from '../policies/probe';
import type { AnyPolicy } from '../policies/policySnapshot';
import { weightInputsOf } from '../policies/weightInputs';
import type { Tensor } from './safetensors';
import {
  REFERENCE_PARTS,
  checkReference,
  type ReferencePart,
  type TrainingReference,
} from '../policies/trainingReference';

const count = wholeFrom(0, Number.MAX_SAFE_INTEGER);
const size = wholeFrom(1, 1_000_000);
/** Largest return of an episode, in the reward's units, and largest factor that scales it. */
const MAX_RETURN = 1e15;
const MAX_RETURN_SCALE = 1e12;
/** Least discount: what is left to earn is divided by it after every step. */
const MIN_DISCOUNT = 1e-6;
const returnSchema = numberFrom(-MAX_RETURN, MAX_RETURN);

/** Policies of older labs do not say how sure the limit of their training data is. */
const heldOutSchema = z.strictObject({
  episodes: size,
  limitError: numberFrom(0, 1e12),
});

const history = {
  version: count,
  updates: count,
  heldOut: heldOutSchema.optional(),
  /** Policies that are told the weights have them. */
  weightRanges: weightRangesSchema.optional(),
};

export const policyDescriptionSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      kind: z.literal('gaussianMlp'),
      ...history,
      layerSizes: z.array(size).min(2, { error: 'at least two widths' }).max(16),
    }),
    z.strictObject({
      kind: z.literal('decisionTransformer'),
      ...history,
      sizes: z.strictObject({
        observationLength: size,
        actionLength: size,
        embedding: size,
        layers: wholeFrom(1, 12),
        heads: size,
        contextLength: wholeFrom(1, 200),
        timesteps: size,
      }),
      timestepBucket: size,
      returnScale: numberFrom(1 / MAX_RETURN_SCALE, MAX_RETURN_SCALE),
      returnRange: z
        .tuple([returnSchema, returnSchema], { error: 'the lowest return and the highest' })
        .refine(([low, high]) => low <= high, { error: 'the lowest return before the highest' }),
      discount: numberFrom(MIN_DISCOUNT, 1),
      /** Files of earlier versions do not say: theirs are returns to go. */
      conditioning: z.enum(CONDITIONINGS, { error: expectedChoice(CONDITIONINGS) }).optional(),
      returnBasis: z
        .array(returnSchema)
        .length(REWARD_TERM_COUNT ** 2, { error: `${REWARD_TERM_COUNT ** 2} numbers` })
        .optional(),
    }),
  ],
  { error: '"gaussianMlp" or "decisionTransformer"' },
);
type PolicyDescription = z.output<typeof policyDescriptionSchema>;

export interface PolicyParts {
  readonly description: PolicyDescription;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

interface Piece {
  readonly name: string;
  readonly shape: readonly number[];
}

/** @throws InvalidInputError when the policy is not sound */
export function takeApart(policy: AnyPolicy): PolicyParts {
  checkPolicy(policy);
  const { observationMean, observationStd } = policy;
  const tensors = new Map<string, Tensor>();
  let offset = 0;
  const heldOut = policy.reference?.heldOut;
  const description = { ...describe(policy), ...(heldOut === undefined ? {} : { heldOut }) };
  for (const { name, shape } of parameterPieces(description)) {
    const length = shape.reduce((product, width) => product * width, 1);
    tensors.set(name, { shape, data: policy.parameters.subarray(offset, offset + length) });
    offset += length;
  }
  if (policy.kind === 'gaussianMlp') {
    tensors.set('logStd', { shape: [policy.logStd.length], data: policy.logStd });
  }
  tensors.set('observation.mean', { shape: [observationMean.length], data: observationMean });
  tensors.set('observation.std', { shape: [observationStd.length], data: observationStd });
  const { reference } = policy;
  if (reference !== undefined) {
    for (const { part, name, shape } of referencePieces(observationMean.length)) {
      tensors.set(name, { shape, data: reference[part] });
    }
  }
  checkNumbers(tensors);
  return { description, tensors };
}

/**
 * @param layout of the observations that the policy must see
 * @throws InvalidInputError naming the first tensor or size that does not fit
 */
export function putTogether(
  { description: described, tensors }: PolicyParts,
  layout: ObservationLayout,
): AnyPolicy {
  const { heldOut, ...description } = described;
  checkSizes(description, layout.length);
  const parts = parameterPieces(description).map(({ name, shape }) => dataOf(tensors, name, shape));
  const parameters = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    parameters.set(part, offset);
    offset += part.length;
  }
  const observation = {
    observationMean: dataOf(tensors, 'observation.mean', [layout.length]),
    observationStd: dataOf(tensors, 'observation.std', [layout.length]),
    observationKey: layout.key,
  };
  const reference = referenceOf(tensors, layout.length);
  const known = heldOut === undefined ? reference : reference && { ...reference, heldOut };
  const shared = { ...observation, ...(known === null ? {} : { reference: known }) };
  checkNumbers(tensors);
  const policy: AnyPolicy =
    description.kind === 'gaussianMlp'
      ? {
          ...description,
          parameters,
          logStd: dataOf(tensors, 'logStd', [ACTION_LENGTH]),
          ...shared,
        }
      : { ...description, parameters, ...shared };
  checkPolicy(policy);
  const expected =
    parts.length +
    (description.kind === 'gaussianMlp' ? 3 : 2) +
    (reference === null ? 0 : REFERENCE_NAMES.length);
  if (tensors.size !== expected) {
    throw new InvalidInputError('agent', `${expected} tensors`, `${tensors.size} tensors`);
  }
  return policy;
}

const REFERENCE_NAMES = Object.keys(REFERENCE_PARTS) as ReferencePart[];

function referencePieces(features: number): readonly (Piece & { part: ReferencePart })[] {
  return REFERENCE_NAMES.map((part) => ({
    part,
    name: `reference.${part}`,
    shape: REFERENCE_PARTS[part](features),
  }));
}

/** Files from before the monitor have none of its tensors; any of them calls for all. */
function referenceOf(
  tensors: ReadonlyMap<string, Tensor>,
  features: number,
): TrainingReference | null {
  const pieces = referencePieces(features);
  if (!pieces.some(({ name }) => tensors.has(name))) return null;
  return Object.fromEntries(
    pieces.map(({ part, name, shape }) => [part, dataOf(tensors, name, shape)]),
  ) as Record<ReferencePart, Float32Array>;
}

/**
 * Numbers that a tensor may hold. Finite weights that are larger than these overflow once they are
 * multiplied with each other, and so does division by a deviation that is next to nothing.
 */
function rangeOf(name: string): readonly [number, number] {
  if (name.endsWith('.std')) return [1e-9, 1e12];
  if (name === 'reference.distances') return [0, Number.MAX_VALUE];
  return name.startsWith('reference.') || name === 'observation.mean' ? [-1e12, 1e12] : [-1e9, 1e9];
}

function checkNumbers(tensors: ReadonlyMap<string, Tensor>): void {
  for (const [name, { data }] of tensors) {
    const [low, high] = rangeOf(name);
    const bad = data.findIndex((value) => !(value >= low && value <= high));
    if (bad < 0) continue;
    throw new InvalidInputError(
      `agent.${name}[${bad}]`,
      `a number from ${low} to ${high}`,
      data[bad],
    );
  }
}

/** Their constructors check sizes and values; one that passes has to act. */
function checkPolicy(policy: AnyPolicy): void {
  const { reference } = policy;
  if (reference !== undefined) checkReference(reference, policy.observationMean.length);
  if (policy.kind === 'gaussianMlp') {
    probeNetwork(new NetworkPolicy(policy), policy);
    return;
  }
  const { observationMean, observationStd } = policy;
  for (const [name, column] of Object.entries({ observationMean, observationStd })) {
    const bad = column.find((value) => !Number.isFinite(value));
    if (bad !== undefined) throw new InvalidInputError(`policy.${name}`, 'finite numbers', bad);
  }
  const flat = observationStd.find((value) => value <= 0);
  if (flat !== undefined) {
    throw new InvalidInputError('policy.observationStd', 'positive numbers', flat);
  }
  probeTransformer(new DecisionTransformerPolicy(policy));
}

/**
 * Snapshots are counted by the clock, so a file does not say which one it holds: the same training
 * gives the same bytes.
 */
function describe(policy: AnyPolicy): PolicyDescription {
  const { updates, weightRanges } = policy;
  const version = 0;
  const told = weightRanges === undefined ? {} : { weightRanges };
  if (policy.kind === 'gaussianMlp') {
    return { kind: policy.kind, version, updates, layerSizes: [...policy.layerSizes], ...told };
  }
  const { kind, sizes, timestepBucket, returnScale, conditioning, returnRange, discount } = policy;
  const { returnBasis } = policy;
  return {
    kind,
    version,
    updates,
    sizes: { ...sizes },
    timestepBucket,
    returnScale,
    ...(conditioning !== undefined && { conditioning }),
    returnRange: [...returnRange],
    discount,
    ...(returnBasis !== undefined && { returnBasis: [...returnBasis] }),
    ...told,
  };
}

function checkSizes(description: PolicyDescription, observationLength: number): void {
  const [field, received] =
    description.kind === 'gaussianMlp'
      ? (['layerSizes.0', description.layerSizes[0]] as const)
      : (['sizes.observationLength', description.sizes.observationLength] as const);
  const expected = observationLength + weightInputsOf(description.weightRanges);
  if (received !== expected) {
    throw new InvalidInputError(`card.policy.${field}`, `${expected}`, received);
  }
}

/** The pieces in the order of `parameters`; matrices are [in, out], as in y = x·W + b. */
function parameterPieces(description: PolicyDescription): readonly Piece[] {
  if (description.kind === 'decisionTransformer') {
    return decisionTransformerLayout(description.sizes);
  }
  const { layerSizes } = description;
  return layerSizes.slice(1).flatMap((columns, layer) => [
    { name: `layers.${layer}.weight`, shape: [layerSizes[layer], columns] },
    { name: `layers.${layer}.bias`, shape: [columns] },
  ]);
}

function dataOf(
  tensors: ReadonlyMap<string, Tensor>,
  name: string,
  shape: readonly number[],
): Float32Array {
  const tensor = tensors.get(name);
  const expected = `float32 [${shape.join(', ')}]`;
  if (tensor === undefined) throw new InvalidInputError(`agent.${name}`, expected, undefined);
  if (tensor.shape.length !== shape.length || shape.some((width, i) => width !== tensor.shape[i])) {
    throw new InvalidInputError(`agent.${name}.shape`, expected, tensor.shape);
  }
  if (!(tensor.data instanceof Float32Array)) {
    throw new InvalidInputError(`agent.${name}.dtype`, 'F32', tensor.data.constructor.name);
  }
  return tensor.data;
}
