/** What the live agent is called on the page: a trained policy by its run. */
import type { Learner } from '../../learning/algorithms/config';
import type { SharedMarketConfig } from '../../agents/rivals/sharedMarket';
import type { EnvConfig, ObservationConfig } from '../../env/config';
import { sameJson } from '../../market/canonicalJson';
import { isSameMarket } from '../../market/sameMarket';
import { DEFAULT_RUN_CONFIG, learnerOf, type RunConfig } from '../../protocol/run';
import { isBundled } from '../settings/agent';
import { isAskedFor } from '../runs/askedTarget';
import { actsOnWeights } from '../runs/runPlan';
import { targetShare } from '../settings/learningConfigs';
import {
  agentTitle,
  envConfig,
  marketConfig,
  rewardWeights,
  sharedMarket,
} from '../settings/configs';
import type { SessionState } from '../state';
import { isRunning, type TrainingState } from '../training/training';

/** Name of the run whose policy trades live; null while none does. */
export function watchedRunName({
  watchedRun,
  runUnderWay,
  runs,
  training,
  scores,
}: Pick<SessionState, 'watchedRun' | 'runUnderWay' | 'runs' | 'training' | 'scores'>):
  string | null {
  if (watchedRun === null) return null;
  const run = runs.find(({ id }) => id === watchedRun);
  return (
    run?.name ?? (watchedRun === runUnderWay ? training.runName : lastName(watchedRun, scores))
  );
}

/** Name that the run under way has now; it may have been renamed since it began. */
export const runNameUnderWay = ({
  runUnderWay,
  runs,
  training,
}: Pick<SessionState, 'runUnderWay' | 'runs' | 'training'>): string =>
  runs.find(({ id }) => id === runUnderWay)?.name ?? training.runName;

const DELETED_RUN = 'A deleted run';

/** Name of a deleted run under which its episodes are averaged, if any has ended. */
const lastName = (id: string, scores: SessionState['scores']): string =>
  scores.findLast(({ run }) => run?.id === id)?.run?.title ?? DELETED_RUN;

/** Key of who trades live, which changes when another is chosen. */
export const traderKey = ({
  settings,
  watchedRun,
}: Pick<SessionState, 'settings' | 'watchedRun'>): string =>
  `${settings.agent} ${watchedRun ?? ''}`;

/** A policy that was trained in this browser, and can be chosen by its run's name. */
export interface TrainedChoice {
  readonly id: string;
  readonly name: string;
}

/**
 * Lists the runs whose policies can trade, newest first; the one that trades is always among them.
 * @param deletedName of it where it is deleted
 */
export function trainedChoices(
  { runs, runUnderWay, watchedRun }: Pick<SessionState, 'watchedRun' | 'runUnderWay' | 'runs'>,
  training: Pick<TrainingState, 'hasOwnPolicy' | 'runName'>,
  deletedName = DELETED_RUN,
): readonly TrainedChoice[] {
  const choices = runs
    .filter(({ id, hasPolicy }) => hasPolicy || id === watchedRun)
    .map(({ id, name }): TrainedChoice => ({ id, name }))
    .toReversed();
  const isListed = (wanted: string) => choices.some(({ id }) => id === wanted);
  if (runUnderWay !== null && training.hasOwnPolicy && !isListed(runUnderWay)) {
    choices.unshift({ id: runUnderWay, name: training.runName });
  }
  if (watchedRun !== null && !isListed(watchedRun)) {
    const name = watchedRun === runUnderWay ? training.runName : deletedName;
    choices.unshift({ id: watchedRun, name });
  }
  return choices;
}

/** Config of that run; null while no run's policy trades. */
export function watchedConfig({
  watchedRun,
  runUnderWay,
  runs,
  training,
}: Pick<SessionState, 'watchedRun' | 'runUnderWay' | 'runs' | 'training'>): RunConfig | null {
  if (watchedRun === null) return null;
  const run = runs.find(({ id }) => id === watchedRun);
  return run?.config ?? (watchedRun === runUnderWay ? training.config : null);
}

/**
 * Config that weights on screen are compared with: that of the training under way, or else of the
 * run whose policy trades, or else of the last training of this visit; null where there is none of
 * them.
 */
export function trainedConfig(
  state: Pick<SessionState, 'watchedRun' | 'runUnderWay' | 'runs' | 'training'>,
): RunConfig | null {
  const { phase, config } = state.training;
  return isRunning(phase) ? config : (watchedConfig(state) ?? config);
}

/** Config under which the live agent was trained; null for a baseline. */
export function trainedOnConfig(state: SessionState): RunConfig | null {
  const { agent } = state.settings;
  const loaded = isBundled(agent) ? state.bundled[agent] : null;
  return loaded?.kind === 'ready' ? loaded.agent.card.config : watchedConfig(state);
}

/**
 * Counts the notes of two lines on the live agent's card, so that they are given room: of a run in
 * training, of another market, which has a button, and of longer episodes.
 */
export function cardNotes(state: SessionState): number {
  const { mode, manual, applied, runUnderWay, training } = state;
  if (mode !== 'live' || manual.phase !== 'off') return 0;
  const config = trainedOnConfig(state);
  const ofRun = Number(runUnderWay !== null && isRunning(training.phase));
  if (config === null) return ofRun;
  const isElsewhere = !isSameMarket(config.market, marketConfig(applied));
  return ofRun + 2 * Number(isElsewhere) + Number(applied.episodeLength > config.env.episodeLength);
}

/** Observations that the live agent reads; of a baseline, which reads none, the default ones. */
export const liveObservation = (state: SessionState): ObservationConfig =>
  (trainedOnConfig(state) ?? DEFAULT_RUN_CONFIG).env.observation;

/** Learner of that run; null while no run's policy trades. */
export function watchedLearner(
  state: Pick<SessionState, 'watchedRun' | 'runUnderWay' | 'runs' | 'training'>,
): Learner | null {
  const config = watchedConfig(state);
  return config === null ? null : learnerOf(config);
}

/**
 * Id of the run whose policy trades on screen as it was evaluated: live, on the same market, beside
 * the same rivals, under the same rules and, if it acts on them, the same weights, and asked for the
 * same target; null where none does.
 */
export function evaluatedRunOnScreen(state: SessionState): string | null {
  const { mode, settings, applied, watchedRun, runs } = state;
  if (mode !== 'live' || settings.agent !== 'trained') return null;
  const run = runs.find(({ id }) => id === watchedRun);
  if (run === undefined || !isAskedFor(run, targetShare(settings))) return null;
  const { config } = run;
  const market: SharedMarketConfig = sharedMarket(applied, state);
  const isSame =
    isSameMarket(config.market, market) &&
    sameJson(config.market.rivals ?? [], market.rivals ?? []) &&
    sameJson(rulesOf(config.env), rulesOf(envConfig(applied))) &&
    (!actsOnWeights(config) || sameJson(config.weights, rewardWeights(settings)));
  return isSame ? watchedRun : null;
}

/** What an agent sees is its own, and no rule of the market. */
function rulesOf(env: EnvConfig): object {
  const { observation: _, ...rules } = env;
  return rules;
}

/** Name of the agent that trades live, or that the settings ask for. */
export const liveAgentTitle = (state: SessionState): string =>
  watchedRunName(state) ?? agentTitle(state.settings.agent);

/** Whether there is a trained policy that could trade. */
export const hasTrainedAgent = ({
  training,
  watchedRun,
  runs,
}: Pick<SessionState, 'training' | 'watchedRun' | 'runs'>): boolean =>
  training.hasPolicy || watchedRun !== null || runs.some(({ hasPolicy }) => hasPolicy);
