/** Behaviour cloning as a program: bc.ts with its gradient written out. */
import { type LayerSizes, mlpParameterCount } from '../algorithms/layerSizes';
import { TRAINING_METRICS } from '../algorithms/trainingMetrics';
import { ArenaLayout } from './arena';
import { allocateBatch } from './batchRegions';
import {
  adamStep,
  allocateActivations,
  allocateGradients,
  allocateTrained,
  backward,
  forward,
  type NetworkShape,
} from './networkBuilder';
import { SCHEDULE_LENGTH, type PolicyProgram } from './program';

/** @param sizes [observation, hidden…, action] */
export function compileCloning(
  sizes: LayerSizes,
  learningRate: number,
  batchSize: number,
): PolicyProgram {
  const shape: NetworkShape = { sizes, twins: 1 };
  const actionLength = sizes[sizes.length - 1];
  const networkLength = mlpParameterCount(sizes);
  const rows = batchSize;

  const arena = new ArenaLayout();
  const policy = allocateTrained(arena, shape, actionLength);
  const { gradients, norms } = allocateGradients(arena, [policy.parameters.length]);
  const [gradient] = gradients;
  const schedule = arena.allocate(SCHEDULE_LENGTH);
  const statistics = arena.allocate(TRAINING_METRICS.length);
  const batch = allocateBatch(arena, batchSize, sizes[0], actionLength);
  const activations = allocateActivations(arena, shape, rows);
  const deltas = allocateActivations(arena, shape, rows);
  const weights = arena.allocate(rows);
  const observations = batch.observations.offset;

  return {
    arenaLength: arena.length,
    instructions: [
      ...forward(shape, policy.parameters, observations, activations, rows),
      {
        kind: 'policyLoss',
        rows,
        width: actionLength,
        output: activations[activations.length - 1].offset,
        logStd: policy.parameters.offset + networkLength,
        actions: batch.actions.offset,
        weights: weights.offset,
        delta: deltas[deltas.length - 1].offset,
        logStdGradient: gradient.offset + networkLength,
      },
      ...backward(shape, policy.parameters, gradient, observations, activations, deltas, rows),
      adamStep(policy, gradient, schedule.offset),
      norms,
    ],
    batch,
    schedule,
    optimisers: [{ names: ['policy'], weightDecay: 0, learningRate: () => learningRate }],
    statistics,
    reports: ['policyLoss', 'gradientNorm'],
    constants: [{ region: weights, value: 1 }],
    parameters: { policy: policy.parameters },
    policy: policy.parameters,
    logStd: { offset: policy.parameters.offset + networkLength, length: actionLength },
    moments: { policy },
  };
}
