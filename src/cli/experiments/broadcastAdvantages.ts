/**
 * NanoARB's fault, put into IQL: it multiplies advantage weights as a (batch, 1) column by a
 * (batch) row of log densities, which is a square. Every action is then weighted by every
 * advantage, and none by its own: once the square is averaged, each row counts by the mean weight.
 */
import type { AdvantageTransform } from '../../learning/compiled/advantageTransform';

/** Every weight becomes the mean of all, by a product with a square of 1/batch and a bias of 0. */
export const broadcastAdvantages: AdvantageTransform = (weights, arena) => {
  const batch = weights.length;
  const square = arena.allocate((batch + 1) * batch);
  const means = arena.allocate(batch);
  return {
    weights: means,
    instructions: [
      {
        kind: 'denseForward',
        twins: 1,
        rows: 1,
        inputs: batch,
        outputs: batch,
        input: weights.offset,
        inputStride: 0,
        weights: square.offset,
        weightsStride: 0,
        output: means.offset,
        relu: false,
        accumulate: false,
      },
    ],
    constants: [{ region: { offset: square.offset, length: batch * batch }, value: 1 / batch }],
  };
};
