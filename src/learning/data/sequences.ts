/**
 * Draws windows of consecutive steps for the Decision Transformer: episodes in proportion to their
 * length, the first step of the window uniform in the episode, padding on the left (the reference
 * implementation's `get_batch`).
 */
import { timestepRow } from '../../agents/policies/decisionTransformerLayout';
import { WEIGHT_INPUTS } from '../../agents/policies/weightInputs';
import { ACTION_LENGTH, REWARD_TERM_COUNT } from '../../env/types';
import type { Rng } from '../../market/rng';
import type { Dataset } from './dataset';
import type { EpisodeRange } from './datasetOperations';
import type { ObservationStatistics } from './dataset';
import { Standardiser } from './standardiser';
import type { Weightings } from './weightings';

/** Arrays of a minibatch, row-major, and refilled for every one. */
export interface SequenceArrays {
  readonly size: number;
  readonly context: number;
  readonly returnsToGo: Float32Array;
  readonly observations: Float32Array;
  readonly actions: Float32Array;
  /** Whole numbers. */
  readonly timesteps: Float32Array;
  readonly mask: Float32Array;
}

export function createSequenceArrays(
  size: number,
  context: number,
  observationLength: number,
): SequenceArrays {
  const steps = size * context;
  return {
    size,
    context,
    returnsToGo: new Float32Array(steps),
    observations: new Float32Array(steps * observationLength),
    actions: new Float32Array(steps * ACTION_LENGTH),
    timesteps: new Float32Array(steps),
    mask: new Float32Array(steps),
  };
}

/** Units of a window's returns and timesteps. */
export interface SequenceScales {
  /** Factor that turns returns to go into the model's units. */
  readonly returnScale: number;
  /** Rows of the timestep table, of which each serves `bucket` steps. */
  readonly timesteps: number;
  readonly bucket: number;
}

/** Columns on the scales that the model sees, one row per decision. */
export interface SequenceColumns {
  readonly observations: Float32Array;
  readonly actions: Float32Array;
  readonly returnsToGo: Float32Array;
}

/** What is the same for samplers of windows, whatever a number that they draw stands for. */
abstract class PlaceSampler {
  private readonly starts: Uint32Array;
  private readonly rangeOf: Uint32Array;
  private readonly standardiser: Standardiser;

  /**
   * @param ranges the episodes to draw from; at least one row in all
   * @param width of the states of a window, of which observations are the first part
   */
  protected constructor(
    protected readonly dataset: Dataset,
    private readonly ranges: readonly EpisodeRange[],
    statistics: ObservationStatistics,
    readonly scales: SequenceScales,
    private readonly width: number,
  ) {
    const rows = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
    this.starts = new Uint32Array(rows);
    this.rangeOf = new Uint32Array(rows);
    let index = 0;
    for (const [number, { start, end }] of ranges.entries()) {
      for (let row = start; row < end; row += 1, index += 1) {
        this.starts[index] = row;
        this.rangeOf[index] = number;
      }
    }
    this.standardiser = new Standardiser(statistics);
  }

  sample(batch: SequenceArrays, random: Rng): void {
    for (let slot = 0; slot < batch.size; slot += 1) this.write(batch, slot, this.draw(random));
  }

  /** Draws what to learn from, as a number: see `windowAt`. */
  abstract draw(random: Rng): number;

  /** Writes the window that was drawn. */
  abstract write(batch: SequenceArrays, slot: number, drawn: number): void;

  /** Draws a place to start a window at. */
  protected drawPlace(random: Rng): number {
    return random.below(this.starts.length);
  }

  /**
   * Finds the window of a place: its first row, and the episode that it ends with at the latest.
   */
  protected windowOf(place: number): { readonly row: number; readonly range: EpisodeRange } {
    return { row: this.starts[place], range: this.ranges[this.rangeOf[place]] };
  }

  /**
   * Writes the window of `place`.
   * @param returnOf gives the return to go of a row, scaled
   * @param writeRest writes what follows an observation, at this place of the states
   */
  protected writeWindow(
    batch: SequenceArrays,
    slot: number,
    place: number,
    returnOf: (row: number) => number,
    writeRest: (to: Float32Array, at: number) => void,
  ): void {
    const { row, range } = this.windowOf(place);
    const { dataset, scales, width } = this;
    const { context } = batch;
    const steps = Math.min(context, range.end - row);
    const padded = slot * context;
    const first = padded + context - steps;
    batch.returnsToGo.fill(0, padded, first);
    batch.observations.fill(0, padded * width, first * width);
    batch.actions.fill(0, padded * ACTION_LENGTH, first * ACTION_LENGTH);
    batch.timesteps.fill(0, padded, first);
    batch.mask.fill(0, padded, first);
    for (let step = 0; step < steps; step += 1) {
      const source = row + step;
      const target = first + step;
      batch.returnsToGo[target] = returnOf(source);
      this.standardiser.write(dataset.observations, source, batch.observations, target * width);
      writeRest(batch.observations, target * width + dataset.observationLength);
      const actions = dataset.actions.subarray(
        source * ACTION_LENGTH,
        (source + 1) * ACTION_LENGTH,
      );
      batch.actions.set(actions, target * ACTION_LENGTH);
      batch.timesteps[target] = timestepRow(source - range.start, scales.bucket, scales.timesteps);
      batch.mask[target] = 1;
    }
  }

