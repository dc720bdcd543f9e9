/** Settings as the values that workers take: market, environment, learning, agents. */
import { agentSpecOf } from '../../agents/files/agentFile';
import type { AgentSpec } from '../../agents/agentSpec';
import { createAgent } from '../../agents/createAgent';
import { DEFAULT_ENV_CONFIG, type EnvConfig } from '../../env/config';
import { REWARD_TERMS, type RewardTerm, type RewardWeights } from '../../env/types';
import { fallbackAgentOf } from '../../evaluation/deployGate';
import type { BundledAgentName } from '../../lab/bundledAgents';
import type { LiveAgent } from '../../lab/types';
import { PRESET_REGIMES, type MarketConfig, type MarketPreset } from '../../market/config';
import type { Fallback } from '../../protocol/api';
import { INSTRUMENTS } from '../../market/instruments';
import { RUN_CONFIG_VERSION, parseRunConfig, type RunConfig } from '../../protocol/run';
import {
  behaviourMixture,
  collectedEpisodes,
  decisionTransformerConfig,
  learningConfig,
  settingsOfLearner,
  targetShare,
} from './learningConfigs';
import { SETTINGS, type NumberKey, type Settings } from './settings';
import { isBundled, type AgentKind } from './agent';
import type { Speed } from './view';
import type { BundledAgents } from '../live/bundledAgentState';

export function rewardWeights(settings: Settings): RewardWeights {
  return Object.fromEntries(REWARD_TERMS.map((term) => [term, settings[term]])) as Record<
    RewardTerm,
    number
  >;
}

/** A preset without the chosen regime is in its base. */
export function marketConfig({ preset, regime }: Settings): MarketConfig {
  return { preset, regime: PRESET_REGIMES[preset].includes(regime) ? regime : 'base' };
}

export function envConfig(settings: Settings): EnvConfig {
  return {
    ...DEFAULT_ENV_CONFIG,
    ...INSTRUMENTS[settings.preset],
    episodeLength: settings.episodeLength,
    orderLatencyMicroseconds: settings.orderLatency,
    marketDataLatencyMicroseconds: settings.marketDataLatency,
    latencyJitterMicroseconds: settings.latencyJitter,
    makerFeeDollars: settings.makerFee,
    takerFeeDollars: settings.takerFee,
    maxInventory: settings.maxInventory,
    maxOrderSize: settings.maxOrderSize,
    maxLossDollars: settings.maxLoss,
    postOnly: settings.postOnly,
  };
}

/**
 * What Train starts under these settings.
 * @throws InvalidInputError for settings that name no run, such as an empty mixture
 */
export function runConfig(settings: Settings): RunConfig {
  return parseRunConfig({
    version: RUN_CONFIG_VERSION,
    market: marketConfig(settings),
    env: envConfig(settings),
    weights: rewardWeights(settings),
    dataset: { episodes: collectedEpisodes(settings), behaviours: behaviourMixture(settings) },
    learning: learningConfig(settings),
    decisionTransformer: decisionTransformerConfig(settings),
    seed: settings.seed,
    trainingSeed: null,
  });
}

/** The settings that a run was started under, as far as they decided its result. */
export function settingsOfRun(config: RunConfig) {
  const { market, env, weights, seed } = config;
  return {
    seed,
    preset: market.preset,
    regime: market.regime,
    episodeLength: env.episodeLength,
    orderLatency: env.orderLatencyMicroseconds,
    marketDataLatency: env.marketDataLatencyMicroseconds,
    latencyJitter: env.latencyJitterMicroseconds,
    makerFee: env.makerFeeDollars,
    takerFee: env.takerFeeDollars,
    maxInventory: env.maxInventory,
    maxOrderSize: env.maxOrderSize,
    maxLoss: env.maxLossDollars,
    postOnly: env.postOnly,
    ...weights,
    ...settingsOfLearner(config),
  } satisfies Partial<Settings>;
}

/** The settings that shape each kind of agent. */
export const AGENT_SETTINGS: Readonly<Record<AgentKind, readonly NumberKey[]>> = {
  pretrainedEs: [],
  pretrainedToxic: [],
  pretrainedTransformer: [],
  inventorySkewed: ['agentSpread', 'agentSkew', 'agentSize'],
  fixedSpread: ['agentSpread', 'agentSize'],
  avellanedaStoikov: ['agentGamma', 'agentK', 'agentSize'],
  glft: ['agentGamma', 'agentA', 'agentK', 'agentSize'],
  imbalanceMaker: ['agentThreshold', 'agentLean', 'agentSize'],
  random: [],
  doNothing: [],
  trained: ['targetReturn'],
};

/**
 * Who quotes in place of a trained agent that is out of distribution; null for nobody.
 * @param preset of the episode now running
 */
export function fallbackOf({ fallback }: Settings, preset: MarketPreset): Fallback | null {
  return fallback === 'off'
    ? null
    : { agent: fallbackAgentOf(preset), decisions: Number(fallback) };
}

/** As agents name themselves. */
export const fallbackAgentName = (preset: MarketPreset): string =>
  createAgent(fallbackAgentOf(preset), DEFAULT_ENV_CONFIG).name;

/** What trades where the chosen agent cannot. */
export const FALLBACK_AGENT = 'inventorySkewed';

type BaselineKind = Exclude<AgentKind, 'trained' | BundledAgentName>;

export function baselineSpec(settings: Settings, kind: BaselineKind): AgentSpec {
  const sizeFraction = settings.agentSize;
  switch (kind) {
    case 'inventorySkewed':
      return {
        kind,
        spreadTicks: settings.agentSpread,
        skewTicks: settings.agentSkew,
        sizeFraction,
      };
    case 'fixedSpread':
      return { kind, spreadTicks: settings.agentSpread, sizeFraction };
    case 'avellanedaStoikov':
      return { kind, gamma: settings.agentGamma, k: settings.agentK, sizeFraction };
    case 'glft':
      return {
        kind,
        gamma: settings.agentGamma,
        a: settings.agentA,
        k: settings.agentK,
        sizeFraction,
      };
    case 'imbalanceMaker':
      return {
        kind,
        threshold: settings.agentThreshold,
        inventoryLean: settings.agentLean,
        sizeFraction,
      };
    case 'random':
    case 'doNothing':
      break;
  }
  return { kind };
}

/** What the page calls an agent. */
export const agentTitle = (agent: AgentKind): string =>
  SETTINGS.agent.options.find(({ value }) => value === agent)?.label ?? agent;

/** A trained policy does not know what it is called. */
export const titled = (spec: AgentSpec, title: string): AgentSpec =>
  spec.kind === 'network' || spec.kind === 'decisionTransformer' ? { ...spec, title } : spec;

/** A bundled agent that is not there yet, or never will be, is stood in for. */
export function liveAgent(settings: Settings, bundled: BundledAgents): LiveAgent {
  const { agent } = settings;
  if (agent === 'trained') return { kind: agent, targetShare: targetShare(settings) };
  if (!isBundled(agent)) return baselineSpec(settings, agent);
  const state = bundled[agent];
  return state.kind === 'ready'
    ? titled(agentSpecOf(state.agent), agentTitle(agent))
    : baselineSpec(settings, FALLBACK_AGENT);
}

export const speedValue = (speed: Speed): number =>
  speed === 'max' ? Number.POSITIVE_INFINITY : Number(speed);
