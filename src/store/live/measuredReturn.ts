/** What is known of the agent on screen beside the episode that happens to be shown. */
import { evaluatedText } from '../../content/card';
import { formatLimits, formatProfit } from '../../charts/format';
import { sameJson } from '../../market/canonicalJson';
import { isSameMarket } from '../../market/sameMarket';
import type { RunConfig } from '../../protocol/run';
import { isBundled } from '../settings/agent';
import { rewardWeights, sharedMarket } from '../settings/configs';
import type { SessionState } from '../state';

/**
 * Says what the card of a bundled agent measured, where it trades live as it was measured: in that
 * market, beside those rivals and under those weights; empty where it does not, or has no card.
 */
export function measuredReturn(state: SessionState): string {
  const { mode, settings, applied, bundled } = state;
  const loaded = isBundled(settings.agent) ? bundled[settings.agent] : null;
  if (mode !== 'live' || loaded?.kind !== 'ready') return '';
  const { config, evaluation } = loaded.agent.card;
  const interval = evaluation?.rows.at(0)?.metrics['return'];
  if (evaluation === null || interval === undefined || interval.estimate === null) return '';
  const asMeasured = isMarketOf(config, state) && sameJson(config.weights, rewardWeights(settings));
  if (!asMeasured || applied.episodeLength !== config.env.episodeLength) return '';
  const { estimate, low, high } = interval;
  const limits = formatLimits(low ?? Number.NaN, high ?? Number.NaN);
  return `${evaluatedText(evaluation)}: ${formatProfit(estimate)} ${limits}`.trimEnd();
}

function isMarketOf({ market }: RunConfig, state: SessionState): boolean {
  const shown = sharedMarket(state.applied, state);
  return isSameMarket(market, shown) && sameJson(market.rivals ?? [], shown.rivals ?? []);
}
