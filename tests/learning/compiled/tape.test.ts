/** Checks gradients that a tape derives against finite differences of the loss. */
import { describe, expect, it } from 'vitest';
import { TRAINING_METRICS } from '../../../src/learning/algorithms/trainingMetrics';
import { ArenaLayout } from '../../../src/learning/compiled/arena';
import type { Instruction } from '../../../src/learning/compiled/instructions/instructions';
import type { Region } from '../../../src/learning/compiled/program';
import { Scratch } from '../../../src/learning/compiled/scratch';
import { Tape } from '../../../src/learning/compiled/tape';
import {
  data,
  type DenseLayer,
  type NormLayer,
  type Value,
} from '../../../src/learning/compiled/value';
import { executePlainly } from './plainExecutor';

const ROWS = 4;
const WIDTH = 3;
/** Losses of this many rows are taken: those of every second row. */
const TAKEN = 2;

/** A tape, and memory for what a small model needs. */
class Bench {
  readonly arena = new ArenaLayout();
  readonly tape = new Tape(this.arena, new Scratch(this.arena));
  readonly metrics = this.arena.allocate(TRAINING_METRICS.length);
  readonly input = data(this.arena.allocate(ROWS * WIDTH).offset, ROWS, WIDTH);
  readonly targets = this.arena.allocate(ROWS * WIDTH);
  readonly mask = this.arena.allocate(ROWS);

  layer(): DenseLayer & { readonly region: Region; readonly gradient: number } {
    const region = this.arena.allocate((WIDTH + 1) * WIDTH);
    const gradient = this.arena.allocate(region.length).offset;
    const stride = region.length;
    return { twins: 1, outputs: WIDTH, weights: region.offset, gradient, stride, region };
  }

  norm(): NormLayer {
    const [scale, shift, scaleGradient, shiftGradient] = Array.from(
      { length: 4 },
      () => this.arena.allocate(WIDTH).offset,
    );
    return { scale, shift, scaleGradient, shiftGradient };
  }

  squaredError(output: Value): void {
    this.tape.loss(output, (delta) => ({
      kind: 'maskedActionLoss',
      steps: output.rows,
      width: WIDTH,
      output: output.address,
      actions: this.targets.offset,
      mask: this.mask.offset,
      delta,
    }));
  }

  /** The largest difference of a layer's gradient from central differences of the loss. */
  errorOf(layer: ReturnType<Bench['layer']>): number {
    const { forward } = this.tape;
    const instructions = [...forward, ...this.tape.backward()];
    const start = Float32Array.from({ length: this.arena.length }, (_, at) => Math.sin(1.3 * at));
    start.fill(1, this.mask.offset, this.mask.offset + ROWS);
    const run = (list: readonly Instruction[], change: (arena: Float32Array) => void) => {
      const arena = start.slice();
      arena.fill(0, this.metrics.offset, this.metrics.offset + this.metrics.length);
      change(arena);
      for (const instruction of list) executePlainly(arena, instruction, this.metrics);
      return arena;
    };
    const derived = run(instructions, () => {});
    const errors = Array.from({ length: layer.region.length }, (_, index) => {
      const loss = (change: number) =>
        run(forward, (arena) => {
          arena[layer.region.offset + index] += change;
        })[this.metrics.offset + TRAINING_METRICS.indexOf('policyLoss')];
      const difference = (step: number) => (loss(step) - loss(-step)) / (2 * step);
      // Richardson's extrapolation: two steps take away the error of second order.
      const expected = (4 * difference(STEP) - difference(2 * STEP)) / 3;
      return Math.abs(derived[layer.gradient + index] - expected);
    });
    return Math.max(...errors);
  }
}

/** A weight changes by this: little, but enough for single precision. */
const STEP = 5e-3;
/** Central differences of a single-precision loss are good to this. */
const TOLERANCE = 5e-4;

describe('a tape', () => {
  it('goes back through layers and their ReLU', () => {
    const bench = new Bench();
    const first = bench.layer();
    const hidden = bench.tape.dense(bench.input, first, { relu: true });
    bench.squaredError(bench.tape.dense(hidden, bench.layer()));
    expect(bench.errorOf(first)).toBeLessThan(TOLERANCE);
  });

  it('adds up the gradients of a value that two operations take', () => {
    const bench = new Bench();
    const first = bench.layer();
    const shared = bench.tape.dense(bench.input, first);
    const sum = bench.tape.dense(shared, bench.layer());
    bench.tape.dense(shared, bench.layer(), { addTo: sum });
    bench.squaredError(sum);
    expect(bench.errorOf(first)).toBeLessThan(TOLERANCE);
  });

  it('leads the gradient of a value that is added to in place past the addition', () => {
    const bench = new Bench();
    const first = bench.layer();
    const stream = bench.tape.dense(bench.input, first);
    const normed = bench.tape.layerNorm(stream, bench.norm());
    bench.tape.dense(normed, bench.layer(), { addTo: stream });
    bench.squaredError(bench.tape.dense(stream, bench.layer()));
    expect(bench.errorOf(first)).toBeLessThan(TOLERANCE);
  });

  it('refuses to change in place what a gradient needs', () => {
    const bench = new Bench();
    const value = bench.tape.dense(bench.input, bench.layer());
    bench.tape.dense(value, bench.layer());
    expect(() => bench.tape.dense(bench.input, bench.layer(), { addTo: value })).toThrow(
      'a value that a gradient needs',
    );
    expect(() => bench.tape.dense(value, bench.layer(), { addTo: value })).toThrow(RangeError);
  });

  it('spreads the gradient of some rows over all, with zeros for the others', () => {
    const bench = new Bench();
    const first = bench.layer();
    const all = bench.tape.dense(bench.input, first);
    bench.squaredError(bench.tape.takeRows(all, { rows: TAKEN, step: 2, first: 1 }));
    expect(bench.errorOf(first)).toBeLessThan(TOLERANCE);
  });

  it('cannot go back to a value that no loss depends on', () => {
    const bench = new Bench();
    bench.tape.dense(bench.input, bench.layer());
    expect(() => bench.tape.backward()).toThrow('no loss depends on a value');
  });

  it('cannot train a layer that has no place for its gradient', () => {
    const bench = new Bench();
    bench.squaredError(bench.tape.dense(bench.input, { ...bench.layer(), gradient: null }));
    expect(() => bench.tape.backward()).toThrow('not trained');
  });
});

it('scratch memory that was released is taken again, the smallest that is long enough', () => {
  const arena = new ArenaLayout();
  const scratch = new Scratch(arena);
  const long = scratch.take(100);
  const short = scratch.take(10);
  scratch.release(long);
  scratch.release(short);
  expect(scratch.take(8)).toBe(short);
  expect(scratch.take(8)).toBe(long);
  expect(scratch.take(8)).not.toBe(long);
});
