/**
 * Lets makers whose rules everybody knows trade in a market, to see whether it pays what markets
 * pay: the best rule of the baselines, and one that joins both best queues whatever happens. A
 * session is one long episode of one of them, with one contract a side or ten.
 */
import type { AgentSpec } from '../../agents/agentSpec';
import { createAgent } from '../../agents/createAgent';
import { tunedBaselines } from '../../agents/baselines/tunedBaselines';
import { episodeInSteps, type EpisodeListener } from '../../agents/episode';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS, type EnvConfig } from '../../env/config';
import { MarketMakingEnv } from '../../env/marketMakingEnv';
import type { MarketConfig, MarketPreset } from '../../market/config';
import { createMarket } from '../../market/createMarket';
import { INSTRUMENTS } from '../../market/instruments';
import { finish } from '../../market/steps';
import { QueueProbe, type QueueRecord } from './queueProbe';

export const MAKER_RULES = ['imbalanceMaker', 'joiner'] as const;
export type MakerRule = (typeof MAKER_RULES)[number];

/** Position limit in orders: that of the environment's defaults, 50 contracts in orders of 10. */
const ORDERS_HELD = DEFAULT_ENV_CONFIG.maxInventory / DEFAULT_ENV_CONFIG.maxOrderSize;

export interface MakerRequest {
  readonly market: MarketConfig;
  readonly rule: MakerRule;
  /** Contracts of a quote. */
  readonly contracts: number;
  /** Seconds of market time. */
  readonly seconds: number;
  readonly seed: number;
  readonly decisionSeconds: number;
  /** From a decision until the exchange acts on it, always the same. */
  readonly latencySeconds: number;
}

/** What came of a session. */
export interface MakerSample extends QueueRecord {
  readonly seconds: number;
  /** In dollars, after fees and the trade that closes the position at the end. */
  readonly profit: number;
  /** Contracts of the maker, and of all trades. */
  readonly contracts: number;
  readonly marketContracts: number;
}

/** Plays a session in pieces; yields the share that is done, 0 to 1. */
export function* playMakerInSteps(request: MakerRequest): Generator<number, MakerSample> {
  const { market, rule, seconds, seed } = request;
  const config = envOf(request);
  const probe = new QueueProbe(createMarket(market));
  const env = new MarketMakingEnv(probe, config, DEFAULT_REWARD_WEIGHTS);
  const agent = createAgent(specOf(rule, market.preset), config);
  const listener: EpisodeListener = {
    onStart: () => undefined,
    onDecision: () => probe.look(),
    onStep: () => undefined,
  };
  const episode = episodeInSteps(env, agent, seed, listener);
  for (let step = episode.next(); step.done !== true; step = episode.next()) {
    yield step.value / config.episodeLength;
  }
  const { makerContracts, takerContracts } = env.account;
  return {
    ...probe.record,
    seconds,
    profit: env.equityDollars,
    contracts: makerContracts + takerContracts,
    marketContracts: env.marketContracts,
  };
}

/** @see playMakerInSteps */
export function playMaker(request: MakerRequest): MakerSample {
  return finish(playMakerInSteps(request));
}

function specOf(rule: MakerRule, preset: MarketPreset): AgentSpec {
  if (rule === 'joiner') return { kind: 'fixedSpread', spreadTicks: 1, sizeFraction: 1 };
  return { ...tunedBaselines(preset).imbalanceMaker, sizeFraction: 1 };
}

function envOf(request: MakerRequest): EnvConfig {
  const { market, contracts, seconds, decisionSeconds, latencySeconds } = request;
  return {
    ...DEFAULT_ENV_CONFIG,
    ...INSTRUMENTS[market.preset],
    maxOrderSize: contracts,
    maxInventory: ORDERS_HELD * contracts,
    decisionIntervalSeconds: decisionSeconds,
    episodeLength: Math.round(seconds / decisionSeconds),
    orderLatencyMicroseconds: 1e6 * latencySeconds,
    marketDataLatencyMicroseconds: 0,
    latencyJitterMicroseconds: 0,
    // A loss is a result here, and ends nothing.
    maxLossDollars: 1e9,
  };
}
