/**
 * The identity of a dataset: what was simulated, and by whom. The same config
 * and seed give the same hash in the page, on the command line and in tests,
 * however many workers shared the episodes. Rewards are left out: they follow
 * from the terms and the weights of the moment.
 */
import { ContentHash } from '../../market/contentHash';
import type { Dataset } from './dataset';

/** @returns 16 hexadecimal digits over the shards' episodes in the order given */
export function datasetHash(shards: readonly Dataset[]): string {
  const hash = new ContentHash();
  const encoder = new TextEncoder();
  for (const shard of shards) {
    const name = encoder.encode(`${shard.observationKey}#${shard.observationLength}`);
    const behaviours = shard.behaviours.map((behaviour) => encoder.encode(behaviour));
    let index = 0;
    for (const [start, end] of episodeRows(shard)) {
      hash.absorb(name);
      hash.absorb(behaviours[shard.behaviour[start]]);
      hash.absorb(bytes(shard.episodeSeeds.subarray(index, index + 1)));
      absorbColumns(hash, shard, start, end);
      const width = shard.observationLength;
      hash.absorb(bytes(shard.finalObservations.subarray(index * width, (index + 1) * width)));
      index++;
    }
  }
  return hash.hex();
}

function absorbColumns(hash: ContentHash, shard: Dataset, start: number, end: number): void {
  const wide = [
    [shard.observations, shard.observationLength],
    [shard.actions, shard.actions.length / shard.rows],
    [shard.terms, shard.terms.length / shard.rows],
  ] as const;
  for (const [column, width] of wide) {
    hash.absorb(bytes(column.subarray(start * width, end * width)));
  }
  hash.absorb(bytes(shard.inventory.subarray(start, end)));
  hash.absorb(bytes(shard.midTicks.subarray(start, end)));
  hash.absorb(bytes(shard.midInnovationTicks.subarray(start, end)));
  hash.absorb(shard.terminated.subarray(start, end));
  hash.absorb(shard.truncated.subarray(start, end));
  hash.absorb(canonicalNaN(shard.logProbability.subarray(start, end)));
}

/** First and one past the last row of each episode. */
function* episodeRows(dataset: Dataset): Generator<readonly [number, number]> {
  let start = 0;
  for (let row = 1; row <= dataset.rows; row++) {
    if (row < dataset.rows && dataset.episode[row] === dataset.episode[start]) continue;
    yield [start, row];
    start = row;
  }
}

function bytes(column: Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

/** Engines may store any of the many bit patterns of NaN. */
function canonicalNaN(column: Float32Array): Uint8Array {
  const words = new Uint32Array(column.length);
  new Float32Array(words.buffer).set(column);
  for (let index = 0; index < words.length; index++) {
    if (Number.isNaN(column[index])) words[index] = 0x7fc00000;
  }
  return new Uint8Array(words.buffer);
}