  /** Standardises all observations, [rows × observation]. */
  protected standardised(): Float32Array {
    const { dataset } = this;
    const observations = new Float32Array(dataset.observations.length);
    for (let row = 0; row < dataset.rows; row += 1) {
      const at = row * dataset.observationLength;
      this.standardiser.write(dataset.observations, row, observations, at);
    }
    return observations;
  }
}

/** Draws windows whose returns to go are fixed. */
export class SequenceSampler extends PlaceSampler {
  readonly kind = 'windows';

  /**
   * @param ranges the episodes to draw from; at least one row in all
   * @param returns [rows] to go from each step, under whichever labelling is to be learned
   */
  constructor(
    dataset: Dataset,
    ranges: readonly EpisodeRange[],
    private readonly returns: Float32Array,
    statistics: ObservationStatistics,
    scales: SequenceScales,
  ) {
    super(dataset, ranges, statistics, scales, dataset.observationLength);
  }

  draw(random: Rng): number {
    return this.drawPlace(random);
  }

  windowAt(place: number): { readonly row: number; readonly range: EpisodeRange } {
    return this.windowOf(place);
  }

  write(batch: SequenceArrays, slot: number, place: number): void {
    const { returns, scales } = this;
    this.writeWindow(batch, slot, place, (row) => returns[row] * scales.returnScale, writeNothing);
  }

  /** Returns everything that windows are made of, for a device that gathers them itself. */
  columns(): SequenceColumns {
    return {
      observations: this.standardised(),
      actions: this.dataset.actions,
      returnsToGo: this.returns.map((value) => value * this.scales.returnScale),
    };
  }
}

function writeNothing(): void {}

/** Columns of a sampler that labels every window under a weighting. */
export interface WeightedSequenceColumns extends Omit<SequenceColumns, 'returnsToGo'> {
  /** Returns to go of each term, [rows × 6], about their means and in their basis. */
  readonly termReturns: Float32Array;
  readonly weightings: Weightings;
}

/**
 * Draws windows together with weightings, under which their returns to go are counted in standard
 * deviations from the mean (PEDA, Zhu, Dang and Grover 2023, with the weights beside every state).
 */
export class WeightedSequenceSampler extends PlaceSampler {
  readonly kind = 'weightedWindows';

  /**
   * @param ranges the episodes to draw from; at least one row in all
   * @param termReturns to go from each step, about their means and in their basis, [rows × 6]
   */
  constructor(
    dataset: Dataset,
    ranges: readonly EpisodeRange[],
    private readonly termReturns: Float32Array,
    private readonly weightings: Weightings,
    statistics: ObservationStatistics,
    scales: SequenceScales,
  ) {
    super(dataset, ranges, statistics, scales, dataset.observationLength + WEIGHT_INPUTS);
  }

  /** Draws a place and a weighting, as place · weightings + weighting. */
  draw(random: Rng): number {
    const place = this.drawPlace(random);
    return place * this.weightings.count + random.below(this.weightings.count);
  }

  windowAt(drawn: number): { readonly row: number; readonly range: EpisodeRange } {
    return this.windowOf(Math.floor(drawn / this.weightings.count));
  }

  weightingOf(drawn: number): number {
    return drawn % this.weightings.count;
  }

  write(batch: SequenceArrays, slot: number, drawn: number): void {
    const { termReturns } = this;
    const { weights, inputs } = this.weightings;
    const weighting = this.weightingOf(drawn);
    const own = weights.subarray(
      weighting * REWARD_TERM_COUNT,
      (weighting + 1) * REWARD_TERM_COUNT,
    );
    const description = inputs.subarray(weighting * WEIGHT_INPUTS, (weighting + 1) * WEIGHT_INPUTS);
    this.writeWindow(
      batch,
      slot,
      Math.floor(drawn / this.weightings.count),
      (row) => {
        let sum = 0;
        for (let term = 0; term < REWARD_TERM_COUNT; term += 1) {
          sum += own[term] * termReturns[row * REWARD_TERM_COUNT + term];
        }
        return sum;
      },
      (to, at) => to.set(description, at),
    );
  }

  /** Returns everything that windows are made of, for a device that gathers them itself. */
  columns(): WeightedSequenceColumns {
    const { termReturns, weightings } = this;
    const observations = this.standardised();
    return { observations, actions: this.dataset.actions, termReturns, weightings };
  }
}

/** A sampler of windows, of fixed returns or labelled under weightings. */
export type AnySequenceSampler = SequenceSampler | WeightedSequenceSampler;
