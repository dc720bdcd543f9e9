/**
 * A scenario is what agents are evaluated in: a market, the rules in it, and the seed that episodes
 * are drawn from. Only agents of one scenario played the same episodes.
 */
import { CLONE_NAME } from '../../evaluation/baselines';
import type { EvaluationRow } from '../../evaluation/metrics';
import { canonicalJson } from '../../market/canonicalJson';
import { MARKET_VERSION } from '../../market/version';
import type { RunConfig, RunSummary } from '../../protocol/run';

/** Results of the baselines in one scenario. */
export interface Baselines {
  /** Key of the scenario, see scenarioKey. */
  readonly scenario: string;
  readonly market: RunConfig['market'];
  readonly rows: readonly EvaluationRow[];
}

/**
 * Makes a key that is equal exactly for runs that are evaluated on the same episodes, whatever
 * their agents see of them.
 */
export function scenarioKey({
  market,
  env,
  seed,
}: Pick<RunConfig, 'market' | 'env' | 'seed'>): string {
  const { observation: _, ...rules } = env;
  return canonicalJson({ market, env: rules, seed });
}

/**
 * Key of the scenario in which a run was evaluated: in another version of the market the same seeds
 * are other episodes.
 * @param key of its config, see scenarioKey
 */
export function scenarioOf(
  { config, marketVersion = 1 }: RunSummary,
  key: (config: RunConfig) => string = scenarioKey,
): string {
  return marketVersion === MARKET_VERSION ? key(config) : `${key(config)} ${marketVersion}`;
}

export const isTrained = ({ policyVersion }: EvaluationRow): boolean => policyVersion !== null;
export const isClone = ({ agentName }: EvaluationRow): boolean => agentName === CLONE_NAME;
const isBaseline = (row: EvaluationRow) => !isTrained(row) && !isClone(row);

/** Finds the baselines of the newest evaluation in a scenario, or in any where none is named. */
export function baselinesAmong(
  runs: readonly RunSummary[],
  scenario: string | null = null,
): Baselines | null {
  const newest = runs.findLast(
    (run) => run.evaluation.some(isBaseline) && (scenario === null || scenarioOf(run) === scenario),
  );
  if (newest === undefined) return null;
  return {
    scenario: scenarioOf(newest),
    market: newest.config.market,
    rows: newest.evaluation.filter(isBaseline),
  };
}

/**
 * Finds the agent that others are compared with until one is pinned: the inventory-skewed maker.
 */
export function defaultPin(rows: readonly EvaluationRow[] = []): string | null {
  const defaults = rows.find(({ agentName }) => agentName.startsWith('inventory skewed'));
  return (defaults ?? rows.at(0))?.agentName ?? null;
}

/** Names a baseline without what it was tuned to, which is another number in another market. */
export const baselineKind = (name: string): string => name.replace(/ γ .*$/, '');
