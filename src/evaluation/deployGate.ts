/**
 * Decides whether an agent may trade where nobody watches: five measurements, each with what is
 * required of it, and who quotes instead where the answer is no. What was not measured does not
 * pass. What this kind of agent cannot have is said, and does not count.
 */
import { metricOf, type CardGate } from '../agents/files/agentFile';
import { createAgent } from '../agents/createAgent';
import type { AgentSpec } from '../agents/agentSpec';
import { tunedBaselines } from '../agents/baselines/tunedBaselines';
import type { EnvConfig } from '../env/config';
import type { MarketPreset } from '../market/config';
import type { Examination } from './examination';
import type { EpisodeMetrics } from './metrics';
import { distinctEpisodes } from './distinctEpisodes';
import { DEFAULT_CONFIDENCE, mean, pairedDifference, quantile } from './statistics';

export interface DeployLimits {
  /** 95th percentile over episodes of the largest fall of equity. */
  readonly drawdownDollars: number;
  /** Mean over episodes of the 95th percentile of |inventory|, as a share of the limit. */
  readonly inventoryShare: number;
  /**
   * Share of decisions beyond the 99th percentile of the training data. The upper end of its
   * interval counts: that percentile rests on few episodes, and 1 % of the same data may measure as
   * 3 %.
   */
  readonly outOfDistributionRate: number;
  /** Largest difference of a scaled action between the agent and its exported model. */
  readonly parity: number;
}

/**
 * Limits for a maker of at most 50 contracts: the fall that 100 ticks on four contracts make, half
 * of the inventory limit, and five times the rate at which the training data itself lies beyond its
 * 99th percentile.
 */
const DEFAULT_DEPLOY_LIMITS: DeployLimits = {
  drawdownDollars: 5000,
  inventoryShare: 0.5,
  outOfDistributionRate: 0.05,
  parity: 1e-5,
};

export interface DeployEvidence {
  readonly episodes: readonly EpisodeMetrics[];
  /** The clone's episodes on the same seeds; empty when there is no clone. */
  readonly cloneEpisodes: readonly EpisodeMetrics[];
  /** Whether this is the clone itself, which nothing else can be compared with. */
  readonly isClone?: boolean;
  readonly examination: Pick<
    Examination,
    'outOfDistributionRate' | 'outOfDistributionEnds' | 'parity' | 'criticDisagreement'
  >;
  readonly env: EnvConfig;
  readonly preset: MarketPreset;
}

/**
 * The agent that quotes where the gate or the live monitor says no: plain, and never far from flat.
 */
export function fallbackAgentOf(preset: MarketPreset): AgentSpec {
  return tunedBaselines(preset).inventorySkewed;
}

/** Ends the limit of a comparison on a recording that has no interval. */
export const ONE_EPISODE = '; its episodes overlap: they are one, which has no interval';

/** Readings without critics; with critics, they are reported and judged by the reader. */
const NO_CRITICS = {
  name: 'critics',
  passed: null,
  value: null,
  limit: 'nothing valued this agent’s actions: neither calibration nor disagreement was examined',
};

export function deployGate(
  { episodes, cloneEpisodes, isClone = false, examination, env, preset }: DeployEvidence,
  limits: DeployLimits = DEFAULT_DEPLOY_LIMITS,
): CardGate {
  const distinct = distinctEpisodes(episodes);
  const difference =
    cloneEpisodes.length === 0
      ? Number.NaN
      : pairedDifference(
          returnsOf(episodes),
          returnsOf(cloneEpisodes),
          DEFAULT_CONFIDENCE,
          distinct,
        ).low;
  const drawdown = quantile(
    episodes.map(({ maxDrawdown }) => maxDrawdown),
    0.95,
  );
  const inventory = mean(episodes.map(({ p95AbsInventory }) => p95AbsInventory)) / env.maxInventory;
  const checks = [
    {
      name: 'better than its clone',
      passed: difference > 0,
      value: metricOf(difference),
      limit: isClone
        ? 'this agent is the clone: nothing was learned beyond imitation'
        : `lower end of the 95 % interval of return minus cloning’s above $ 0${cloneEpisodes.length === 0 ? '; there is no clone of it here' : distinct < 2 ? ONE_EPISODE : ''}`,
    },
    atMost(
      'drawdown',
      drawdown,
      limits.drawdownDollars,
      `in 95 % of episodes at most $ ${limits.drawdownDollars}`,
    ),
    atMost(
      'inventory',
      inventory,
      limits.inventoryShare,
      `95th percentile of |inventory| at most ${percent(limits.inventoryShare)} of the limit`,
    ),
    atMost(
      'out of distribution',
      examination.outOfDistributionEnds?.[1] ?? examination.outOfDistributionRate,
      limits.outOfDistributionRate,
      `${examination.outOfDistributionEnds === undefined ? '' : 'upper end of the 95 % interval '}at most ${percent(limits.outOfDistributionRate)} of decisions beyond the 99th percentile`,
    ),
    atMost(
      'parity of the exported model',
      examination.parity,
      limits.parity,
      `scaled actions differ by at most ${limits.parity}`,
    ),
    ...(Number.isNaN(examination.criticDisagreement) ? [NO_CRITICS] : []),
  ];
  return {
    passed: checks.every(({ passed }) => passed !== false),
    fallback: createAgent(fallbackAgentOf(preset), env).name,
    checks,
  };
}

const returnsOf = (episodes: readonly EpisodeMetrics[]) => episodes.map((one) => one.return);

const percent = (share: number) => `${Number((100 * share).toPrecision(3))} %`;

/** A comparison with NaN is false, so NaN does not pass. */
const atMost = (name: string, value: number, limit: number, text: string) => ({
  name,
  passed: value <= limit,
  value: metricOf(value),
  limit: text,
});
