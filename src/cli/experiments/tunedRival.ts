/**
 * Gives the best rule of ours its best parameters, on episodes of its own: whoever is compared with
 * an untuned rival has shown nothing.
 */
import type { AgentSpec } from '../../agents/agentSpec';
import { deriveSeeds } from '../../agents/seeds';
import { mean } from '../../evaluation/statistics';
import type { Scenario } from '../program/settings';
import { performAll } from '../work/workPool';
import { returnOf } from './trained';

/** Seed of the episodes that choose; no experiment is decided on it. */
const TUNING_SEED = 1;

const THRESHOLDS = [0.2, 0.4, 0.6, 0.8];
const LEANS = [0.5, 1, 2, 4];
const SIZES = [0.5, 1];

type ImbalanceMaker = Extract<AgentSpec, { kind: 'imbalanceMaker' }>;

const CANDIDATES: readonly ImbalanceMaker[] = SIZES.flatMap((sizeFraction) =>
  THRESHOLDS.flatMap((threshold) =>
    LEANS.map((inventoryLean) => ({
      kind: 'imbalanceMaker' as const,
      threshold,
      inventoryLean,
      sizeFraction,
    })),
  ),
);

export interface TunedRival {
  readonly agent: ImbalanceMaker;
  /** Mean return of the chosen one on the tuning episodes. */
  readonly earned: number;
  readonly candidates: number;
}

/** Chooses the imbalance-aware maker that earns most. @param episodes per candidate */
export async function tuneRival(
  { market, env, weights }: Scenario,
  episodes: number,
  threads: number,
  onProgress: (text: string) => void,
): Promise<TunedRival> {
  const seeds = deriveSeeds(TUNING_SEED, 'validation', episodes);
  const played = await performAll(
    'evaluate',
    CANDIDATES.map((agent) => ({ market, env, weights, agent, seeds })),
    threads,
    (done) => onProgress(`Tuning the rival: ${done} of ${CANDIDATES.length} settings`),
  );
  const earned = played.map((one) => mean(one.map(returnOf)));
  const best = earned.indexOf(Math.max(...earned));
  return { agent: CANDIDATES[best], earned: earned[best], candidates: CANDIDATES.length };
}
