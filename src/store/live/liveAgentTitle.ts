/** What the live agent is called on the page: a trained policy by its run. */
import type { Learner } from '../../learning/algorithms/config';
import type { ObservationConfig } from '../../env/config';
import { DEFAULT_RUN_CONFIG, learnerOf, type RunConfig } from '../../protocol/run';
import { isBundled } from '../settings/agent';
import { agentTitle } from '../settings/configs';
import type { SessionState } from '../state';
import type { TrainingState } from '../training/training';

/** Name of the run whose policy trades live; null while none does. */
export function watchedRunName({
  watchedRun,
  runUnderWay,
  runs,
  training,
}: Pick<SessionState, 'watchedRun' | 'runUnderWay' | 'runs' | 'training'>): string | null {
  if (watchedRun === null) return null;
  const run = runs.find(({ id }) => id === watchedRun);
  return run?.name ?? (watchedRun === runUnderWay ? training.runName : DELETED_RUN);
}

/** Name that the run under way has now; it may have been renamed since it began. */
export const runNameUnderWay = ({
  runUnderWay,
  runs,
  training,
}: Pick<SessionState, 'runUnderWay' | 'runs' | 'training'>): string =>
  runs.find(({ id }) => id === runUnderWay)?.name ?? training.runName;

const DELETED_RUN = 'A deleted run';

/** A policy that was trained in this browser, and can be chosen by its run's name. */
export interface TrainedChoice {
  readonly id: string;
  readonly name: string;
}

/** Lists the runs whose policies can trade, newest first; the one that trades is always among them. */
export function trainedChoices(
  { runs, runUnderWay, watchedRun }: Pick<SessionState, 'watchedRun' | 'runUnderWay' | 'runs'>,
  training: Pick<TrainingState, 'hasOwnPolicy' | 'runName'>,
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
    const name = watchedRun === runUnderWay ? training.runName : DELETED_RUN;
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
 * Config that weights on screen are compared with: that of the last training of this visit, or else
 * that of the run whose policy trades; null where there is neither.
 */
export const trainedConfig = (
  state: Pick<SessionState, 'watchedRun' | 'runUnderWay' | 'runs' | 'training'>,
): RunConfig | null => state.training.config ?? watchedConfig(state);

/** Observations that the live agent reads; of a baseline, which reads none, the default ones. */
export function liveObservation(state: SessionState): ObservationConfig {
  const { agent } = state.settings;
  const loaded = isBundled(agent) ? state.bundled[agent] : null;
  const config = loaded?.kind === 'ready' ? loaded.agent.card.config : watchedConfig(state);
  return (config ?? DEFAULT_RUN_CONFIG).env.observation;
}

/** Learner of that run; null while no run's policy trades. */
export function watchedLearner(
  state: Pick<SessionState, 'watchedRun' | 'runUnderWay' | 'runs' | 'training'>,
): Learner | null {
  const config = watchedConfig(state);
  return config === null ? null : learnerOf(config);
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
