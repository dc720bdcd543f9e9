/**
 * Replays the reference updates recorded from PyTorch as programs, on any executor, as goldens.ts
 * does for the learners on tfjs.
 */
import { Rng } from '../../../src/market/rng';
import { ACTION_LENGTH, REWARD_TERM_COUNT } from '../../../src/env/types';
import type { AdamState, LearnerState } from '../../../src/learning/algorithms/learnerState';
import type { Dataset } from '../../../src/learning/data/dataset';
import type { PolicyMeans } from '../../../src/learning/runs/engine';
import {
  flatten,
  flattenPolicy,
  WorstErrors,
  type BcGolden,
  type GoldenErrors,
  type GoldenLearner,
  type GoldenPolicy,
  type IqlGolden,
} from './goldens';
import { TransitionSampler } from '../../../src/learning/data/sampler';
import { compileCloning } from '../../../src/learning/compiled/cloningProgram';
import { CompiledLearner, policyOutlook } from '../../../src/learning/compiled/compiledLearner';
import type { Executor } from '../../../src/learning/compiled/executor';
import { TransitionFeed, type Feed } from '../../../src/learning/compiled/feed';
import { compileIql } from '../../../src/learning/compiled/iqlProgram';
import type { PolicyProgram, Program } from '../../../src/learning/compiled/program';

/** Builds the executor under test. */
export type ExecutorFactory = (program: Program, feed: Feed) => Executor | Promise<Executor>;

export async function compareCompiledBcGolden(
  golden: BcGolden,
  createExecutor: ExecutorFactory,
): Promise<GoldenErrors> {
  const { stateDim, actionDim, hidden, learningRate } = golden.config;
  const transitions = golden.steps.map(({ batch }) => ({
    ...batch,
    rewards: batch.states.map(() => 0),
    nextStates: batch.states,
    terminals: batch.states.map(() => 0),
  }));
  const batchSize = transitions[0].rewards.length;
  const program = compileCloning([stateDim, ...hidden, actionDim], learningRate, batchSize);
  const states = [golden.init, ...golden.steps.map((step) => step.after)].map(policyParameters);
  const learner = await createLearner(program, transitions, states[0], createExecutor);
  const errors = new WorstErrors();
  for (const [index, step] of golden.steps.entries()) {
    learner.updateMany(1, new Rng(0));
    const { means } = await learner.readMetrics();
    errors.addLosses([means.policyLoss], [step.policyLoss]);
    await compareState(learner, states[index + 1], errors);
  }
  learner.dispose();
  return errors.worst;
}

export async function compareCompiledIqlGolden(
  golden: IqlGolden,
  createExecutor: ExecutorFactory,
): Promise<GoldenErrors> {
  const { config } = golden;
  const transitions = golden.steps.map(({ batch }) => batch);
  const program = compileIql(
    {
      observationLength: config.stateDim,
      actionLength: config.actionDim,
      hiddenSizes: config.hidden,
      learningRate: config.learningRate,
      discount: config.discount,
      expectile: config.expectile,
      temperature: config.temperature,
      normalisesAdvantages: false,
      targetRate: config.targetEma,
      policyDecayUpdates: null,
    },
    transitions[0].rewards.length,
  );
  const states = [golden.init, ...golden.steps.map((step) => step.after)].map(learnerParameters);
  const learner = await createLearner(program, transitions, states[0], createExecutor);
  const errors = new WorstErrors();
  for (const [index, step] of golden.steps.entries()) {
    learner.updateMany(1, new Rng(0));
    const { means } = await learner.readMetrics();
    errors.addLosses(
      [means.valueLoss, means.policyLoss, means.criticLoss, means.meanAdvantageWeight],
      [step.valueLoss, step.policyLoss, step.qLoss, mean(step.advantageWeights)],
    );
    await compareState(learner, states[index + 1], errors);
  }
  learner.dispose();
  return errors.worst;
}

type Parameters = Record<string, Float32Array>;
type Transitions = IqlGolden['steps'][number]['batch'];

function policyParameters(reference: GoldenPolicy): Parameters {
  return { policy: flattenPolicy(reference) };
}

