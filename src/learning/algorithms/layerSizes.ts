/**
 * The sizes of multilayer perceptrons and how many parameters they have. A network's parameters are
 * one flat vector: per layer the weights [in][out], row-major, then the biases [out].
 */

/** [input, hidden…, output]; a ReLU follows every layer but the last. */
export type LayerSizes = readonly number[];

export function mlpParameterCount(sizes: LayerSizes): number {
  let count = 0;
  for (let layer = 1; layer < sizes.length; layer += 1) {
    count += (sizes[layer - 1] + 1) * sizes[layer];
  }
  return count;
}

/**
 * Counts the parameters of a Gaussian policy: those of its network, then a logσ per dimension of
 * the action.
 */
export function gaussianPolicyParameterCount(sizes: LayerSizes): number {
  return mlpParameterCount(sizes) + sizes[sizes.length - 1];
}
