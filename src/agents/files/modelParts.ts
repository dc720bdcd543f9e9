/**
 * The models that an agent is examined with, as an agent file holds them beside the agent: each has
 * its description in a text of the header, and its tensors under its name.
 */
import type { ObservationLayout } from '../../env/observationLayout';
import { parseJson } from '../../market/json';
import { parseInput } from '../../market/parseInput';
import { InvalidInputError } from '../../market/validation';
import type { CriticSnapshot } from '../policies/criticPair';
import type { ExaminationModels } from '../policies/examinationModels';
import type { PolicySnapshot } from '../policies/policySnapshot';
import { criticParts, criticsOf } from './criticFile';
import { policyDescriptionSchema, putTogether, takeApart } from './policyParts';
import type { Tensor, TensorFile } from './safetensors';

/** Names of the header's texts, and what the names of their tensors begin with. */
const MODEL_NAMES = ['clone', 'critics'] as const;
type ModelName = (typeof MODEL_NAMES)[number];

/** @throws InvalidInputError when a model is not sound */
export function modelParts({ clone, critics }: ExaminationModels): TensorFile {
  const parts: Record<ModelName, Parts | null> = {
    clone: clone && takeApart(clone),
    critics: critics && criticParts({ critics, weights: null }),
  };
  const tensors = new Map<string, Tensor>();
  const metadata: Record<string, string> = {};
  for (const name of MODEL_NAMES) {
    const part = parts[name];
    if (part === null) continue;
    metadata[name] = JSON.stringify(part.description);
    for (const [key, tensor] of part.tensors) tensors.set(`${name}.${key}`, tensor);
  }
  return { tensors, metadata };
}

interface Parts {
  readonly description: unknown;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/** Gives the agent's own tensors of a file. */
export function withoutModels(tensors: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> {
  return new Map([...tensors].filter(([key]) => !isOfModel(key)));
}

const isOfModel = (key: string) => MODEL_NAMES.some((name) => key.startsWith(`${name}.`));

/**
 * Reads the models of a file; one that the header does not describe is null.
 * @param layout of the observations that the agent sees
 * @throws InvalidInputError naming the model and the first part that does not fit
 */
export function modelsOf(
  { tensors, metadata }: TensorFile,
  layout: ObservationLayout,
): ExaminationModels {
  const partOf = (name: ModelName): Parts | null => {
    const own = [...tensors].filter(([key]) => key.startsWith(`${name}.`));
    const text: string | undefined = metadata[name];
    if (text === undefined) {
      if (own.length === 0) return null;
      throw new InvalidInputError(`agent.${own[0][0]}`, `a description of its ${name}`, undefined);
    }
    const named = own.map(([key, tensor]) => [key.slice(name.length + 1), tensor] as const);
    return { description: parseJson(text, name), tensors: new Map(named) };
  };
  const clone = partOf('clone');
  const critics = partOf('critics');
  return {
    clone: clone && within('clone', () => cloneOf(clone, layout)),
    critics: critics && within('critics', () => criticsFor(layout, critics)),
  };
}

function cloneOf(
  { description: value, tensors }: Parts,
  layout: ObservationLayout,
): PolicySnapshot {
  const description = parseInput(policyDescriptionSchema, value, 'policy');
  const policy = putTogether({ description, tensors }, layout);
  if (policy.kind === 'gaussianMlp') return policy;
  throw new InvalidInputError('policy.kind', 'gaussianMlp', policy.kind);
}

function criticsFor(
  { length }: ObservationLayout,
  { description, tensors }: Parts,
): CriticSnapshot {
  const { critics } = criticsOf(description, tensors);
  const { observationMean } = critics;
  if (observationMean.length === length) return critics;
  throw new InvalidInputError('observation.mean', `${length} numbers`, observationMean.length);
}

/** Says in which model something does not fit. */
function within<Model>(name: ModelName, read: () => Model): Model {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new InvalidInputError(`${name}: ${error.field}`, error.expected, error.received);
  }
}
