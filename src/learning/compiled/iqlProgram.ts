/**
 * Implicit Q-learning as a program: the four updates of iql.ts in its order,
 * with the critics as twins and V(s) and V(s′) in one pass.
 */
import { mlpParameterCount } from '../algorithms/layerSizes';
import { cosineDecay } from '../algorithms/schedules';
import type { IqlSettings } from '../algorithms/iqlSettings';
import { TRAINING_METRICS } from '../algorithms/trainingMetrics';
import { aligned, ArenaLayout } from './arena';
import { allocateBatch } from './batchRegions';
import {
  adamStep,
  allocateActivations,
  allocateGradients,
  allocateParameters,
  allocateTrained,
  backward,
  forward,
  splitRegion,
  splitTwins,
  type NetworkShape,
} from './networkBuilder';
import type { Instruction } from './instructions/instructions';
import { SCHEDULE_LENGTH, type PolicyProgram, type Region } from './program';

export function compileIql(settings: IqlSettings, batchSize: number): PolicyProgram {
  const { observationLength, actionLength, hiddenSizes } = settings;
  const valueShape: NetworkShape = { sizes: [observationLength, ...hiddenSizes, 1], twins: 1 };
  const policyShape: NetworkShape = {
    sizes: [observationLength, ...hiddenSizes, actionLength],
    twins: 1,
  };
  const criticShape: NetworkShape = {
    sizes: [observationLength + actionLength, ...hiddenSizes, 1],
    twins: 2,
  };

  const arena = new ArenaLayout();
  const value = allocateTrained(arena, valueShape);
  const policy = allocateTrained(arena, policyShape, actionLength);
  const critics = allocateTrained(arena, criticShape);
  const targets = allocateParameters(arena, criticShape);
  const schedule = arena.allocate(3 * SCHEDULE_LENGTH);
  const statistics = arena.allocate(TRAINING_METRICS.length);
  const batch = allocateBatch(arena, batchSize, observationLength, actionLength);

  const { gradients, norms } = allocateGradients(
    arena,
    [policy, value, critics].map(({ parameters }) => parameters.length),
  );
  const [policyGradient, valueGradient, criticGradient] = gradients;
  const criticInput = arena.allocate(batchSize * criticShape.sizes[0]);
  // V of s and of s′ together; the update of V itself uses the first half.
  const values = allocateActivations(arena, valueShape, 2 * batchSize);
  const actions = allocateActivations(arena, policyShape, batchSize);
  const qs = allocateActivations(arena, criticShape, batchSize);
  const deltas = allocateActivations(arena, criticShape, batchSize);
  const policyDelta = arena.allocate(batchSize * actionLength);
  const weights = arena.allocate(batchSize);
  const broadcast = settings.broadcastAdvantages ? averageOf(arena, weights, batchSize) : null;

  const observations = batch.observations.offset;
  const value0 = values[values.length - 1].offset;
  const q = qs[qs.length - 1].offset;
  const delta = deltas[deltas.length - 1].offset;
  const policyOutput = actions[actions.length - 1].offset;
  const policyDeltas = [...deltas.slice(0, -1), policyDelta];
  const networkLength = mlpParameterCount(policyShape.sizes);
  const rows = batchSize;

  const targetQ: Instruction[] = [
    {
      kind: 'concatenate',
      rows,
      left: observations,
      leftWidth: observationLength,
      right: batch.actions.offset,
      rightWidth: actionLength,
      output: criticInput.offset,
    },
    ...forward(criticShape, targets, criticInput.offset, qs, rows),
  ];
  const updateValue: Instruction[] = [
    ...forward(valueShape, value.parameters, observations, values, rows),
    { kind: 'expectileLoss', rows, q, value: value0, delta, expectile: settings.expectile },
    ...backward(valueShape, value.parameters, valueGradient, observations, values, deltas, rows),
    adamStep(value, valueGradient, schedule.offset),
  ];
  const updatePolicy: Instruction[] = [
    // s′ follows s in the batch, so that one pass with the new V serves policy and critics.
    ...forward(valueShape, value.parameters, observations, values, 2 * rows),
    {
      kind: 'advantageWeights',
      rows,
      q,
      value: value0,
      weights: weights.offset,
      temperature: settings.temperature,
    },
    ...(broadcast?.instructions ?? []),
    ...forward(policyShape, policy.parameters, observations, actions, rows),
    {
      kind: 'policyLoss',
      rows,
      width: actionLength,
      output: policyOutput,
      logStd: policy.parameters.offset + networkLength,
      actions: batch.actions.offset,
      weights: (broadcast?.output ?? weights).offset,
      delta: policyDelta.offset,
      logStdGradient: policyGradient.offset + networkLength,
    },
    ...backward(
      policyShape,
      policy.parameters,
      policyGradient,
      observations,
      actions,
      policyDeltas,
      rows,
    ),
    adamStep(policy, policyGradient, schedule.offset + SCHEDULE_LENGTH),
  ];
  const updateCritics: Instruction[] = [
    ...forward(criticShape, critics.parameters, criticInput.offset, qs, rows),
    {
      kind: 'criticLoss',
      rows,
      q,
      rewards: batch.rewards.offset,
      terminals: batch.terminals.offset,
      nextValue: value0 + rows,
      delta,
      discount: settings.discount,
    },
    ...backward(
      criticShape,
      critics.parameters,
      criticGradient,
      criticInput.offset,
      qs,
      deltas,
      rows,
    ),
    adamStep(critics, criticGradient, schedule.offset + 2 * SCHEDULE_LENGTH),
  ];
  const updateTargets: Instruction = {
    kind: 'moveTowards',
    length: aligned(targets.length),
    moved: targets.offset,
    source: critics.parameters.offset,
    rate: settings.targetRate,
  };

  const { learningRate, policyDecayUpdates } = settings;
  const logStd = { offset: policy.parameters.offset + networkLength, length: actionLength };
  const [critic1, critic2] = splitTwins(critics, criticShape);
  const [target1, target2] = splitRegion(targets, criticShape);
  return {
    arenaLength: arena.length,
    instructions: [
      ...targetQ,
      ...updateValue,
      ...updatePolicy,
      ...updateCritics,
      updateTargets,
      norms,
    ],
    batch,
    schedule,
    optimisers: [
      { names: ['value'], weightDecay: 0, learningRate: () => learningRate },
      {
        names: ['policy'],
        weightDecay: 0,
        learningRate: (updates) =>
          policyDecayUpdates === null
            ? learningRate
            : cosineDecay(learningRate, updates, policyDecayUpdates),
      },
      { names: ['critic1', 'critic2'], weightDecay: 0, learningRate: () => learningRate },
    ],
    statistics,
    reports: TRAINING_METRICS,
    constants: broadcast?.constants ?? [],
    parameters: {
      value: value.parameters,
      policy: policy.parameters,
      critic1: critic1.parameters,
      critic2: critic2.parameters,
      target1,
      target2,
    },
    policy: policy.parameters,
    logStd,
    moments: { value, policy, critic1, critic2 },
  };
}

/**
 * What a (batch, 1) column of weights does to a (batch) row of losses once the
 * square is averaged: each row is weighted by the mean weight. As a product with
 * a square of 1/batch and a bias of 0, which is what it is.
 */
function averageOf(arena: ArenaLayout, weights: Region, batchSize: number) {
  const square = arena.allocate((batchSize + 1) * batchSize);
  const output = arena.allocate(batchSize);
  const product: Instruction = {
    kind: 'denseForward',
    twins: 1,
    rows: 1,
    inputs: batchSize,
    outputs: batchSize,
    input: weights.offset,
    inputStride: 0,
    weights: square.offset,
    weightsStride: 0,
    output: output.offset,
    relu: false,
    accumulate: false,
  };
  const shares = { offset: square.offset, length: batchSize * batchSize };
  return { output, instructions: [product], constants: [{ region: shares, value: 1 / batchSize }] };
}
