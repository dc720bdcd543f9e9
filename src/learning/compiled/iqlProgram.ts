/**
 * Compiles implicit Q-learning (Kostrikov, Nair and Levine 2021) to a program: the updates of
 * tfjs/iql.ts in its order, with the critics as twins and V(s) and V(s′) in one pass.
 */
import type { IqlSettings } from '../algorithms/iqlSettings';
import { cosineDecay } from '../algorithms/schedules';
import { TRAINING_METRICS } from '../algorithms/trainingMetrics';
import {
  keepAdvantages,
  type AdvantageTransform,
  type TransformedAdvantages,
} from './advantageTransform';
import { aligned } from './arena';
import { layOutIql, scheduleOf, type IqlLayout } from './iqlLayout';
import type { Instruction } from './instructions/instructions';
import { applyNetwork, descend, extraOf, twinRegions } from './network';
import type { PolicyProgram, ProgramOptimiser } from './program';
import { Tape } from './tape';

/** @param transform changes the advantage weights, for experiments */
export function compileIql(
  settings: IqlSettings,
  batchSize: number,
  transform: AdvantageTransform = keepAdvantages,
): PolicyProgram {
  const layout = layOutIql(settings, batchSize);
  const advantages = transform(layout.weights, layout.arena);
  const instructions = [
    ...targetQ(layout),
    ...updateValue(layout, settings),
    ...updatePolicy(layout, settings, advantages),
    ...updateCritics(layout, settings),
    updateTargets(layout, settings),
    layout.reportNorms,
  ];
  return { ...programOf(layout, settings), instructions, constants: advantages.constants };
}

/** Computes Q̄1 and Q̄2 of (s, a), by the target networks. */
function targetQ(layout: IqlLayout): Instruction[] {
  const { arena, scratch, batch, states, pairs, networks, activations } = layout;
  const tape = new Tape(arena, scratch);
  applyNetwork(tape, networks.targets, pairs, activations.critics);
  const join: Instruction = {
    kind: 'concatenate',
    rows: layout.rows,
    left: states.address,
    leftWidth: states.width,
    right: batch.actions.offset,
    rightWidth: pairs.width - states.width,
    output: pairs.address,
  };
  return [join, ...tape.forward];
}

/** Equation 5: V regresses on the τ-expectile of min(Q̄1, Q̄2). */
function updateValue(layout: IqlLayout, { expectile }: IqlSettings): Instruction[] {
  const { arena, scratch, rows, rewardTerms, q, states, networks, activations } = layout;
  const tape = new Tape(arena, scratch);
  const value = applyNetwork(tape, networks.value, states, activations.value);
  tape.loss(value, (delta) => {
    const shared = { rows, q, value: value.address, delta, expectile };
    return rewardTerms === 1
      ? { kind: 'expectileLoss', ...shared }
      : { kind: 'termExpectileLoss', ...shared, ...termsOf(layout) };
  });
  return descend(tape, networks.value, scheduleOf(layout, 'value'));
}

/** Equation 7: the policy regresses on the actions of the data, weighted by the new advantages. */
function updatePolicy(
  layout: IqlLayout,
  { temperature, normalisesAdvantages }: IqlSettings,
  advantages: TransformedAdvantages,
): Instruction[] {
  const { arena, scratch, rows, q, values, batch, networks, activations } = layout;
  // V(s′), which the critics need, costs no further pass.
  const newValues = new Tape(arena, scratch);
  applyNetwork(newValues, networks.value, layout.allStates, activations.value);
  const weights = layout.weights.offset;
  const shared = {
    rows,
    q,
    value: values,
    weights,
    temperature,
    normalised: normalisesAdvantages,
  };
  const weigh: Instruction =
    layout.rewardTerms === 1
      ? { kind: 'advantageWeights', ...shared }
      : {
          kind: 'termAdvantageWeights',
          ...shared,
          ...termsOf(layout),
          moments: layout.moments.offset,
        };

  const tape = new Tape(arena, scratch);
  const { policy } = networks;
  const output = applyNetwork(tape, policy, layout.states, activations.policy);
  tape.loss(output, (delta) => ({
    kind: 'policyLoss',
    rows,
    width: output.width,
    output: output.address,
    logStd: extraOf(policy.parameters, policy.shape).offset,
    actions: batch.actions.offset,
    weights: advantages.weights.offset,
    delta,
    logStdGradient: extraOf(policy.gradient, policy.shape).offset,
  }));
  return [
    ...newValues.forward,
    weigh,
    ...advantages.instructions,
    ...descend(tape, policy, scheduleOf(layout, 'policy')),
  ];
}

