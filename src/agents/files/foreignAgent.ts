/**
 * Agents that were trained elsewhere, in PyTorch for one: their tensors under the names that they
 * have there, and a card in JSON that says which is which, what they see, and what they were
 * trained for. A template of the card says all that the lab knows; whoever trained the agent fills
 * in the rest. Together they make an agent like any other.
 */
import { z } from 'zod';
import { ACTION_HIGH, ACTION_LOW } from '../../env/actionMap';
import { observationLayout } from '../../env/observationLayout';
import { ACTION_LENGTH, ACTION_NAMES } from '../../env/types';
import { countSchema, textSchema } from '../../market/fieldSchemas';
import { parseInput } from '../../market/parseInput';
import { InvalidInputError } from '../../market/validation';
import type { PolicySnapshot } from '../policies/policySnapshot';
import type { AgentCard, AgentConfig } from './agentFile';
import { putTogether } from './policyParts';
import type { Tensor, TensorFile } from './safetensors';

/** Orders of a matrix's sizes: PyTorch's Linear has [out, in], the lab [in, out]. */
const MATRICES = ['outIn', 'inOut'] as const;

/** Values of what a file may lack: null in the card in place of a tensor's name. */
const DEFAULTS: Readonly<Record<string, number>> = {
  logStd: -2,
  'observation.mean': 0,
  'observation.std': 1,
};

const MOST_LAYERS = 16;

const foreignCardSchema = z.strictObject({
  format: z.literal(1, { error: '1' }),
  name: textSchema(80).min(1, { error: 'a name' }),
  description: textSchema(2000),
  layerSizes: z.array(countSchema).min(2, { error: 'at least two widths' }).max(MOST_LAYERS),
  updates: countSchema,
  matrices: z.enum(MATRICES, { error: `one of ${MATRICES.join(', ')}` }),
  tensors: z.record(z.string(), textSchema(200).nullable(), { error: 'names of tensors' }),
  datasetHash: z
    .string()
    .regex(/^[0-9a-f]{16}$/, { error: '16 hexadecimal digits' })
    .nullable(),
  observation: z.strictObject({
    key: textSchema(200),
    names: z.array(textSchema(80)).max(100_000),
  }),
  config: z.unknown(),
  /** For whoever fills it in; not read. */
  help: z.unknown(),
});
export type ForeignCard = z.output<typeof foreignCardSchema>;

/** Names of the tensors that a network of that many layers has in the lab. */
function tensorNames(layers: number): string[] {
  const ofLayers = Array.from({ length: layers }, (_, layer) => [
    `layers.${layer}.weight`,
    `layers.${layer}.bias`,
  ]);
  return [...ofLayers.flat(), ...Object.keys(DEFAULTS)];
}

/**
 * Makes a card for an agent that sees what a config says, with the names of an `nn.Sequential` of
 * Linear and ReLU in turn, and Tanh last.
 * @param hiddenSizes widths of its hidden layers
 */
export function foreignCardTemplate(
  config: AgentConfig,
  hiddenSizes: readonly number[],
): ForeignCard {
  const { key, names, length } = observationLayout(config.env.observation);
  const layerSizes = [length, ...hiddenSizes, ACTION_LENGTH];
  const tensors = Object.fromEntries(
    tensorNames(layerSizes.length - 1).map((name) => {
      const [, layer, part] = /^layers\.(\d+)\.(\w+)$/.exec(name) ?? [];
      return [name, layer === undefined ? null : `${2 * Number(layer)}.${part}`];
    }),
  );
  return {
    format: 1,
    name: 'my agent',
    description: '',
    layerSizes,
    updates: 0,
    matrices: 'outIn',
    tensors,
    datasetHash: null,
    observation: { key, names: [...names] },
    config,
    help: HELP,
  };
}

const range = (name: string, index: number) =>
  `${name} from ${ACTION_LOW[index]} to ${ACTION_HIGH[index]}`;

const HELP = {
  layerSizes:
    'Widths from the observation to the action. ReLU stands between layers, tanh at the end.',
  matrices: 'outIn for weights as torch.nn.Linear has them, [out, in]; inOut for their transposes.',
  tensors: `Names in your file, by what they are. null: logStd ${DEFAULTS.logStd} in every dimension, observation.mean 0, observation.std 1. All float32 or float64.`,
  logStd:
    'Natural logarithm of the standard deviation of the action before tanh; the lab acts by the mean.',
  observation:
    'What the network is given, in this order, as (observation - mean) / std. Not to be changed.',
  action: `What the network gives: numbers from -1 to 1, the ends of ${ACTION_NAMES.map(range).join(', ')}.`,
  updates: 'Optimiser updates behind it, for display.',
  datasetHash:
    'Hash of the dataset that it was trained on, as lab collect prints it; null when unknown.',
  config: 'The market, the environment and the weights that it was trained for.',
} as const;

