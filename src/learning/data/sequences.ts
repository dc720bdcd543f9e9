/**
 * Draws windows of consecutive steps for the Decision Transformer: episodes in
 * proportion to their length, the first step of the window uniform in the
 * episode, padding on the left (the reference implementation's `get_batch`).
 */
import { timestepRow } from '../../agents/policies/decisionTransformerLayout';
import { ACTION_LENGTH } from '../../env/types';
import type { Rng } from '../../market/rng';
import type { Dataset } from './dataset';
import type { EpisodeRange } from './datasetOperations';
import type { ObservationStatistics } from './dataset';
import { Standardiser } from './standardiser';

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

export class SequenceSampler {
  private readonly starts: Uint32Array;
  private readonly rangeOf: Uint32Array;
  private readonly standardiser: Standardiser;

  /**
   * @param ranges the episodes to draw from; at least one row in all
   * @param returns [rows] to go from each step, under whichever labelling is to be learned
   */
  constructor(
    private readonly dataset: Dataset,
    private readonly ranges: readonly EpisodeRange[],
    private readonly returns: Float32Array,
    statistics: ObservationStatistics,
    readonly scales: SequenceScales,
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

  /** Draws a place to start a window at: see `windowAt`. */
  draw(random: Rng): number {
    return random.below(this.starts.length);
  }

  /**
   * Finds the window of a place: its first row, and the episode that it ends with at the
   * latest.
   */
  windowAt(place: number): { readonly row: number; readonly range: EpisodeRange } {
    return { row: this.starts[place], range: this.ranges[this.rangeOf[place]] };
  }

  /** Writes the window of `place`. */
  write(batch: SequenceArrays, slot: number, place: number): void {
    const { row, range } = this.windowAt(place);
    const { dataset, scales } = this;
    const { context } = batch;
    const steps = Math.min(context, range.end - row);
    const width = dataset.observationLength;
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
      batch.returnsToGo[target] = this.returns[source] * scales.returnScale;
      this.standardiser.write(dataset.observations, source, batch.observations, target);
      const actions = dataset.actions.subarray(
        source * ACTION_LENGTH,
        (source + 1) * ACTION_LENGTH,
      );
      batch.actions.set(actions, target * ACTION_LENGTH);
      batch.timesteps[target] = timestepRow(source - range.start, scales.bucket, scales.timesteps);
      batch.mask[target] = 1;
    }
  }

  /** Returns everything that windows are made of, for a device that gathers them itself. */
  columns(): SequenceColumns {
    const { dataset, scales } = this;
    const observations = new Float32Array(dataset.observations.length);
    for (let row = 0; row < dataset.rows; row += 1) {
      this.standardiser.write(dataset.observations, row, observations, row);
    }
    return {
      observations,
      actions: dataset.actions,
      returnsToGo: this.returns.map((value) => value * scales.returnScale),
    };
  }
}
