/**
 * Draws minibatches of transitions from a dataset, uniformly with replacement, standardising
 * observations and scaling rewards on the way, so that nothing of the dataset is copied.
 */
import { WEIGHT_INPUTS } from '../../agents/policies/weightInputs';
import { ACTION_LENGTH, REWARD_TERM_COUNT } from '../../env/types';
import type { BatchArrays } from './batchArrays';
import type { Dataset } from './dataset';
import type { EpisodeRange } from './datasetOperations';
import type { ObservationStatistics } from './dataset';
import type { Rng } from '../../market/rng';
import type { Weightings } from './weightings';

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

/** What is the same for samplers of transitions, whatever a number that they draw stands for. */
abstract class RowSampler {
  private readonly rows: Uint32Array;
  private readonly inverseStd: Float32Array;

  /**
   * @param ranges the episodes to draw from; at least one row in all
   * @param width of the states of a minibatch, of which observations are the first part
   */
  protected constructor(
    protected readonly dataset: Dataset,
    ranges: readonly EpisodeRange[],
    private readonly statistics: ObservationStatistics,
    private readonly width: number,
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

  /** Draws what to learn from, as a number. */
  abstract draw(random: Rng): number;

  /** Writes the transition that was drawn. */
  abstract write(batch: BatchArrays, slot: number, drawn: number): void;

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

  protected drawRow(random: Rng): number {
    return this.rows[random.below(this.rows.length)];
  }

  /** Writes states and action of the transition that starts at dataset row `row`. */
  protected writeRow(batch: BatchArrays, slot: number, row: number): void {
    const { dataset, width } = this;
    const actionOffset = row * ACTION_LENGTH;
    batch.actions.set(
      dataset.actions.subarray(actionOffset, actionOffset + ACTION_LENGTH),
      slot * ACTION_LENGTH,
    );
    this.standardise(dataset.observations, row, batch.observations, slot * width);
    const next = this.successor(row);
    if (next < dataset.rows) {
      this.standardise(dataset.observations, next, batch.nextObservations, slot * width);
    } else {
      const episode = next - dataset.rows;
      this.standardise(dataset.finalObservations, episode, batch.nextObservations, slot * width);
    }
  }

  /** Standardises all observations, [rows + episodes × observation]; the final ones come last. */
  protected standardised(): Float32Array {
    const { dataset } = this;
    const { rows, observationLength } = dataset;
    const episodes = dataset.episodeSeeds.length;
    const observations = new Float32Array((rows + episodes) * observationLength);
    for (let row = 0; row < rows; row += 1) {
      this.standardise(dataset.observations, row, observations, row * observationLength);
    }
    for (let episode = 0; episode < episodes; episode += 1) {
      const at = (rows + episode) * observationLength;
      this.standardise(dataset.finalObservations, episode, observations, at);
    }
    return observations;
  }

  private standardise(from: Float32Array, row: number, to: Float32Array, target: number): void {
    const { mean } = this.statistics;
    const { length } = mean;
    const source = row * length;
    for (let feature = 0; feature < length; feature += 1) {
      to[target + feature] = (from[source + feature] - mean[feature]) * this.inverseStd[feature];
    }
  }
}

/** Draws rows of a dataset whose rewards are fixed. */
export class TransitionSampler extends RowSampler {
  readonly kind = 'transitions';

  /** @param ranges the episodes to draw from; at least one row in all */
  constructor(
    dataset: Dataset,
    ranges: readonly EpisodeRange[],
    statistics: ObservationStatistics,
    private readonly rewardScale: number,
  ) {
    super(dataset, ranges, statistics, dataset.observationLength);
  }

  draw(random: Rng): number {
    return this.drawRow(random);
  }

  write(batch: BatchArrays, slot: number, row: number): void {
    this.writeRow(batch, slot, row);
    batch.rewards[slot] = this.dataset.rewards[row] * this.rewardScale;
    batch.terminals[slot] = this.dataset.terminated[row];
  }

  /** Returns everything that minibatches are made of, for a device that gathers them itself. */
  columns(): TransitionColumns {
    const { dataset } = this;
    return {
      observations: this.standardised(),
      actions: dataset.actions,
      rewards: dataset.rewards.map((reward) => reward * this.rewardScale),
      terminals: Float32Array.from(dataset.terminated),
    };
  }
}

/** Columns of a sampler that pays every transition under a weighting. */
export interface WeightedColumns extends Omit<TransitionColumns, 'rewards'> {
  /** [rows × 6], scaled. */
  readonly terms: Float32Array;
  readonly weightings: Weightings;
}

/**
 * Draws rows of a dataset together with weightings, which pay them. Rewards are vectors, one number
 * for each term, and the description of the weighting follows the observation.
 */
export class WeightedSampler extends RowSampler {
  readonly kind = 'weighted';

  /**
   * @param ranges the episodes to draw from; at least one row in all
   * @param terms of the reward that weights multiply, scaled, [rows × 6]
   */
  constructor(
    dataset: Dataset,
    ranges: readonly EpisodeRange[],
    statistics: ObservationStatistics,
    private readonly terms: Float32Array,
    private readonly weightings: Weightings,
  ) {
    super(dataset, ranges, statistics, dataset.observationLength + WEIGHT_INPUTS);
  }

  /** Draws a row and a weighting, as row · weightings + weighting. */
  draw(random: Rng): number {
    const row = this.drawRow(random);
    return row * this.weightings.count + random.below(this.weightings.count);
  }

  rowOf(drawn: number): number {
    return Math.floor(drawn / this.weightings.count);
  }

  weightingOf(drawn: number): number {
    return drawn % this.weightings.count;
  }

  write(batch: BatchArrays, slot: number, drawn: number): void {
    const { terms, dataset } = this;
    const { weights, inputs } = this.weightings;
    const row = this.rowOf(drawn);
    const weighting = this.weightingOf(drawn);
    this.writeRow(batch, slot, row);
    for (let term = 0; term < REWARD_TERM_COUNT; term += 1) {
      const at = slot * REWARD_TERM_COUNT + term;
      batch.rewards[at] = terms[row * REWARD_TERM_COUNT + term];
      batch.terminals[at] = dataset.terminated[row];
      batch.termWeights[at] = weights[weighting * REWARD_TERM_COUNT + term];
    }
    const from = weighting * WEIGHT_INPUTS;
    const { observationLength } = dataset;
    const to = slot * (observationLength + WEIGHT_INPUTS) + observationLength;
    for (let input = 0; input < WEIGHT_INPUTS; input += 1) {
      batch.observations[to + input] = inputs[from + input];
      batch.nextObservations[to + input] = inputs[from + input];
    }
  }

  /** Returns everything that minibatches are made of, for a device that gathers them itself. */
  columns(): WeightedColumns {
    const { dataset, terms, weightings } = this;
    return {
      observations: this.standardised(),
      actions: dataset.actions,
      terms,
      terminals: Float32Array.from(dataset.terminated),
      weightings,
    };
  }
}

/** A sampler of transitions, of fixed rewards or paid under weightings. */
export type AnySampler = TransitionSampler | WeightedSampler;
