/** Compiles behaviour cloning to a program: the update of tfjs/bc.ts. */
import type { LayerSizes } from '../algorithms/layerSizes';
import { TRAINING_METRICS } from '../algorithms/trainingMetrics';
import { ArenaLayout } from './arena';
import { allocateBatch } from './batchRegions';
import type { Instruction } from './instructions/instructions';
import { allocateActivations, allocateTrained, applyNetwork, descend, extraOf } from './network';
import { SCHEDULE_LENGTH, type PolicyProgram } from './program';
import { Scratch } from './scratch';
import { Tape } from './tape';
import { data } from './value';

/**
 * @param sizes [observation, hidden…, action]
 * @param rewardTerms of the minibatches: see IqlSettings
 */
export function compileCloning(
  sizes: LayerSizes,
  learningRate: number,
  batchSize: number,
  rewardTerms = 1,
): PolicyProgram {
  const layout = layOutCloning(sizes, batchSize, rewardTerms);
  const instructions = [...updatePolicy(layout), layout.reportNorms];
  const { policy } = layout;
  return {
    arenaLength: layout.arena.length,
    instructions,
    batch: layout.batch,
    schedule: layout.schedule,
    optimisers: [{ names: ['policy'], weightDecay: 0, learningRate: () => learningRate }],
    statistics: layout.metrics,
    reports: ['policyLoss', 'gradientNorm'],
    constants: [{ region: layout.weights, value: 1 }],
    parameters: { policy: policy.parameters },
    policy: policy.parameters,
    logStd: extraOf(policy.parameters, policy.shape),
    moments: { policy },
  };
}

type CloningLayout = ReturnType<typeof layOutCloning>;

/** Lays out and names everything that an update keeps in its arena. */
function layOutCloning(sizes: LayerSizes, rows: number, rewardTerms: number) {
  const [observationLength] = sizes;
  const actionLength = sizes[sizes.length - 1];
  const arena = new ArenaLayout();
  const shape = { sizes, twins: 1, extra: actionLength } as const;
  const { networks, reportNorms } = allocateTrained(arena, { policy: shape });
  const batch = allocateBatch(arena, rows, observationLength, actionLength, rewardTerms);
  return {
    arena,
    scratch: new Scratch(arena),
    policy: networks.policy,
    reportNorms,
    schedule: arena.allocate(SCHEDULE_LENGTH),
    metrics: arena.allocate(TRAINING_METRICS.length),
    batch,
    states: data(batch.observations.offset, rows, observationLength),
    activations: allocateActivations(arena, shape, rows),
    /** Ones, so that every action counts the same. */
    weights: arena.allocate(rows),
  };
}

/** Follows the gradient of the likelihood of the actions in the data. */
function updatePolicy(layout: CloningLayout): Instruction[] {
  const { arena, scratch, policy, batch, states } = layout;
  const tape = new Tape(arena, scratch);
  const output = applyNetwork(tape, policy, states, layout.activations);
  tape.loss(output, (delta) => ({
    kind: 'policyLoss',
    rows: states.rows,
    width: output.width,
    output: output.address,
    logStd: extraOf(policy.parameters, policy.shape).offset,
    actions: batch.actions.offset,
    weights: layout.weights.offset,
    delta,
    logStdGradient: extraOf(policy.gradient, policy.shape).offset,
  }));
  return descend(tape, policy, layout.schedule.offset);
}
