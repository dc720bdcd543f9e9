/**
 * The one place that knows where everything in an observation is. The writer fills by these
 * offsets, charts and the out-of-distribution monitor label by these names, and `key` says whether
 * a policy fits an environment.
 */
import type { ObservationConfig } from './config';

/** Numbers per level: bid distance, ln(1 + bid size), ask distance, ln(1 + ask size). */
const LEVEL_FIELDS = ['bidDistance', 'bidSize', 'askDistance', 'askSize'] as const;
export const LEVEL_LENGTH = LEVEL_FIELDS.length;

/** Mid changes over the newest decision steps. */
export const RECENT_RETURNS = 10;

/**
 * The agent's working quotes: distance from the mid in ticks (positive outside),
 * quantity ahead / level size (0 is first in line), size / maxOrderSize. Without
 * a quote: distance 0, queue 1, size 0.
 */
const OWN_QUOTE_FIELDS = [
  'ownBidDistance',
  'ownBidQueue',
  'ownBidSize',
  'ownAskDistance',
  'ownAskQueue',
  'ownAskSize',
] as const;

const OBSERVATION_GROUPS = [
  'lobFeatures',
  'inventory',
  'unrealizedPnl',
  'timeSinceTrade',
  'spread',
  'imbalance',
  'recentReturns',
  'ownQuotes',
  'timeLeft',
  'microprice',
  'orderFlowImbalance',
  'volatility',
] as const;
type ObservationGroup = (typeof OBSERVATION_GROUPS)[number];

/** Half-open index range of a group; start equals end when it is switched off. */
interface GroupRange {
  readonly start: number;
  readonly end: number;
}

export interface ObservationLayout {
  /** Count of numbers in an observation. */
  readonly length: number;
  /** Equal for two layouts exactly when their observations mean the same, index by index. */
  readonly key: string;
  /** Name of every index. */
  readonly names: readonly string[];
  readonly groups: Readonly<Record<ObservationGroup, GroupRange>>;
  /** Count of numbers in one snapshot of the book. */
  readonly snapshotLength: number;
}

/** Raised when the meaning of an observation changes while its config does not. */
const LAYOUT_VERSION = 1;

/** Lays out the observations under `config`, the `observation` part of an EnvConfig. */
export function observationLayout(config: ObservationConfig): ObservationLayout {
  const namesOf: Record<ObservationGroup, readonly string[]> = {
    lobFeatures: lobNames(config.snapshots, config.levels),
    inventory: ['inventory'],
    unrealizedPnl: ['unrealizedPnl'],
    timeSinceTrade: ['timeSinceTrade'],
    spread: ['spread'],
    imbalance: ['imbalance'],
    recentReturns: Array.from(
      { length: RECENT_RETURNS },
      (_, i) => `recentReturn[${i - RECENT_RETURNS + 1}]`,
    ),
    ownQuotes: config.ownQuotes ? OWN_QUOTE_FIELDS : [],
    timeLeft: config.timeLeft ? ['timeLeft'] : [],
    microprice: config.microprice ? ['micropriceMinusMid'] : [],
    orderFlowImbalance: config.orderFlowImbalance ? ['quoteFlow', 'tradeFlow'] : [],
    volatility: config.volatility ? ['volatility'] : [],
  };
  const names: string[] = [];
  const groups = {} as Record<ObservationGroup, GroupRange>;
  for (const group of OBSERVATION_GROUPS) {
    const start = names.length;
    names.push(...namesOf[group]);
    groups[group] = { start, end: names.length };
  }
  const extras = (
    ['ownQuotes', 'timeLeft', 'microprice', 'orderFlowImbalance', 'volatility'] as const
  ).filter((extra) => config[extra]);
  const key = [`v${LAYOUT_VERSION}`, `${config.snapshots}x${config.levels}`, ...extras].join('+');
  const snapshotLength = config.levels * LEVEL_LENGTH;
  return { length: names.length, key, names, groups, snapshotLength };
}

/**
 * The layout that gave its key to a dataset or a policy; null for a key that no layout of this
 * version has.
 */
export function observationLayoutOf(key: string): ObservationLayout | null {
  const config = observationConfigOf(key);
  return config === null ? null : observationLayout(config);
}

/** The config whose layout has a key; null for a key that no layout of this version has. */
export function observationConfigOf(key: string): ObservationConfig | null {
  const [, size = '', ...extras] = key.split('+');
  const [snapshots, levels] = size.split('x').map(Number);
  if (!(snapshots > 0 && levels > 0)) return null;
  const config: ObservationConfig = {
    snapshots,
    levels,
    ownQuotes: extras.includes('ownQuotes'),
    timeLeft: extras.includes('timeLeft'),
    microprice: extras.includes('microprice'),
    orderFlowImbalance: extras.includes('orderFlowImbalance'),
    volatility: extras.includes('volatility'),
  };
  return observationLayout(config).key === key ? config : null;
}

/** Oldest snapshot first; `[0]` is the newest, `[-1]` the one before it. */
function lobNames(snapshots: number, levels: number): string[] {
  const names: string[] = [];
  for (let age = 1 - snapshots; age <= 0; age++) {
    for (let level = 0; level < levels; level++) {
      for (const field of LEVEL_FIELDS) names.push(`${field}[${age}][${level}]`);
    }
  }
  return names;
}