/** Equation 6: both critics regress on r + γ·V(s′); a termination is worth its reward alone. */
function updateCritics(layout: IqlLayout, { discount }: IqlSettings): Instruction[] {
  const { arena, scratch, rewardTerms, values, batch, pairs, networks, activations } = layout;
  // Terms are errors beside one another: a vector of them is as many rows.
  const rows = layout.rows * rewardTerms;
  const tape = new Tape(arena, scratch);
  const q = applyNetwork(tape, networks.critics, pairs, activations.critics);
  tape.loss(q, (delta) => ({
    kind: 'criticLoss',
    rows,
    q: q.address,
    rewards: batch.rewards.offset,
    terminals: batch.terminals.offset,
    nextValue: values + rows,
    delta,
    discount,
  }));
  return descend(tape, networks.critics, scheduleOf(layout, 'critics'));
}

/** Gives the weightings of the rows. */
const termsOf = ({ rewardTerms, batch }: IqlLayout) => ({
  width: rewardTerms,
  termWeights: batch.termWeights.offset,
});

/** The targets follow the critics: θ̄ ← α·θ + (1 − α)·θ̄. */
function updateTargets({ networks }: IqlLayout, { targetRate }: IqlSettings): Instruction {
  const { targets, critics } = networks;
  return {
    kind: 'moveTowards',
    length: aligned(targets.parameters.length),
    moved: targets.parameters.offset,
    source: critics.parameters.offset,
    rate: targetRate,
  };
}

/** Gives all of the program but its instructions, once they have been made. */
function programOf(
  layout: IqlLayout,
  settings: IqlSettings,
): Omit<PolicyProgram, 'instructions' | 'constants'> {
  const { networks, batch, schedule, metrics } = layout;
  const { value, policy, critics, targets } = networks;
  const [critic1, critic2] = twinRegions(critics.parameters, critics.shape);
  const [target1, target2] = twinRegions(targets.parameters, targets.shape);
  const [mean1, mean2] = twinRegions(critics.mean, critics.shape);
  const [square1, square2] = twinRegions(critics.square, critics.shape);
  return {
    arenaLength: layout.arena.length,
    batch,
    schedule,
    optimisers: optimisersOf(settings),
    statistics: metrics,
    reports: TRAINING_METRICS,
    parameters: {
      value: value.parameters,
      policy: policy.parameters,
      critic1,
      critic2,
      target1,
      target2,
    },
    policy: policy.parameters,
    logStd: extraOf(policy.parameters, policy.shape),
    moments: {
      value,
      policy,
      critic1: { mean: mean1, square: square1 },
      critic2: { mean: mean2, square: square2 },
    },
  };
}

/** Lists the optimisers in the order of IQL_OPTIMISERS. */
function optimisersOf({ learningRate, policyDecayUpdates }: IqlSettings): ProgramOptimiser[] {
  const constant = { weightDecay: 0, learningRate: () => learningRate };
  const decayed = (updates: number) =>
    policyDecayUpdates === null
      ? learningRate
      : cosineDecay(learningRate, updates, policyDecayUpdates);
  return [
    { ...constant, names: ['value'] },
    { ...constant, names: ['policy'], learningRate: decayed },
    { ...constant, names: ['critic1', 'critic2'] },
  ];
}
