/**
 * Hashes a dataset's identity: what was simulated, and by whom. The same config and seed give the
 * same hash in the page, on the command line and in tests, however many workers shared the
 * episodes. Rewards are left out: they follow from the terms and the weights of the moment.
 */
import { ContentHash } from '../../market/contentHash';
import type { Dataset } from './dataset';
import {
  COLUMN_NAMES,
  columnOf,
  widthOf,
  type ColumnArray,
  type ColumnName,
} from './datasetColumns';
import { episodeRanges } from './datasetOperations';

const mayBeNaN = (name: ColumnName) => columnOf(name).rule === 'finiteOrNaN';
const STEP_COLUMNS = COLUMN_NAMES.filter(
  (name) => columnOf(name).isHashed && columnOf(name).per === 'step',
);
/**
 * Columns in the order in which they are hashed: those that may hold NaN come after the other
 * steps.
 */
const HASHED_COLUMNS = [
  ...STEP_COLUMNS.filter((name) => !mayBeNaN(name)),
  ...STEP_COLUMNS.filter(mayBeNaN),
  ...COLUMN_NAMES.filter((name) => columnOf(name).isHashed && columnOf(name).per === 'episode'),
];

/** @returns 16 hexadecimal digits over the shards' episodes in the order given */
export function datasetHash(shards: readonly Dataset[]): string {
  const hash = new ContentHash();
  const encoder = new TextEncoder();
  for (const shard of shards) {
    const name = encoder.encode(`${shard.observationKey}#${shard.observationLength}`);
    const behaviours = shard.behaviours.map((behaviour) => encoder.encode(behaviour));
    for (const [index, { start, end }] of episodeRanges(shard).entries()) {
      hash.absorb(name);
      hash.absorb(behaviours[shard.behaviour[start]]);
      hash.absorb(bytes(shard.episodeSeeds.subarray(index, index + 1)));
      for (const column of HASHED_COLUMNS) {
        const width = widthOf(column, shard.observationLength);
        const [from, to] = columnOf(column).per === 'step' ? [start, end] : [index, index + 1];
        const values = shard[column].subarray(from * width, to * width);
        hash.absorb(mayBeNaN(column) ? canonicalNaN(values) : bytes(values));
      }
    }
  }
  return hash.hex();
}

function bytes(column: ColumnArray): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

/** Returns the bytes of 32-bit floats; engines may store any of the many bit patterns of NaN. */
function canonicalNaN(column: ColumnArray): Uint8Array {
  const words = new Uint32Array(column.length);
  new Float32Array(words.buffer).set(column);
  for (let index = 0; index < words.length; index++) {
    if (Number.isNaN(column[index])) words[index] = 0x7fc00000;
  }
  return new Uint8Array(words.buffer);
}
