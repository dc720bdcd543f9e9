/**
 * Writes a dataset as Minari has it (Farama Foundation, 0.5.3): a folder per episode with its rows
 * in Parquet, which is one of Minari's three storage formats, and the spaces in a JSON file. Its
 * rows are observations, so an episode of n steps has n + 1 of them, the last without an action.
 */
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { SchemaElement } from 'hyparquet';
import { ACTION_HIGH, ACTION_LOW, unscaleDimension } from '../../env/actionMap';
import { ACTION_LENGTH, REWARD_TERM_COUNT, REWARD_TERMS } from '../../env/types';
import type { Dataset, DatasetOrigin } from './dataset';
import { episodeRanges, type EpisodeRange } from './datasetOperations';

/** A file below the dataset's folder. */
export interface MinariFile {
  readonly path: string;
  readonly content: string | Uint8Array<ArrayBuffer>;
}

/** The version of Minari whose format it is. */
const MINARI_VERSION = '0.5.3';
/** The environment of the Python package, which Minari makes again. */
const ENVIRONMENT = 'NanoArb/MarketMaking-v0';

/** Columns of `infos`: those of the environment in Python, and the behaviour's density. */
const INFO_COLUMNS = [
  ...REWARD_TERMS.map((term) => `term_${snakeCase(term)}`),
  'inventory',
  'mid_ticks',
  'log_probability',
] as const;

const SCHEMA: SchemaElement[] = [
  { name: 'root', num_children: 6 },
  ...listOf('observations'),
  ...listOf('actions'),
  { name: 'rewards', type: 'FLOAT', repetition_type: 'REQUIRED' },
  { name: 'terminations', type: 'BOOLEAN', repetition_type: 'REQUIRED' },
  { name: 'truncations', type: 'BOOLEAN', repetition_type: 'REQUIRED' },
  { name: 'infos', num_children: INFO_COLUMNS.length, repetition_type: 'REQUIRED' },
  ...INFO_COLUMNS.map((name) => ({
    name,
    type: 'DOUBLE' as const,
    repetition_type: 'REQUIRED' as const,
  })),
];

function listOf(name: string): SchemaElement[] {
  return [
    { name, num_children: 1, repetition_type: 'REQUIRED', converted_type: 'LIST' },
    { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
    { name: 'element', type: 'FLOAT', repetition_type: 'REQUIRED' },
  ];
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Names a dataset as Minari asks for it: a namespace, a name and a version. */
export const minariName = (preset: string, hash: string): string => `nanoarb/${preset}-${hash}-v0`;

/**
 * Gives the files of a dataset one by one: those of its episodes, then that of the whole. Actions
 * are in the units of the environment, not scaled; rewards under the weights of `origin`.
 * @param dataset that is sound, labelled with the weights of its origin
 * @param hash of the dataset
 */
export function* minariFiles(
  dataset: Dataset,
  origin: DatasetOrigin,
  hash: string,
): Generator<MinariFile, void> {
  const ranges = episodeRanges(dataset);
  for (const [index, range] of ranges.entries()) {
    const steps = range.end - range.start;
    yield { path: `data/${index}/part-0.parquet`, content: episodeFile(dataset, range, index) };
    const about = { id: index, total_steps: steps, seed: dataset.episodeSeeds[index] };
    yield { path: `data/${index}/metadata.json`, content: JSON.stringify(about) };
  }
  yield {
    path: 'data/metadata.json',
    content: JSON.stringify({
      dataset_id: minariName(origin.market.preset, hash),
      minari_version: MINARI_VERSION,
      data_format: 'parquet',
      total_episodes: ranges.length,
      total_steps: dataset.rows,
      observation_space: boxOf(
        Array<string>(dataset.observationLength).fill('-Infinity'),
        Array<string>(dataset.observationLength).fill('Infinity'),
      ),
      action_space: boxOf(ACTION_LOW.map(String), ACTION_HIGH.map(String)),
      env_spec: environmentSpec(origin),
      description: `Collected in NanoARB Lab, whose hash of it is ${hash}.`,
    }),
  };
}

/** A space in JSON as Python writes it, which has infinities. */
function boxOf(low: readonly string[], high: readonly string[]): string {
  const limits = `"low": [${low.join(', ')}], "high": [${high.join(', ')}]`;
  return `{"type": "Box", "dtype": "float32", "shape": [${low.length}], ${limits}}`;
}

/** Gymnasium's description of the environment, from which Minari makes it again. */
function environmentSpec({ market, env, weights }: DatasetOrigin): string {
  return JSON.stringify({
    id: ENVIRONMENT,
    entry_point: 'nanoarb_lab.env:MarketMakingEnv',
    reward_threshold: null,
    nondeterministic: false,
    max_episode_steps: null,
    order_enforce: true,
    disable_env_checker: false,
    kwargs: { market, env, weights },
    additional_wrappers: [],
    vector_entry_point: 'nanoarb_lab.vector:MarketMakingVectorEnv',
  });
}

function episodeFile(
  dataset: Dataset,
  { start, end }: EpisodeRange,
  index: number,
): Uint8Array<ArrayBuffer> {
  const { observationLength: width, observations, finalObservations, actions } = dataset;
  const steps = end - start;
  const rows = Array.from({ length: steps + 1 }, (_, step) => step);
  const observed = (step: number) => {
    const [source, at] = step < steps ? [observations, start + step] : [finalObservations, index];
    return Array.from(source.subarray(at * width, (at + 1) * width));
  };
  const acted = (step: number) =>
    Array.from({ length: ACTION_LENGTH }, (_, dimension) =>
      step < steps
        ? unscaleDimension(actions[(start + step) * ACTION_LENGTH + dimension], dimension)
        : 0,
    );
  const rewarded = (step: number) => (step < steps ? dataset.rewards[start + step] : 0);
  const informed = (step: number) => infoOf(dataset, start + step, step, steps);
  const flag = (values: Uint8Array) =>
    rows.map((step) => step < steps && values[start + step] === 1);
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'observations', data: rows.map(observed), encoding: 'PLAIN' },
        { name: 'actions', data: rows.map(acted), encoding: 'PLAIN' },
        { name: 'rewards', data: rows.map(rewarded), encoding: 'PLAIN' },
        { name: 'terminations', data: flag(dataset.terminated) },
        { name: 'truncations', data: flag(dataset.truncated) },
        { name: 'infos', data: rows.map(informed), encoding: 'PLAIN' },
      ],
      schema: SCHEMA,
      // Minari takes an episode for one batch of rows.
      rowGroupSize: steps + 1,
    }),
  );
}

/**
 * The info that came with an observation: what the step before it earned, 0 after a reset, and
 * where the agent then stood, NaN after the last step, of which a dataset does not tell.
 */
function infoOf(
  dataset: Dataset,
  row: number,
  step: number,
  steps: number,
): Record<string, number> {
  const { terms, inventory, midTicks, logProbability } = dataset;
  const isReset = step === 0;
  const isLast = step === steps;
  return Object.fromEntries([
    ...REWARD_TERMS.map((term, index) => [
      `term_${snakeCase(term)}`,
      isReset ? 0 : terms[(row - 1) * REWARD_TERM_COUNT + index],
    ]),
    ['inventory', isLast ? Number.NaN : inventory[row]],
    ['mid_ticks', isLast ? Number.NaN : midTicks[row]],
    ['log_probability', isReset ? Number.NaN : logProbability[row - 1]],
  ]) as Record<string, number>;
}
