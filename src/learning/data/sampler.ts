/**
 * Draws minibatches of transitions from a dataset, uniformly with replacement,
 * standardising observations and scaling rewards on the way, so that nothing of
 * the dataset is copied.
 */
import { ACTION_LENGTH } from '../../env/types';
import type { BatchArrays } from './batchArrays';
import type { Dataset } from './dataset';
import type { EpisodeRange } from './datasetOperations';
import type { ObservationStatistics } from './dataset';
import type { Rng } from '../../market/rng';

/** Columns on the scales that the learners see. */
export interface TransitionColumns {
  /** [rows + episodes × observation], standardised; the final observations come last. */
  readonly observations: Float32Array;
  /** [rows × action]. */
  readonly actions: Float32Array;
  /** [rows], scaled. */
  readonly rewards: Float32Array;
  /** [rows]. */
  readonly terminals: Float32Array;
}

export class TransitionSampler {
  private readonly rows: Uint32Array;
  private readonly inverseStd: Float32Array;

  /** @param ranges the episodes to draw from; at least one row in all */
  constructor(
    private readonly dataset: Dataset,
    ranges: readonly EpisodeRange[],
    private readonly statistics: ObservationStatistics,
    private readonly rewardScale: number,
  ) {
    this.rows = new Uint32Array(ranges.reduce((sum, { start, end }) => sum + end - start, 0));
    let index = 0;
    for (const { start, end } of ranges) {
      for (let row = start; row < end; row += 1, index += 1) this.rows[index] = row;
    }
    this.inverseStd = statistics.std.map((std) => 1 / std);
  }

  /** Fills `batch` with batch.size transitions. */
  sample(batch: BatchArrays, random: Rng): void {
    for (let slot = 0; slot < batch.size; slot += 1) this.write(batch, slot, this.draw(random));
  }

  /** Draws a dataset row to learn from. */
  draw(random: Rng): number {
    return this.rows[random.below(this.rows.length)];
  }

  /** Writes the transition that starts at dataset row `row`. */
  write(batch: BatchArrays, slot: number, row: number): void {
    const { dataset } = this;
    const actionOffset = row * ACTION_LENGTH;
    batch.actions.set(
      dataset.actions.subarray(actionOffset, actionOffset + ACTION_LENGTH),
      slot * ACTION_LENGTH,
    );
    batch.rewards[slot] = dataset.rewards[row] * this.rewardScale;
    batch.terminals[slot] = dataset.terminated[row];
    this.standardise(dataset.observations, row, batch.observations, slot);
    const next = this.successor(row);
    if (next < dataset.rows) {
      this.standardise(dataset.observations, next, batch.nextObservations, slot);
    } else {
      const episode = next - dataset.rows;
      this.standardise(dataset.finalObservations, episode, batch.nextObservations, slot);
    }
  }

  /**
   * Finds the row of what was seen after `row`: from `rows` on, it is one of the final
   * observations.
   */
  successor(row: number): number {
    const { dataset } = this;
    if (dataset.terminated[row] + dataset.truncated[row] === 0) return row + 1;
    // Within a shard, episodes count up from that of the first row.
    return dataset.rows + dataset.episode[row] - dataset.episode[0];
  }

  /** Returns everything that minibatches are made of, for a device that gathers them itself. */
  columns(): TransitionColumns {
    const { dataset } = this;
    const { rows, observationLength } = dataset;
    const episodes = dataset.episodeSeeds.length;
    const observations = new Float32Array((rows + episodes) * observationLength);
    for (let row = 0; row < rows; row += 1) {
      this.standardise(dataset.observations, row, observations, row);
    }
    for (let episode = 0; episode < episodes; episode += 1) {
      this.standardise(dataset.finalObservations, episode, observations, rows + episode);
    }
    return {
      observations,
      actions: dataset.actions,
      rewards: dataset.rewards.map((reward) => reward * this.rewardScale),
      terminals: Float32Array.from(dataset.terminated),
    };
  }

  private standardise(from: Float32Array, row: number, to: Float32Array, slot: number): void {
    const { mean } = this.statistics;
    const width = mean.length;
    const source = row * width;
    const target = slot * width;
    for (let feature = 0; feature < width; feature += 1) {
      to[target + feature] = (from[source + feature] - mean[feature]) * this.inverseStd[feature];
    }
  }
}
