/**
 * Writes and reads datasets as Parquet files: one row per decision step, one column per number, and
 * in the footer what it takes to collect the same data again. Reading believes nothing: every
 * column is checked before a Dataset exists. No tfjs; runs in workers and in Node.
 */
import { parquetMetadata, type FileMetaData } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { z } from 'zod';
import { mixtureSchema } from '../../agents/agentSpecSchema';
import { floatsFromBase64, floatsToBase64 } from '../../agents/files/base64';
import { envConfigSchema, rewardWeightsSchema, type ObservationConfig } from '../../env/config';
import { observationLayout } from '../../env/observationLayout';
import { sharedMarketSchema } from '../../agents/rivals/sharedMarket';
import { countSchema, textSchema } from '../../market/fieldSchemas';
import { parseJson } from '../../market/json';
import { parseInput } from '../../market/parseInput';
import { InvalidInputError, reasonOf } from '../../market/validation';
import { LAB_VERSION } from '../../market/version';
import type { Adoption, Dataset, DatasetOrigin } from './dataset';
import { OPTIONAL_COLUMNS, type ColumnName } from './datasetColumns';
import { datasetHash } from './datasetHash';
import { allocateFileRows, fileColumns, gather, withoutRepetitions } from './fileColumns';
import { checkSchema, laterTask, readColumns } from './parquetColumns';
import { checkFooter, rowsWithin } from './parquetPages';
import { validateDataset } from './validateDataset';

export interface DatasetFile {
  readonly dataset: Dataset;
  readonly origin: DatasetOrigin;
  readonly hash: string;
  /** Version of the lab that wrote the file. */
  readonly labVersion: string;
  /** Absent for data as the lab wrote them. */
  readonly adopted?: Adoption;
}

const METADATA_KEY = 'nanoarb.dataset';
const FORMAT = 1;
const ROWS_PER_GROUP = 100_000;
/** Most numbers in the observations of one dataset: 2 GiB, about what a browser gives one array. */
const MAX_OBSERVATION_CELLS = 2 ** 29;

/** Longest name of a tool that is kept. */
const MOST_WRITER = 200;

/** What to do with data that another tool changed. */
const REWRITTEN =
  'that of its columns: what another tool changed is taken in by `npm run lab -- adopt FILE`';

const hashSchema = z.string().regex(/^[0-9a-f]{16}$/, { error: '16 hexadecimal digits' });

const metadataSchema = z.strictObject({
  format: z.literal(FORMAT, { error: `${FORMAT}` }),
  labVersion: z.string({ error: 'a version' }),
  hash: hashSchema,
  observationKey: z.string({ error: 'an observation key' }),
  behaviours: z.array(z.string().min(1), { error: 'names of behaviours' }).min(1),
  finalObservations: z.string({ error: 'float32 numbers in base64' }),
  /** Columns that the file has and files of earlier versions have not. */
  optionalColumns: z.array(z.enum(OPTIONAL_COLUMNS), { error: 'names of columns' }).optional(),
  /** Absent in files of data as the lab wrote them. */
  adopted: z.strictObject({ writtenBy: textSchema(MOST_WRITER), hash: hashSchema }).exactOptional(),
  origin: z.strictObject({
    market: sharedMarketSchema,
    env: envConfigSchema,
    weights: rewardWeightsSchema,
    mixture: mixtureSchema.nullable(),
    seed: countSchema,
  }),
});
export type DatasetMetadata = z.output<typeof metadataSchema>;

/**
 * Writes the file in parts, in order: for a Blob, or to be written one after another.
 * @throws InvalidInputError when the dataset is not sound or not of that origin
 */
export function writeDatasetFile(
  dataset: Dataset,
  origin: DatasetOrigin,
  adopted?: Adoption,
): Uint8Array<ArrayBuffer>[] {
  const steps = writeDatasetInSteps(dataset, origin, adopted);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/**
 * Writes the same with a stop after every row group, and before the first: a million rows take some
 * seconds, in which a worker would not answer.
 * @throws as writeDatasetFile
 */
export function* writeDatasetInSteps(
  dataset: Dataset,
  origin: DatasetOrigin,
  adopted?: Adoption,
): Generator<undefined, Uint8Array<ArrayBuffer>[]> {
  const layout = observationLayout(origin.env.observation);
  validateDataset(dataset, { layout, maxInventory: origin.env.maxInventory });
  const optionalColumns = OPTIONAL_COLUMNS.filter((name) =>
    dataset[name].some((value) => value !== 0),
  );
  const metadata: DatasetMetadata = {
    format: FORMAT,
    labVersion: LAB_VERSION,
    hash: datasetHash([dataset]),
    observationKey: dataset.observationKey,
    behaviours: [...dataset.behaviours],
    finalObservations: floatsToBase64(dataset.finalObservations),
    ...(optionalColumns.length > 0 && { optionalColumns }),
    ...(adopted !== undefined && { adopted: shortened(adopted) }),
    origin: { ...origin, mixture: origin.mixture === null ? null : [...origin.mixture] },
  };
  const isLeftOut = (field: ColumnName) => !optionalColumns.includes(field);
  const columns = fileColumns(origin.env.observation, isLeftOut);
  const bytes = new PartWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    schema: [
      { name: 'root', num_children: columns.length },
      ...columns.map(({ name, type }) => ({ name, type, repetition_type: 'REQUIRED' as const })),
    ],
    kvMetadata: [{ key: METADATA_KEY, value: JSON.stringify(metadata) }],
    statistics: false,
    createdBy: `nanoarb-lab version ${LAB_VERSION}`,
  });
  yield;
  for (let start = 0; start < dataset.rows; start += ROWS_PER_GROUP) {
    const end = Math.min(dataset.rows, start + ROWS_PER_GROUP);
    // The part writer is synchronous, so nothing is returned to wait for.
    void writer.write({
      columnData: columns.map((column) => ({
        name: column.name,
        data: gather(dataset, column, start, end),
        // Dictionaries would turn −0 into 0, and the hash would no longer match.
        ...(column.type === 'FLOAT' || column.type === 'DOUBLE'
          ? { encoding: 'PLAIN' as const }
          : {}),
      })),
      rowGroupSize: ROWS_PER_GROUP,
    });
    yield;
  }
  void writer.finish();
  return bytes.parts();
}

