/**
 * A recorded episode as a file that another browser can open: the columns in safetensors, what they
 * mean in its header. A file that is damaged, or whose rows mean something else, gives no episode.
 */
import { z } from 'zod';
import { readSafetensors, writeSafetensors, type Tensor } from '../agents/files/safetensors';
import { marketConfigSchema } from '../market/config';
import { ContentHash } from '../market/contentHash';
import { countSchema, listSchema, numberFrom, wholeFrom } from '../market/fieldSchemas';
import { parseJson } from '../market/json';
import { parseInput } from '../market/parseInput';
import { InvalidInputError } from '../market/validation';
import { LAB_VERSION } from '../market/version';
import { deciderOf, deciderParts, deciderSchema, deciderTensors } from './deciderFile';
import { BESIDE_FIELDS, BESIDE_LENGTH } from './besideAgent';
import { besideSchema, checkBeside } from './besideFile';
import { checkEpisode } from './checkEpisode';
import { wasByHand } from './episodePlayers';
import { checkWorld, episodeParentSchema, episodeWorldSchema } from './episodeWorldSchema';
import {
  FILL_FIELDS,
  FILL_LENGTH,
  MOST_RIVALS,
  QUEUE_LENGTH,
  RECORD_LADDER_LENGTH,
  RIVAL_FIELDS,
  RIVAL_LENGTH,
  SAMPLE_FIELDS,
  SAMPLE_LENGTH,
  type EpisodeRecord,
} from './frames';
import { DECISION_FIELDS } from './recordedDecisions';

/** A step that the user marked. */
export interface Bookmark {
  readonly step: number;
  /** Name that the user gave it; it may be empty. */
  readonly label: string;
}

export interface EpisodeFile {
  readonly record: EpisodeRecord;
  readonly name: string;
  /** Bookmarks by step, ascending. */
  readonly bookmarks: readonly Bookmark[];
}

const MAX_STEPS = 1_000_000;
const text = (limit: number) =>
  z.string({ error: 'a text' }).max(limit, { error: `a text of at most ${limit} characters` });
const fields = (names: readonly string[]) =>
  listSchema(z.string(), names.length, 'fields').refine((found) => found.join() === names.join(), {
    error: names.join(', '),
  });

const headerSchema = z.strictObject({
  format: z.literal(1, { error: '1' }),
  labVersion: text(40),
  name: text(200),
  bookmarks: listSchema(
    z.strictObject({ step: countSchema, label: text(200) }),
    10_000,
    'bookmarks',
  ),
  id: text(200).min(1, { error: 'an id' }),
  episode: countSchema,
  seed: countSchema,
  market: marketConfigSchema,
  agentName: text(200),
  /** Whether a person quoted; absent from files of earlier versions. */
  isByHand: z.boolean({ error: 'true or false' }).optional(),
  /** Version of the policy; null for an agent without one. */
  policyVersion: countSchema.nullable(),
  tickSize: numberFrom(1e-9, 1e9),
  tickValueDollars: numberFrom(1e-9, 1e9),
  maxInventory: wholeFrom(1, 1_000_000),
  steps: wholeFrom(1, MAX_STEPS, 'steps'),
  sampleFields: fields(SAMPLE_FIELDS),
  fillFields: fields(FILL_FIELDS),
  /** Those who traded in the same book; absent where nobody did. */
  rivalNames: listSchema(text(200), MOST_RIVALS, 'rivals').optional(),
  rivalFields: fields(RIVAL_FIELDS).optional(),
  /** Agent that played beside a person, and what a point of its curve is; absent where none did. */
  beside: besideSchema.optional(),
  besideFields: fields(BESIDE_FIELDS).optional(),
  /** Who decided, and what a row of the decisions is; absent where none was recorded. */
  decider: deciderSchema.optional(),
  decisionFields: fields(DECISION_FIELDS).optional(),
  world: episodeWorldSchema.optional(),
  parent: episodeParentSchema.optional(),
});