function learnerParameters(reference: GoldenLearner): Parameters {
  return {
    ...policyParameters(reference),
    value: flatten(reference.value),
    critic1: flatten(reference.q1),
    critic2: flatten(reference.q2),
    target1: flatten(reference.targetQ1),
    target2: flatten(reference.targetQ2),
  };
}

/** Makes a learner that is given the recorded minibatches in their order, from fresh optimisers. */
async function createLearner(
  program: PolicyProgram,
  transitions: readonly Transitions[],
  parameters: Parameters,
  createExecutor: ExecutorFactory,
): Promise<CompiledLearner<PolicyMeans>> {
  const dataset = episodesOfOneStep(transitions);
  const width = dataset.observationLength;
  const statistics = { mean: new Float32Array(width), std: new Float32Array(width).fill(1) };
  const ranges = [{ start: 0, end: dataset.rows }];
  const sampler = new TransitionSampler(dataset, ranges, statistics, 1);
  const feed = new TransitionFeed(program.batch, sampler);
  const executor = await createExecutor(program, feed);
  const state = freshState(program, parameters);
  const places = Array.from({ length: dataset.rows }, (_, row) => row);
  const ordered = inOrder(program.batch.size, places);
  return new CompiledLearner(program, policyOutlook(program), executor, ordered, state);
}

/** Makes a state of given parameters and fresh optimisers. */
export function freshState(program: Program, parameters: Parameters): LearnerState {
  const optimisers = Object.entries(program.moments).map(([name, { mean, square }]) => {
    const state: AdamState = {
      step: 0,
      mean: new Float32Array(mean.length),
      square: new Float32Array(square.length),
    };
    return [name, state] as const;
  });
  return { updates: 0, parameters, optimisers: Object.fromEntries(optimisers) };
}

/** Draws the given numbers, one after another. */
export function inOrder(
  batchSize: number,
  places: readonly number[],
): Pick<Feed, 'draw' | 'batchSize'> {
  const rest = places.values();
  return { batchSize, draw: () => rest.next().value ?? 0 };
}

/** Makes every transition an episode of its own, so that any state can follow any other. */
function episodesOfOneStep(transitions: readonly Transitions[]): Dataset {
  const states = transitions.flatMap((batch) => batch.states);
  const actions = transitions.flatMap((batch) => batch.actions);
  const terminated = Uint8Array.from(transitions.flatMap((batch) => batch.terminals));
  const rows = states.length;
  return {
    ...emptyColumns(rows, states[0].length),
    observations: Float32Array.from(states.flat()),
    actions: Float32Array.from(actions.flat()),
    rewards: Float32Array.from(transitions.flatMap((batch) => batch.rewards)),
    terminated,
    truncated: terminated.map((flag) => 1 - flag),
    episode: Uint32Array.from({ length: rows }, (_, row) => row),
    episodeSeeds: new Float64Array(rows),
    finalObservations: Float32Array.from(transitions.flatMap((batch) => batch.nextStates.flat())),
  };
}

/** Makes an episode of zeros. */
export function emptyColumns(rows: number, observationLength: number): Dataset {
  return {
    rows,
    observationLength,
    observationKey: 'golden',
    observations: new Float32Array(rows * observationLength),
    actions: new Float32Array(rows * ACTION_LENGTH),
    terms: new Float32Array(rows * REWARD_TERM_COUNT),
    rewards: new Float32Array(rows),
    inventory: new Float32Array(rows),
    midTicks: new Float64Array(rows),
    midInnovationTicks: new Float32Array(rows),
    midDriftTicks: new Float32Array(rows),
    terminated: new Uint8Array(rows),
    truncated: new Uint8Array(rows),
    behaviour: new Uint16Array(rows),
    behaviours: ['golden'],
    logProbability: new Float32Array(rows),
    episode: new Uint32Array(rows),
    episodeSeeds: new Float64Array(1),
    finalObservations: new Float32Array(observationLength),
  };
}

async function compareState(
  learner: CompiledLearner<PolicyMeans>,
  expected: Parameters,
  errors: WorstErrors,
): Promise<void> {
  const { parameters } = await learner.saveState();
  for (const [name, values] of Object.entries(expected)) {
    errors.addWeights(parameters[name], values);
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
