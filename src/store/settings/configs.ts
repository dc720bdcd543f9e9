/** Turns settings into the values that workers take: market, environment, runs and agents. */
import { agentSpecOf } from '../../agents/files/agentFile';
import type { AgentSpec } from '../../agents/agentSpec';
import { parseBaselineSpec } from '../../agents/agentSpecSchema';
import { createAgent } from '../../agents/createAgent';
import type { SharedMarketConfig } from '../../agents/rivals/sharedMarket';
import { DEFAULT_ENV_CONFIG, type EnvConfig } from '../../env/config';
import type { RewardWeights } from '../../env/types';
import { fallbackAgentOf } from '../../evaluation/deployGate';
import type { LiveAgent } from '../../lab/types';
import { PRESET_REGIMES, type MarketConfig, type MarketPreset } from '../../market/config';
import type { Learner } from '../../learning/algorithms/config';
import type { Fallback } from '../../protocol/api';
import { changesFrom } from '../../market/synthetic/flowParameters';
import { INSTRUMENTS } from '../../market/instruments';
import { RUN_CONFIG_VERSION, parseRunConfig, type RunConfig } from '../../protocol/run';
import {
  behaviourMixture,
  collectedEpisodes,
  decisionTransformerConfig,
  learningConfig,
  targetShare,
} from './learningConfigs';
import { SETTINGS, type NumberKey, type Settings } from './settings';
import { BASELINE_PARAMETERS, isBaseline, type AgentKind, type BaselineKind } from './agent';
import { NO_RIVALS_LOADED, withRivals, type RivalSources } from './rivalConfigs';
import { sectionOf } from './sections';
import { chosenTape, tapeReference } from './tape';
import type { Speed } from './view';
import type { BundledAgents } from '../live/bundledAgentState';

export const rewardWeights = (settings: Settings): RewardWeights => sectionOf('weights', settings);

/**
 * Takes the market from the settings; a preset without the chosen regime is in its base, and one
 * without a flow of orders has no parameters of it, nor has a recording.
 * @param split the part of a recording that is played
 */
export function marketConfig(settings: Settings, split = settings.tapeSplit): MarketConfig {
  const { preset, regime, parameters = {} } = sectionOf('market', settings);
  const tape = chosenTape(settings);
  const changes = tape === null ? changesFrom(preset, parameters) : undefined;
  return {
    preset,
    regime: PRESET_REGIMES[preset].includes(regime) ? regime : 'base',
    ...(tape !== null && { tape: tapeReference(tape, split) }),
    ...(changes !== undefined && { parameters: changes }),
  };
}

/**
 * Takes the market from the settings, with the rivals that trade.
 * @param split the part of a recording that is played
 */
export const sharedMarket = (
  settings: Settings,
  sources: RivalSources,
  split = settings.tapeSplit,
): SharedMarketConfig => withRivals(marketConfig(settings, split), settings, sources);

/** Size and value of a tick in the market of the settings: those of a recording are its own. */
export const instrumentOf = (
  settings: Pick<Settings, 'preset' | 'tape'>,
): { readonly tickSize: number; readonly tickValueDollars: number } =>
  chosenTape(settings) ?? INSTRUMENTS[settings.preset];

export function envConfig(settings: Settings): EnvConfig {
  const { tickSize, tickValueDollars } = instrumentOf(settings);
  return { ...sectionOf('env', settings), tickSize, tickValueDollars };
}

/**
 * Makes the config of the run that Train starts under these settings.
 * @param sources of rivals, of which those that are loaded trade
 * @throws InvalidInputError for settings that name no run, such as an empty mixture
 */
export function runConfig(settings: Settings, sources: RivalSources = NO_RIVALS_LOADED): RunConfig {
  return parseRunConfig({
    version: RUN_CONFIG_VERSION,
    // Data is collected on the part for training, and whoever evaluates names another.
    market: sharedMarket(settings, sources, 'training'),
    env: envConfig(settings),
    weights: rewardWeights(settings),
    dataset: { episodes: collectedEpisodes(settings), behaviours: behaviourMixture(settings) },
    learning: learningConfig(settings),
    decisionTransformer: decisionTransformerConfig(settings),
    engine: settings.engine,
    seed: settings.seed,
    trainingSeed: null,
  });
}

/**
 * Lists the settings that shape each kind of agent.
 * @param learner of a trained policy, of which only a Decision Transformer has a target; null where
 * it is not known
 */
export function settingsOfAgent(kind: AgentKind, learner: Learner | null): readonly NumberKey[] {
  if (kind === 'trained') return learner === null || learner === 'dt' ? ['targetReturn'] : [];
  return isBaseline(kind) ? (Object.keys(BASELINE_PARAMETERS[kind]) as NumberKey[]) : [];
}

/**
 * Makes the agent that quotes in place of a trained one that is out of distribution; null for none.
 * @param preset of the episode now running
 */
export function fallbackOf({ fallback }: Settings, preset: MarketPreset): Fallback | null {
  return fallback === 'off'
    ? null
    : { agent: fallbackAgentOf(preset), decisions: Number(fallback) };
}

/** Name of that agent, as agents name themselves. */
export const fallbackAgentName = (preset: MarketPreset): string =>
  createAgent(fallbackAgentOf(preset), DEFAULT_ENV_CONFIG).name;

/** Agent that trades where the chosen one cannot. */
export const FALLBACK_AGENT = 'inventorySkewed';

export function baselineSpec(settings: Settings, kind: BaselineKind): AgentSpec {
  const parameters = Object.entries(BASELINE_PARAMETERS[kind]).map(([key, parameter]) => [
    parameter,
    settings[key as NumberKey],
  ]);
  return parseBaselineSpec({ kind, ...Object.fromEntries(parameters) });
}

/** Name of an agent on the page. */
export const agentTitle = (agent: AgentKind): string =>
  SETTINGS.agent.options.find(({ value }) => value === agent)?.label ?? agent;

/** Gives a name to a trained policy, which does not know its own. */
const titled = (spec: AgentSpec, title: string): AgentSpec =>
  spec.kind === 'network' || spec.kind === 'decisionTransformer' ? { ...spec, title } : spec;

/**
 * Makes the agent that trades; a bundled one that is not there yet, or never will be, is stood in
 * for.
 */
export function liveAgent(settings: Settings, bundled: BundledAgents): LiveAgent {
  const { agent } = settings;
  if (agent === 'trained') return { kind: agent, targetShare: targetShare(settings) };
  if (isBaseline(agent)) return baselineSpec(settings, agent);
  const state = bundled[agent];
  return state.kind === 'ready'
    ? titled(agentSpecOf(state.agent), agentTitle(agent))
    : baselineSpec(settings, FALLBACK_AGENT);
}

export const speedValue = (speed: Speed): number =>
  speed === 'max' ? Number.POSITIVE_INFINITY : Number(speed);
