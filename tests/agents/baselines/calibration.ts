/**
 * Calibration measures what Avellaneda-Stoikov and GLFT need to know about a market: σ from the
 * mid, and the rate A·e^{−kδ} at which a quote at distance δ is filled.
 *
 * Method. Probes of one contract stand at fixed distances on both sides, moved with the mid at
 * every decision, through the environment itself: queue, latency and all. Fills per second of
 * quoting are Poisson counts, and (A, k) maximise their likelihood (Fernandez-Tapia and Guéant call
 * this the non-parametric intensity; two parameters are then fitted to it). σ² is the mean squared
 * mid change over ten seconds, past the bounce between ticks, per second.
 */
import { DEFAULT_REWARD_WEIGHTS, type EnvConfig } from '../../../src/env/config';
import { MarketMakingEnv } from '../../../src/env/marketMakingEnv';
import type { MarketSource } from '../../../src/market/types';
import { FixedSpreadAgent } from '../../../src/agents/baselines/simpleAgents';

/** Full spreads of the probes, in ticks. */
const PROBE_SPREADS = [1, 3, 5] as const;
const VOLATILITY_SECONDS = 10;
const UNLIMITED = 10_000;
const NEWTON_STEPS = 100;

export interface Calibration {
  /** σ, ticks per √second. */
  readonly volatilityTicks: number;
  /** A: fills per second and side of a one-contract quote at the mid. */
  readonly a: number;
  /** k, per tick. */
  readonly k: number;
  /** The probes that (A, k) were fitted to. */
  readonly probes: readonly IntensityProbe[];
}

export interface IntensityProbe {
  /** Mean distance from the mid when quoted, in ticks. */
  readonly distance: number;
  readonly fills: number;
  /** Seconds of quoting, both sides added. */
  readonly seconds: number;
}

/**
 * @param seconds of market per probe; 1200 give k to about 10 % on ES
 * @param seed of the first probe's session; the others follow
 */
export function calibrate(
  market: MarketSource,
  config: EnvConfig,
  { seconds, seed }: { readonly seconds: number; readonly seed: number },
): Calibration {
  const probing: EnvConfig = {
    ...config,
    maxOrderSize: 1,
    maxInventory: UNLIMITED,
    maxLossDollars: 1e9,
    episodeLength: Math.ceil(seconds / config.decisionIntervalSeconds),
    flattenAtEnd: false,
    postOnly: true,
  };
  const env = new MarketMakingEnv(market, probing, DEFAULT_REWARD_WEIGHTS);
  const mids: Float64Array[] = [];
  const probes = PROBE_SPREADS.map((spread, i) => {
    const path = new Float64Array(probing.episodeLength + 1);
    mids.push(path);
    return probe(env, spread, seed + i, path);
  });
  const lag = Math.max(1, Math.round(VOLATILITY_SECONDS / config.decisionIntervalSeconds));
  const variance = meanSquaredChange(mids, lag) / (lag * config.decisionIntervalSeconds);
  return { volatilityTicks: Math.sqrt(variance), ...fitIntensity(probes), probes };
}

function probe(
  env: MarketMakingEnv,
  spread: number,
  seed: number,
  mids: Float64Array,
): IntensityProbe {
  const agent = new FixedSpreadAgent(spread, 1);
  const action = new Float64Array(5);
  const interval = env.config.decisionIntervalSeconds;
  let fills = 0;
  let distance = 0;
  let quotes = 0;
  env.reset({ seed });
  mids[0] = env.midTicks;
  while (env.isActive) {
    agent.act(env.context, action);
    const { midTicks } = env;
    env.step(action);
    mids[env.context.step] = env.midTicks;
    fills += env.fills.count;
    const { bidQuote, askQuote } = env;
    if (!Number.isNaN(bidQuote.price)) {
      distance += midTicks - bidQuote.price;
      quotes++;
    }
    if (!Number.isNaN(askQuote.price)) {
      distance += askQuote.price - midTicks;
      quotes++;
    }
  }
  return { distance: distance / quotes, fills, seconds: 2 * env.context.step * interval };
}

/**
 * Maximum likelihood of fills ~ Poisson(A·e^{−kδ}·seconds). A follows from k, and k solves Σ
 * fills·δ = A(k)·Σ seconds·δ·e^{−kδ}, a falling function of k: Newton.
 * @throws RangeError when every fill came at one distance: k is not determined
 */
export function fitIntensity(probes: readonly IntensityProbe[]): { a: number; k: number } {
  const informative = probes.filter(({ fills }) => fills > 0);
  if (probes.length < 2 || informative.length === 0) {
    throw new RangeError('fitIntensity: expected fills at two distances or more');
  }
  const fills = sum(probes, (each) => each.fills);
  const target = sum(probes, (each) => each.fills * each.distance) / fills;
  let k = 1;
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const weightOf = (each: IntensityProbe) => each.seconds * Math.exp(-k * each.distance);
    const total = sum(probes, weightOf);
    const mean = sum(probes, (each) => weightOf(each) * each.distance) / total;
    const square = sum(probes, (each) => weightOf(each) * each.distance ** 2) / total;
    const variance = square - mean * mean;
    if (!(variance > 1e-12)) break;
    // A factor of two per step at most keeps Newton inside k > 0.
    const next = k + (mean - target) / variance;
    const bounded = Math.min(2 * k + 1, Math.max(k / 2, next));
    if (Math.abs(bounded - k) < 1e-12) break;
    k = bounded;
  }
  return { a: fills / sum(probes, (each) => each.seconds * Math.exp(-k * each.distance)), k };
}

function sum<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}

/** The mean square of overlapping changes over `lag` samples. */
function meanSquaredChange(paths: readonly Float64Array[], lag: number): number {
  let total = 0;
  let count = 0;
  for (const path of paths) {
    for (let i = lag; i < path.length; i++) {
      const change = path[i] - path[i - lag];
      total += change * change;
      count++;
    }
  }
  return total / count;
}
