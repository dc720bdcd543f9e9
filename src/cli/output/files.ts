/** Reads and writes the lab's files on disk: agents as safetensors, datasets as Parquet. */
import { readFileSync } from 'node:fs';
import {
  readAgentFile,
  writeAgentFile,
  type AgentCard,
  type AgentFile,
} from '../../agents/files/agentFile';
import { readCriticFile, writeCriticFile, type CriticFile } from '../../agents/files/criticFile';
import type { AnyPolicy } from '../../agents/policies/policySnapshot';
import type { Dataset, DatasetOrigin } from '../../learning/data/dataset';
import { readDatasetFile, writeDatasetFile, type DatasetFile } from '../../learning/data/parquet';
import { InvalidInputError, reasonOf } from '../../market/validation';
import { parseRunConfig, type RunConfig } from '../../protocol/run';
import { writeTarget } from './target';

export function writeAgent(path: string, card: AgentCard<RunConfig>, policy: AnyPolicy): void {
  writeTarget(path, [writeAgentFile(card, policy)]);
}

/** @throws InvalidInputError naming the file and the first field that is wrong */
export function readAgent(path: string): AgentFile<RunConfig> {
  const bytes = readBytes(path);
  try {
    return readAgentFile(bytes, parseRunConfig);
  } catch (error) {
    throw inFile(path, error);
  }
}

export function writeCritics(path: string, file: CriticFile): void {
  writeTarget(path, [writeCriticFile(file)]);
}

/** @throws InvalidInputError naming the file and the first field that is wrong */
export function readCritics(path: string): CriticFile {
  const bytes = readBytes(path);
  try {
    return readCriticFile(bytes);
  } catch (error) {
    throw inFile(path, error);
  }
}

export function writeDataset(path: string, dataset: Dataset, origin: DatasetOrigin): void {
  writeTarget(path, writeDatasetFile(dataset, origin));
}

/** @throws InvalidInputError naming the file and the first column that is wrong */
export async function readDataset(path: string): Promise<DatasetFile> {
  const bytes = readBytes(path);
  try {
    return await readDatasetFile(bytes.buffer);
  } catch (error) {
    throw inFile(path, error);
  }
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

function readBytes(path: string): Uint8Array<ArrayBuffer> {
  try {
    // Small files share a pool's buffer with others; a copy has a buffer of its own.
    return Uint8Array.from(readFileSync(path));
  } catch (error) {
    throw new InvalidInputError(path, 'a file that can be read', reasonOf(error));
  }
}

function inFile(path: string, error: unknown): unknown {
  return error instanceof InvalidInputError
    ? new InvalidInputError(`${path}: ${error.field}`, error.expected, error.received)
    : error;
}