/**
 * Puts an agent together from a file of its tensors and its card.
 * @param value the card, as it was filled in
 * @throws InvalidInputError naming the first field or tensor that is missing or does not fit
 */
export function foreignAgent<Config extends AgentConfig>(
  file: TensorFile,
  value: unknown,
  parseConfig: (config: unknown, path: string) => Config,
): { readonly card: AgentCard<Config>; readonly policy: PolicySnapshot } {
  const {
    name,
    description,
    config: given,
    datasetHash,
    ...network
  } = parseInput(foreignCardSchema, value, 'card');
  const config = parseConfig(given, 'card.config');
  const layout = observationLayout(config.env.observation);
  if (network.observation.key !== layout.key) {
    throw new InvalidInputError('card.observation.key', layout.key, network.observation.key);
  }
  // Names in another order are of a network that would see its inputs mixed up.
  const { names } = network.observation;
  if (names.length !== layout.length) {
    throw new InvalidInputError('card.observation.names', `${layout.length} names`, names.length);
  }
  layout.names.forEach((expected, index) => {
    const found = names[index];
    if (found !== expected) {
      throw new InvalidInputError(`card.observation.names.${index}`, expected, found);
    }
  });
  const { layerSizes, updates } = network;
  if (layerSizes.at(-1) !== ACTION_LENGTH) {
    const field = `card.layerSizes.${layerSizes.length - 1}`;
    throw new InvalidInputError(field, `${ACTION_LENGTH}, an action`, layerSizes.at(-1));
  }
  const tensors = tensorsOf(file, network);
  const policy = putTogether(
    { description: { kind: 'gaussianMlp', version: 0, updates, layerSizes }, tensors },
    layout,
  );
  if (policy.kind !== 'gaussianMlp') {
    throw new InvalidInputError('card.policy.kind', 'gaussianMlp', policy.kind);
  }
  const unknown = { targetReturn: null, evaluation: null, gate: null };
  return { card: { name, description, config, datasetHash, ...unknown }, policy };
}

/** Gives the tensors under the lab's names, matrices as [in, out]. */
function tensorsOf(
  { tensors: given }: TensorFile,
  {
    layerSizes,
    tensors: names,
    matrices,
  }: Pick<ForeignCard, 'layerSizes' | 'tensors' | 'matrices'>,
): Map<string, Tensor> {
  const wanted = tensorNames(layerSizes.length - 1);
  const unknown = Object.keys(names).find((name) => !wanted.includes(name));
  if (unknown !== undefined) {
    throw new InvalidInputError('card.tensors', `some of ${wanted.join(', ')}`, unknown);
  }
  return new Map(
    wanted.map((name) => {
      const source = names[name];
      if (source === null || source === undefined) return [name, defaultTensor(name, layerSizes)];
      const tensor = given.get(source);
      if (tensor === undefined) {
        throw new InvalidInputError(`card.tensors.${name}`, namesIn(given), source);
      }
      const isTurned = matrices === 'outIn' && tensor.shape.length === 2;
      return [name, isTurned ? transposed(tensor) : inFloat32(tensor)];
    }),
  );
}

/** Most names of a file's tensors in a message. */
const SHOWN_NAMES = 12;

function namesIn(tensors: TensorFile['tensors']): string {
  const names = [...tensors.keys()];
  const more = names.length - SHOWN_NAMES;
  const shown = names.slice(0, SHOWN_NAMES).join(', ');
  return `the name of a tensor in the file: ${shown}${more > 0 ? ` and ${more} more` : ''}`;
}

function defaultTensor(name: string, layerSizes: readonly number[]): Tensor {
  const value: number | undefined = DEFAULTS[name];
  if (value === undefined) throw new InvalidInputError(`card.tensors.${name}`, 'its name', null);
  const length = name === 'logStd' ? ACTION_LENGTH : layerSizes[0];
  return { shape: [length], data: new Float32Array(length).fill(value) };
}

const inFloat32 = ({ shape, data }: Tensor): Tensor => ({ shape, data: Float32Array.from(data) });

function transposed({ shape: [rows, columns], data }: Tensor): Tensor {
  const turned = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      turned[column * rows + row] = data[row * columns + column];
    }
  }
  return { shape: [columns, rows], data: turned };
}
