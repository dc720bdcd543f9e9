/** The description of reward weights (policies/weightInputs.ts) as a part of an ONNX graph. */
import { REWARD_TERMS, REWARD_TERM_COUNT } from '../../env/types';
import type { WeightRange, WeightRanges } from '../../env/weightRanges';
import type { OnnxAttribute } from './onnxModel';
import { SHARE_EPSILON, unitWeight } from '../policies/weightInputs';

/** The part of a graph under construction that is used here. */
interface Graph {
  constant(name: string, shape: readonly number[], data: Float32Array): string;
  scalar(name: string, value: number): string;
  shape(name: string, sizes: readonly number[]): string;
  apply(
    operator: string,
    inputs: readonly string[],
    output: string,
    attributes?: readonly OnnxAttribute[],
  ): string;
}

/**
 * Adds what `describeWeights` does.
 * @param input weights by REWARD_TERMS, […, 6]
 * @returns the output, […, WEIGHT_INPUTS]
 */
export function describedWeights(graph: Graph, ranges: WeightRanges, input: string): string {
  const perTerm = (name: string, numberOf: (range: WeightRange) => number) =>
    graph.constant(
      `weight_${name}`,
      [REWARD_TERM_COUNT],
      Float32Array.from(REWARD_TERMS, (term) => numberOf(ranges[term])),
    );
  const low = perTerm('min', ({ min }) => min);
  const atLeast = graph.apply('Max', [input, low], 'weights_at_least');
  const inside = graph.apply('Min', [atLeast, perTerm('max', ({ max }) => max)], 'weights_inside');
  const above = graph.apply('Sub', [inside, low], 'weights_above');
  // Each term takes one of two scales; the other counts 0 times.
  const linear = graph.apply(
    'Mul',
    [
      above,
      perTerm('linear', (range) => (range.logOffset === null ? 2 / (range.max - range.min) : 0)),
    ],
    'weights_linear',
  );
  const steps = graph.apply(
    'Div',
    [above, perTerm('offset', ({ logOffset }) => logOffset ?? 1)],
    'weight_steps',
  );
  const logarithm = graph.apply(
    'Log',
    [graph.apply('Add', [steps, graph.scalar('one_step', 1)], 'weight_steps_from_one')],
    'weight_logarithms',
  );
  const logarithmic = graph.apply(
    'Mul',
    [
      logarithm,
      perTerm('log', ({ min, max, logOffset }) =>
        logOffset === null ? 0 : 2 / Math.log(1 + (max - min) / logOffset),
      ),
    ],
    'weights_logarithmic',
  );
  const positions = graph.apply(
    'Sub',
    [
      graph.apply('Add', [linear, logarithmic], 'weight_positions_from_zero'),
      graph.scalar('half_of_positions', 1),
    ],
    'weight_positions',
  );
  const units = graph.apply('Div', [inside, perTerm('unit', unitWeight)], 'weight_units');
  const squares = graph.apply(
    'ReduceSum',
    [graph.apply('Mul', [units, units], 'weight_squares'), graph.shape('last_axis', [-1])],
    'weight_sum_of_squares',
  );
  const norm = graph.apply(
    'Sqrt',
    [graph.apply('Add', [squares, graph.scalar('share_epsilon', SHARE_EPSILON)], 'weight_sum')],
    'weight_norm',
  );
  const shares = graph.apply('Div', [units, norm], 'weight_shares');
  return graph.apply('Concat', [positions, shares], 'weight_inputs', [{ name: 'axis', int: -1 }]);
}
