/**
 * The columns of a dataset, each described once. The type `Dataset`, allocation, trimming, joins,
 * the hash, Parquet files and validation all follow this table, so that a new column is one new row
 * of it. The order is that of the files.
 */
import { ACTION_NAMES, REWARD_TERMS } from '../../env/types';

export type ColumnArray = Float32Array | Float64Array | Uint8Array | Uint16Array | Uint32Array;

/**
 * The condition on every number of a column, which validateDataset.ts checks.
 * - `finite`: any finite number
 * - `finiteOrNaN`: the same, or NaN where there is nothing to say
 * - `scaled`: from −1 to 1
 * - `contracts`: within the inventory limit, where one is known
 * - `seed`: a whole number from 0
 * - `episodes`: what makes whole episodes together with the other columns of this rule
 */
export type ColumnRule = 'finite' | 'finiteOrNaN' | 'scaled' | 'contracts' | 'seed' | 'episodes';

interface ColumnOptions {
  /** The names of an entry's numbers; without them an entry is a single number. */
  readonly elements?: 'observation' | readonly string[];
  readonly rule?: ColumnRule;
  /** Whether the dataset hash is taken over its numbers. */
  readonly isHashed?: boolean;
  /**
   * Whether data of earlier versions may lack it, and files where it is 0 throughout; per step, and
   * one number to an entry.
   */
  readonly isOptional?: boolean;
  /**
   * Name in Parquet files where that is not its own; null where the file keeps it in the footer.
   * Several numbers to an entry take a file column each, `name.element`.
   */
  readonly fileName?: string | null;
}

/** Definition of a column. Flags are Uint8Array: files hold them as booleans. */
interface ColumnDefinition<Values extends ColumnArray = ColumnArray> extends ColumnOptions {
  readonly array: new (length: number) => Values;
  readonly per: 'step' | 'episode';
}

const float32: new (length: number) => Float32Array = Float32Array;
const float64: new (length: number) => Float64Array = Float64Array;
const flags: new (length: number) => Uint8Array = Uint8Array;
const uint16: new (length: number) => Uint16Array = Uint16Array;
const uint32: new (length: number) => Uint32Array = Uint32Array;

const perStep = <Values extends ColumnArray>(
  array: new (length: number) => Values,
  options: ColumnOptions = {},
): ColumnDefinition<Values> => ({ array, per: 'step', ...options });

/**
 * Defines a column with an entry per episode, which a Parquet file repeats on all rows of the
 * episode.
 */
const perEpisode = <Values extends ColumnArray>(
  array: new (length: number) => Values,
  options: ColumnOptions = {},
): ColumnDefinition<Values> => ({ array, per: 'episode', ...options });

/** Columns in the order of files; finite numbers, and hashed, unless their row says otherwise. */
export const DATASET_COLUMNS = {
  /** [n]; increases by one at each new episode of the shard. */
  episode: perStep(uint32, { rule: 'episodes', isHashed: false }),
  /** [episodes]; hashed as part of an episode's identity, see datasetHash. */
  episodeSeeds: perEpisode(float64, { rule: 'seed', isHashed: false, fileName: 'seed' }),
  /** [n]; index into `behaviours`: the name is hashed in its place. */
  behaviour: perStep(uint16, { rule: 'episodes', isHashed: false }),
  /** [n × observationLength]; raw, not standardised. */
  observations: perStep(float32, { elements: 'observation' }),
  /** [n × 5]; scaled to [−1, 1]. */
  actions: perStep(float32, { elements: ACTION_NAMES, rule: 'scaled' }),
  /** [n]; log density of the action, in scaled space; NaN where the behaviour is deterministic. */
  logProbability: perStep(float32, { rule: 'finiteOrNaN' }),
  /** [n × 6]; unweighted, in dollars. */
  terms: perStep(float32, { elements: REWARD_TERMS }),
  /** [n]; under the weights that the dataset was last labelled with. */
  rewards: perStep(float32, { isHashed: false }),
  /** [n]; signed contracts when the agent decided. */
  inventory: perStep(float32, { rule: 'contracts' }),
  /** [n]; the mid price when the agent decided. */
  midTicks: perStep(float64),
  /** [n]; the part of the efficient price's move, in ticks, that nobody could have predicted. */
  midInnovationTicks: perStep(float32),
  /**
   * [n]; the rest of that move, which its trend made. Data without this column count the trend
   * among the innovations. It follows from the market and the seed, and is not hashed.
   */
  midDriftTicks: perStep(float32, { isHashed: false, isOptional: true }),
  /** [n]; 1 when the step ended the episode for good: no bootstrap. */
  terminated: perStep(flags, { rule: 'episodes' }),
  /** [n]; 1 when the step was the last only because time ran out: bootstraps. */
  truncated: perStep(flags, { rule: 'episodes' }),
  /** [episodes × observationLength]; the observation after each episode's last step. */
  finalObservations: perEpisode(float32, { elements: 'observation', fileName: null }),
};

type Table = typeof DATASET_COLUMNS;
export type ColumnName = keyof Table;
/** The typed array of each column. */
export type DatasetColumns = {
  readonly [Name in ColumnName]: InstanceType<Table[Name]['array']>;
};

export const COLUMN_NAMES = Object.keys(DATASET_COLUMNS) as readonly ColumnName[];

/** A column's definition with every option given. */
export function columnOf(name: ColumnName): Required<ColumnDefinition> {
  const definition: ColumnDefinition = DATASET_COLUMNS[name];
  return {
    elements: [''],
    rule: 'finite',
    isHashed: true,
    isOptional: false,
    fileName: name,
    ...definition,
  };
}

/** Columns that data of earlier versions may lack. */
export const OPTIONAL_COLUMNS = COLUMN_NAMES.filter((name) => columnOf(name).isOptional);

/** Sizes of a dataset's columns. */
interface DatasetShape {
  readonly rows: number;
  readonly episodes: number;
  readonly observationLength: number;
}

/** Numbers to an entry. */
export function widthOf(name: ColumnName, observationLength: number): number {
  const { elements } = columnOf(name);
  return elements === 'observation' ? observationLength : elements.length;
}

export function lengthOf(
  name: ColumnName,
  { rows, episodes, observationLength }: DatasetShape,
): number {
  const entries = columnOf(name).per === 'step' ? rows : episodes;
  return entries * widthOf(name, observationLength);
}

/** All columns, made one by one. @param make has to return the array type of the column */
export function mapColumns(make: (name: ColumnName) => ColumnArray): DatasetColumns {
  return Object.fromEntries(COLUMN_NAMES.map((name) => [name, make(name)])) as DatasetColumns;
}

/** Adds the columns that data of earlier versions lack, with zeros. */
export function withOptionalColumns<Data extends DatasetColumns>(stored: Data): Data {
  const given: Partial<DatasetColumns> = stored;
  const zeros = Object.fromEntries(
    OPTIONAL_COLUMNS.filter((name) => given[name] === undefined).map((name) => [
      name,
      new DATASET_COLUMNS[name].array(stored.episode.length),
    ]),
  );
  return { ...stored, ...zeros };
}

/** Every column at its length, all zeros. */
export function allocateColumns(shape: DatasetShape): DatasetColumns {
  return mapColumns((name) => new DATASET_COLUMNS[name].array(lengthOf(name, shape)));
}