export function writeEpisodeFile({
  record,
  name,
  bookmarks,
}: EpisodeFile): Uint8Array<ArrayBuffer> {
  const { samples, fills, ladder, queue, rivals, marketContracts, besideCurve, ...about } = record;
  const { policyVersion, decisions, decider, origin: _, ...numbers } = about;
  const decided = decisions === undefined || decider === undefined ? null : { decisions, decider };
  const deciderPart = decided && deciderParts(decided.decider);
  const header = JSON.stringify(
    parseInput(
      headerSchema,
      {
        format: 1,
        labVersion: LAB_VERSION,
        name,
        bookmarks,
        ...numbers,
        policyVersion: Number.isNaN(policyVersion) ? null : policyVersion,
        sampleFields: SAMPLE_FIELDS,
        fillFields: FILL_FIELDS,
        ...(rivals !== undefined && { rivalFields: RIVAL_FIELDS }),
        ...(besideCurve !== undefined && { besideFields: BESIDE_FIELDS }),
        ...(deciderPart !== null && {
          decider: deciderPart.description,
          decisionFields: DECISION_FIELDS,
        }),
      },
      'episode',
    ),
  );
  const { steps } = record;
  const tensors = new Map<string, Tensor>([
    ['samples', { shape: [steps, SAMPLE_LENGTH], data: samples }],
    ['fills', { shape: [fills.length / FILL_LENGTH, FILL_LENGTH], data: fills }],
    ['ladder', { shape: [steps, RECORD_LADDER_LENGTH], data: ladder }],
    ['queue', { shape: [steps, QUEUE_LENGTH], data: queue }],
  ]);
  if (rivals !== undefined) {
    tensors.set('rivals', { shape: [steps, rivals.length / steps], data: rivals });
  }
  if (marketContracts !== undefined) {
    tensors.set('marketContracts', { shape: [steps], data: marketContracts });
  }
  if (besideCurve !== undefined) {
    const shape = [besideCurve.length / BESIDE_LENGTH, BESIDE_LENGTH];
    tensors.set('beside', { shape, data: besideCurve });
  }
  if (decided !== null && deciderPart !== null) {
    const rows = steps - decided.decider.firstStep;
    const shape = [rows, decided.decisions.length / rows];
    tensors.set('decisions', { shape, data: decided.decisions });
    for (const [tensor, part] of deciderPart.tensors) tensors.set(tensor, part);
  }
  return writeSafetensors({ tensors, metadata: { header, hash: hashOf(header, tensors) } });
}

/**
 * @throws InvalidInputError naming the first field or column that is missing, or is not as it
 *   should be
 */
export function readEpisodeFile(file: Uint8Array): EpisodeFile {
  const { tensors, metadata } = readSafetensors(file, 'episode');
  const { header: headerText } = metadata;
  if (headerText === undefined) throw new InvalidInputError('episode.header', 'JSON', undefined);
  const header = parseInput(headerSchema, parseJson(headerText, 'episode.header'), 'episode');
  const { name, bookmarks, id, episode, seed, market, agentName, policyVersion, steps } = header;
  const { tickSize, tickValueDollars, maxInventory, world, parent } = header;
  const fills = tensors.get('fills');
  const fillCount = fills === undefined ? 0 : fills.data.length / FILL_LENGTH;
  const record: EpisodeRecord = {
    id,
    episode,
    seed,
    market,
    agentName,
    isByHand: header.isByHand ?? wasByHand(agentName, policyVersion ?? Number.NaN),
    policyVersion: policyVersion ?? Number.NaN,
    tickSize,
    tickValueDollars,
    maxInventory,
    steps,
    samples: doubles(tensors, 'samples', [steps, SAMPLE_LENGTH]),
    fills: doubles(tensors, 'fills', [fillCount, FILL_LENGTH]),
    ladder: wholes(tensors, 'ladder', [steps, RECORD_LADDER_LENGTH]),
    queue: doubles(tensors, 'queue', [steps, QUEUE_LENGTH]),
    ...rivalsOf(header, tensors),
    ...(tensors.has('marketContracts') && {
      marketContracts: doubles(tensors, 'marketContracts', [steps]),
    }),
    ...besideOf(header, tensors),
    ...decisionsOf(header, tensors),
    ...(world !== undefined && { world }),
    ...(parent !== undefined && { parent }),
  };
  const hash = hashOf(headerText, tensors);
  if (metadata.hash !== hash) throw new InvalidInputError('episode.hash', hash, metadata.hash);
  const columns =
    4 +
    Number(record.rivals !== undefined) +
    Number(record.marketContracts !== undefined) +
    Number(record.besideCurve !== undefined) +
    (record.decisions === undefined ? 0 : 1 + deciderTensors(tensors).size);
  if (tensors.size !== columns) {
    throw new InvalidInputError('episode', `${columns} tensors`, tensors.size);
  }
  checkEpisode(record);
  checkWorld(record);
  checkBeside(record);
  checkBookmarks(bookmarks, steps);
  return { record, name, bookmarks };
}

