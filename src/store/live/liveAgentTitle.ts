/** What the live agent is called on the page: a trained policy by its run. */
import type { Learner } from '../../learning/algorithms/config';
import { learnerOf, type RunConfig } from '../../protocol/run';
import { agentTitle } from '../settings/configs';
import type { SessionState } from '../state';

/** Name of the run whose policy trades live; null while none does. */
export function watchedRunName({
  watchedRun,
  runUnderWay,
  runs,
  training,
}: Pick<SessionState, 'watchedRun' | 'runUnderWay' | 'runs' | 'training'>): string | null {
  if (watchedRun === null) return null;
  const run = runs.find(({ id }) => id === watchedRun);
  return run?.name ?? (watchedRun === runUnderWay ? training.runName : 'A deleted run');
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
