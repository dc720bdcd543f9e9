/**
 * Training runs of this visit and their comparison: every agent on the same
 * seeds, re-scored under the weights on screen, each against one that is pinned.
 */
import type { PolicySnapshot } from '../agents/policySnapshot';
import { weightedReturn } from '../charts/rewardBins';
import type { RewardWeights } from '../env/types';
import type { EpisodeMetrics, EvaluationRow } from '../evaluation/metrics';
import { meanInterval, pairedDifference, type Interval } from '../evaluation/statistics';
import { DEFAULT_SETTINGS, SETTINGS, SETTING_KEYS, type Settings } from './settings';
import type { TrainingEnd } from './training';

export interface Run {
  readonly id: number;
  readonly name: string;
  /** As they were when the run began. */
  readonly settings: Settings;
  readonly outcome: TrainingEnd;
  /** The last good one; null when the run ended before its first. */
  readonly policy: PolicySnapshot | null;
  readonly evaluation: readonly EvaluationRow[];
}

/** One line of the comparison. Money in dollars an episode. */
export interface ComparedAgent {
  /** The run's id, or the baseline's name. */
  readonly key: string;
  readonly name: string;
  readonly run: Run | null;
  readonly seeds: number;
  readonly profit: Interval;
  /** Under the weights on screen, whatever the run was paid for. */
  readonly return: Interval;
  /** Profit minus the pinned agent's, seed by seed; NaN where the seeds differ. */
  readonly difference: Interval;
  readonly maxDrawdown: number;
  readonly meanAbsInventory: number;
  readonly fillRate: number;
  readonly quotedSpread: number;
}

const NO_INTERVAL: Interval = { estimate: Number.NaN, low: Number.NaN, high: Number.NaN };

interface Entry {
  readonly key: string;
  readonly name: string;
  readonly run: Run | null;
  readonly metrics: readonly EpisodeMetrics[];
}

/** Runs first, newest on top; then the baselines of the newest evaluation. */
function entriesOf(runs: readonly Run[]): Entry[] {
  const trained = runs.toReversed().flatMap((run): Entry[] => {
    const row = run.evaluation.find(({ policyVersion }) => policyVersion !== null);
    return [{ key: String(run.id), name: run.name, run, metrics: row?.metrics ?? [] }];
  });
  const newest = runs.findLast(({ evaluation }) => evaluation.length > 0);
  const baselines = (newest?.evaluation ?? []).filter(
    ({ policyVersion }) => policyVersion === null,
  );
  return [
    ...trained,
    ...baselines.map(({ agentName, metrics }) => ({
      key: agentName,
      name: agentName,
      run: null,
      metrics,
    })),
  ];
}

/**
 * The agent that others are compared with until one is pinned: the
 * inventory-skewed maker, which also trades when the page opens.
 */
export function defaultPin(runs: readonly Run[]): string | null {
  const baselines = entriesOf(runs).filter(({ run }) => run === null);
  const usual = baselines.find(({ name }) => name.startsWith('inventory skewed'));
  return (usual ?? baselines.at(0))?.key ?? null;
}

export function compareRuns(
  runs: readonly Run[],
  weights: RewardWeights,
  pinned: string | null,
): ComparedAgent[] {
  const entries = entriesOf(runs);
  const reference = entries.find(({ key }) => key === pinned)?.metrics ?? [];
  return entries.map(({ key, name, run, metrics }) => ({
    key,
    name,
    run,
    seeds: metrics.length,
    profit: meanInterval(metrics.map(({ profit }) => profit)),
    return: meanInterval(metrics.map(({ terms }) => weightedReturn(terms, weights))),
    difference: differenceOf(metrics, reference),
    maxDrawdown: average(metrics.map(({ maxDrawdown }) => maxDrawdown)),
    meanAbsInventory: average(metrics.map(({ meanAbsInventory }) => meanAbsInventory)),
    fillRate: average(metrics.map(({ fillRate }) => fillRate)),
    quotedSpread: average(
      metrics.map(({ quotedSpread }) => quotedSpread).filter((spread) => !Number.isNaN(spread)),
    ),
  }));
}

function differenceOf(
  metrics: readonly EpisodeMetrics[],
  reference: readonly EpisodeMetrics[],
): Interval {
  const sameSeeds =
    metrics.length > 0 &&
    metrics.length === reference.length &&
    metrics.every(({ seed }, index) => seed === reference[index].seed);
  if (!sameSeeds) return NO_INTERVAL;
  return pairedDifference(
    metrics.map(({ profit }) => profit),
    reference.map(({ profit }) => profit),
  );
}

const average = (values: readonly number[]): number =>
  values.length === 0
    ? Number.NaN
    : values.reduce((total, value) => total + value, 0) / values.length;

/** What a run was set to that is not default, in words: only what shapes training. */
export function describeSettings(settings: Settings): string {
  const changed = SETTING_KEYS.filter((key) => {
    const { kind } = SETTINGS[key];
    return (
      (kind === 'objective' || kind === 'learning' || kind === 'market') &&
      settings[key] !== DEFAULT_SETTINGS[key]
    );
  });
  return changed.map((key) => `${SETTINGS[key].label} ${String(settings[key])}`).join(', ');
}
