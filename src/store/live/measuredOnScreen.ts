/** What is known of the agent on screen beside the episode that happens to be shown. */
import type { CardEvaluation } from '../../agents/files/agentFile';
import { sameJson } from '../../market/canonicalJson';
import { isSameMarket } from '../../market/sameMarket';
import type { RunConfig } from '../../protocol/run';
import { isBundled } from '../settings/agent';
import { rewardWeights, sharedMarket } from '../settings/configs';
import type { SessionState } from '../state';

/**
 * Gives what the card of a bundled agent measured, where it trades live as it was measured: in that
 * market, beside those rivals and under those weights; null where it does not, or has no card.
 */
export function measuredOnScreen(state: SessionState): CardEvaluation | null {
  const { mode, settings, applied, bundled } = state;
  const loaded = isBundled(settings.agent) ? bundled[settings.agent] : null;
  if (mode !== 'live' || loaded?.kind !== 'ready') return null;
  const { config, evaluation } = loaded.agent.card;
  const isAsMeasured =
    isMarketOf(config, state) &&
    sameJson(config.weights, rewardWeights(settings)) &&
    applied.episodeLength === config.env.episodeLength;
  return isAsMeasured ? evaluation : null;
}

function isMarketOf({ market }: RunConfig, state: SessionState): boolean {
  const shown = sharedMarket(state.applied, state);
  return isSameMarket(market, shown) && sameJson(market.rivals ?? [], shown.rivals ?? []);
}
