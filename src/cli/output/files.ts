/**
 * Reads and writes the lab's files on disk: agents as safetensors, datasets as Parquet. A file of
 * another kind is refused by what it is and what takes it.
 */
import { readFileSync, statSync } from 'node:fs';
import {
  readAgentFile,
  writeAgentFile,
  type AgentCard,
  type AgentFile,
} from '../../agents/files/agentFile';
import { readCriticFile, writeCriticFile, type CriticFile } from '../../agents/files/criticFile';
import type { ExaminationModels } from '../../agents/policies/examinationModels';
import type { AnyPolicy } from '../../agents/policies/policySnapshot';
import type { Adoption, Dataset, DatasetOrigin } from '../../learning/data/dataset';
import { adoptDataset, type AdoptedDataset } from '../../learning/data/adoptDataset';
import { readDatasetFile, writeDatasetFile, type DatasetFile } from '../../learning/data/parquet';
import { InvalidInputError } from '../../market/validation';
import { kindOfBytes, type FileKind } from '../../protocol/fileKind';
import { parseRunConfig, type RunConfig } from '../../protocol/run';
import { systemReason } from './systemErrors';
import { writeTarget } from './target';

export function writeAgent(
  path: string,
  card: AgentCard<RunConfig>,
  policy: AnyPolicy,
  models?: ExaminationModels,
): void {
  writeTarget(path, [writeAgentFile(card, policy, models)]);
}

/** @throws InvalidInputError naming the file and the first field that is wrong */
export function readAgent(path: string): Promise<AgentFile<RunConfig>> {
  return readFile(path, 'agent', (bytes) => readAgentFile(bytes, parseRunConfig));
}

export function writeCritics(path: string, file: CriticFile): void {
  writeTarget(path, [writeCriticFile(file)]);
}

/** @throws InvalidInputError naming the file and the first field that is wrong */
export function readCritics(path: string): Promise<CriticFile> {
  return readFile(path, 'critics', readCriticFile);
}

export function writeDataset(
  path: string,
  dataset: Dataset,
  origin: DatasetOrigin,
  adopted?: Adoption,
): void {
  writeTarget(path, writeDatasetFile(dataset, origin, adopted));
}

/** @throws InvalidInputError naming the file and the first column that is wrong */
export function readDataset(path: string): Promise<DatasetFile> {
  return readFile(path, 'dataset', ({ buffer }) => readDatasetFile(buffer));
}

/**
 * Takes in a dataset that another tool wrote again.
 * @param original path of the file that it was made of; null where it has all it needs
 * @throws InvalidInputError naming the file and the first column that is wrong
 */
export async function readRewrittenDataset(
  path: string,
  original: string | null,
): Promise<AdoptedDataset> {
  const source = original === null ? undefined : readBytes(original).buffer;
  // An original that is none is refused under its own name, before the other is looked at.
  if (original !== null) await readDataset(original);
  return await readFile(path, 'dataset', ({ buffer }) => adoptDataset(buffer, source));
}

/**
 * Writes one output after another; one that fails keeps none of the others back.
 * @throws the first error, when all have been tried
 */
export function writeAll(writes: readonly (false | (() => void))[]): void {
  const errors: unknown[] = [];
  for (const write of writes) {
    try {
      if (write !== false) write();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}

/** Says what a file is and what takes it, or where it comes from. */
const FILE_WORDS: Readonly<Record<FileKind, string>> = {
  agent: 'an agent, as train --policy writes it',
  critics: 'critics, as train --critics writes them',
  run: 'a run of the page, which --config takes; its agent is exported under Runs',
  sweep: 'a sweep of the page, which the page opens under Maps',
  sweepResult: 'the result of a sweep, which the page opens',
  dataset: 'a dataset, as collect --out writes it',
  episode: 'an episode, which the page opens under Share',
  recording: 'recorded data, which --tape takes',
  onnx: 'an ONNX model, which the lab writes and does not read',
};

export const wordsOfKind = (kind: FileKind): string => FILE_WORDS[kind];

async function readFile<Content>(
  path: string,
  wanted: FileKind,
  parse: (bytes: Uint8Array<ArrayBuffer>) => Content | Promise<Content>,
): Promise<Content> {
  const bytes = readBytes(path);
  const kind = kindOfBytes(bytes);
  if (kind !== null && kind !== wanted) {
    throw new InvalidInputError(path, FILE_WORDS[wanted], FILE_WORDS[kind]);
  }
  try {
    return await parse(bytes);
  } catch (error) {
    throw inFile(path, error);
  }
}

const CAN_BE_READ = 'a file that can be read';

/** @throws InvalidInputError where there is nothing to read */
export function readBytes(path: string): Uint8Array<ArrayBuffer> {
  try {
    // Small files share a pool's buffer with others; a copy has a buffer of its own.
    return Uint8Array.from(readFileSync(path));
  } catch (error) {
    throw new InvalidInputError(path, CAN_BE_READ, systemReason(error));
  }
}

/**
 * @returns bytes of a file, of which nothing is read yet
 * @throws InvalidInputError where there is no file
 */
export function sizeOfFile(path: string): number {
  let stats: ReturnType<typeof statSync>;
  try {
    stats = statSync(path);
  } catch (error) {
    throw new InvalidInputError(path, CAN_BE_READ, systemReason(error));
  }
  if (stats.isDirectory()) throw new InvalidInputError(path, CAN_BE_READ, 'a folder');
  return stats.size;
}

/** Gives an error of a file's content with the file's path before the field. */
export function inFile(path: string, error: unknown): unknown {
  return error instanceof InvalidInputError
    ? new InvalidInputError(`${path}: ${error.field}`, error.expected, error.received)
    : error;
}