/** @throws InvalidInputError where names and columns of rivals do not fit each other */
function rivalsOf(
  { rivalNames, steps }: z.output<typeof headerSchema>,
  tensors: Tensors,
): Pick<EpisodeRecord, 'rivalNames' | 'rivals'> {
  if (rivalNames === undefined || rivalNames.length === 0) return {};
  const width = rivalNames.length * RIVAL_LENGTH;
  return { rivalNames, rivals: doubles(tensors, 'rivals', [steps, width]) };
}

/** @throws InvalidInputError where the agent beside a person has no curve */
function besideOf(
  { beside }: z.output<typeof headerSchema>,
  tensors: Tensors,
): Pick<EpisodeRecord, 'beside' | 'besideCurve'> {
  if (beside === undefined) return {};
  const points = (tensors.get('beside')?.data.length ?? BESIDE_LENGTH) / BESIDE_LENGTH;
  return { beside, besideCurve: doubles(tensors, 'beside', [points, BESIDE_LENGTH]) };
}

/** @throws InvalidInputError where the agent that decided, or its rows, are not sound */
function decisionsOf(
  { decider: description }: z.output<typeof headerSchema>,
  tensors: Tensors,
): Pick<EpisodeRecord, 'decider' | 'decisions'> {
  if (description === undefined) return {};
  const decider = deciderOf(description, deciderTensors(tensors));
  const tensor = tensors.get('decisions');
  if (tensor === undefined) {
    throw new InvalidInputError('episode.decisions', 'rows', undefined);
  }
  if (!(tensor.data instanceof Float32Array)) {
    const { name } = tensor.data.constructor;
    throw new InvalidInputError('episode.decisions.dtype', 'F32', name);
  }
  return { decider, decisions: tensor.data };
}

function checkBookmarks(bookmarks: readonly Bookmark[], steps: number): void {
  let before = -1;
  for (const [index, { step }] of bookmarks.entries()) {
    if (step <= before || step >= steps) {
      const expected = `a step from ${before + 1} to ${steps - 1}`;
      throw new InvalidInputError(`episode.bookmarks.${index}.step`, expected, step);
    }
    before = step;
  }
}

type Tensors = ReadonlyMap<string, Tensor>;

function doubles(tensors: Tensors, name: string, shape: readonly number[]): Float64Array {
  const { data } = tensorOf(tensors, name, shape);
  if (data instanceof Float64Array) return data;
  throw new InvalidInputError(`episode.${name}.dtype`, 'F64', data.constructor.name);
}

function wholes(tensors: Tensors, name: string, shape: readonly number[]): Int32Array {
  const { data } = tensorOf(tensors, name, shape);
  if (data instanceof Int32Array) return data;
  throw new InvalidInputError(`episode.${name}.dtype`, 'I32', data.constructor.name);
}

function tensorOf(tensors: Tensors, name: string, shape: readonly number[]): Tensor {
  const tensor = tensors.get(name);
  const expected = `[${shape.join(', ')}]`;
  if (tensor === undefined) throw new InvalidInputError(`episode.${name}`, expected, undefined);
  if (tensor.shape.join() !== shape.join()) {
    throw new InvalidInputError(`episode.${name}.shape`, expected, tensor.shape);
  }
  return tensor;
}

function hashOf(header: string, tensors: Tensors): string {
  const hash = new ContentHash().absorb(new TextEncoder().encode(header));
  for (const [name, { data }] of [...tensors].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.absorb(new TextEncoder().encode(name));
    hash.absorb(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.hex();
}
