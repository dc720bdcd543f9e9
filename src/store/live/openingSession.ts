/** Configures the market session that a page opens with. */
import type { AgentSpec } from '../../agents/agentSpec';
import type { MarketSessionConfig } from '../../protocol/api';
import {
  FALLBACK_AGENT,
  baselineSpec,
  envConfig,
  fallbackOf,
  liveAgent,
  rewardWeights,
  sharedMarket,
  speedValue,
} from '../settings/configs';
import type { RivalSources } from '../settings/rivalConfigs';
import type { Settings } from '../settings/settings';
import type { BundledAgents } from './bundledAgentState';

export const openingSession = (settings: Settings, sources: RivalSources): MarketSessionConfig => ({
  market: sharedMarket(settings, sources),
  env: envConfig(settings),
  weights: rewardWeights(settings),
  agent: openingAgent(settings, sources.bundled),
  seed: settings.seed,
  speed: speedValue(settings.speed),
  fallback: fallbackOf(settings, settings.preset),
});

/** A trained policy cannot open the page: there is none before storage has been read. */
function openingAgent(settings: Settings, bundled: BundledAgents): AgentSpec {
  const agent = liveAgent(settings, bundled);
  return agent.kind === 'trained' ? baselineSpec(settings, FALLBACK_AGENT) : agent;
}