/**
 * @param expected observations to insist on; without them the file's own will do
 * @throws InvalidInputError naming the first column or field of the metadata that fails
 */
export async function readDatasetFile(
  file: ArrayBuffer,
  expected?: ObservationConfig,
): Promise<DatasetFile> {
  const footer = readFooter(file);
  const metadata = readMetadata(footer);
  const { origin, labVersion, adopted } = metadata;
  const layout = observationLayout(expected ?? origin.env.observation);
  if (metadata.observationKey !== layout.key) {
    throw new InvalidInputError('dataset.observationKey', layout.key, metadata.observationKey);
  }
  const rows = await readRows(file, footer, metadata);
  const dataset: Dataset = { ...rows, finalObservations: finalObservationsOf(metadata) };
  await laterTask();
  validateDataset(dataset, { layout, maxInventory: origin.env.maxInventory });
  await laterTask();
  const hash = datasetHash([dataset]);
  if (hash !== metadata.hash) {
    throw new InvalidInputError('metadata.hash', `${hash}, ${REWRITTEN}`, metadata.hash);
  }
  return { dataset, origin, hash, labVersion, ...(adopted !== undefined && { adopted }) };
}

/**
 * Reads what a file has in rows, checked number by number but not against each other.
 * @param isWidened whether wider types of numbers will do, see checkSchema
 */
export async function readRows(
  file: ArrayBuffer,
  footer: FileMetaData,
  { origin, optionalColumns = [], observationKey, behaviours }: DatasetMetadata,
  isWidened = false,
): Promise<Dataset> {
  const { length } = observationLayout(origin.env.observation);
  const isMissing = (field: ColumnName) => !optionalColumns.includes(field);
  const schema = fileColumns(origin.env.observation, isMissing);
  checkSchema(footer, schema, isWidened);
  const rows = Number(footer.num_rows);
  const maxRows = Math.min(
    Math.floor(MAX_OBSERVATION_CELLS / length),
    rowsWithin(file.byteLength, schema),
  );
  if (!(rows >= 1 && rows <= maxRows)) {
    throw new InvalidInputError(
      'dataset.rows',
      `from 1 to ${maxRows} rows in ${file.byteLength} bytes`,
      rows,
    );
  }
  const columns = allocateFileRows(rows, length);
  await readColumns(file, footer, schema, columns);
  return {
    ...withoutRepetitions(columns, length),
    rows,
    observationLength: length,
    observationKey,
    behaviours,
  };
}

/** @throws InvalidInputError for what is no base64 of numbers */
export function finalObservationsOf({ finalObservations: text }: DatasetMetadata): Float32Array {
  const numbers = floatsFromBase64(text);
  if (numbers !== null) return numbers;
  throw new InvalidInputError('metadata.finalObservations', 'float32 numbers in base64', text);
}

const shortened = ({ writtenBy, hash }: Adoption): Adoption => ({
  writtenBy: writtenBy.slice(0, MOST_WRITER),
  hash,
});

/** Keeps what is written as one part per row group, instead of one ever larger buffer. */
class PartWriter extends ByteWriter {
  private readonly finished: Uint8Array<ArrayBuffer>[] = [];

  flush(): void {
    this.finished.push(this.getBytes().slice());
    this.index = 0;
  }

  parts(): Uint8Array<ArrayBuffer>[] {
    this.flush();
    return this.finished;
  }
}

/** @throws InvalidInputError for what is no whole Parquet file */
export function readFooter(file: ArrayBuffer): FileMetaData {
  checkFooter(file);
  try {
    return parquetMetadata(file, { geoparquet: false });
  } catch (error) {
    throw new InvalidInputError('file', 'a whole Parquet file', reasonOf(error));
  }
}

/** Says whether a file still has what the lab wrote into its footer. */
export const hasMetadata = (footer: FileMetaData): boolean =>
  footer.key_value_metadata?.some(({ key }) => key === METADATA_KEY) === true;

/** @throws InvalidInputError naming the first field that is missing or out of range */
export function readMetadata(footer: FileMetaData): DatasetMetadata {
  const text = footer.key_value_metadata?.find(({ key }) => key === METADATA_KEY)?.value;
  if (text === undefined) {
    throw new InvalidInputError('metadata', `${METADATA_KEY} in the footer`, undefined);
  }
  return parseInput(metadataSchema, parseJson(text, 'metadata'), 'metadata');
}
