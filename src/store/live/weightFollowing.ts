/**
 * Tells whether the live agent acts on the reward weights as they stand, or learns of them later.
 */
import { WEIGHT_RANGES, type WeightRanges } from '../../env/weightRanges';
import { isBundled } from '../settings/agent';
import type { SessionState } from '../state';
import { watchedConfig } from './liveAgentTitle';

/**
 * Ranges of the weights that the agent which trades is told; null for one that is trained for fixed
 * weights, or not at all.
 */
export function liveWeightRanges(
  state: Pick<
    SessionState,
    'settings' | 'bundled' | 'watchedRun' | 'runUnderWay' | 'runs' | 'training'
  >,
): WeightRanges | null {
  const { agent } = state.settings;
  if (agent === 'trained') {
    return watchedConfig(state)?.learning.conditioning === 'weights' ? WEIGHT_RANGES : null;
  }
  const loaded = isBundled(agent) ? state.bundled[agent] : null;
  return loaded?.kind === 'ready' ? (loaded.agent.policy.weightRanges ?? null) : null;
}
