/**
 * Lists the agents of the table. Whatever an agent is compared with is an agent of the table, too,
 * so that a difference is that of two values which are shown.
 */
import { cloneName } from '../../content/runs';
import type { EpisodeMetrics, EvaluationRow } from '../../evaluation/metrics';
import type { RunConfig, RunSummary } from '../../protocol/run';
import type { BundledResult } from './baselinesState';
import { baselineKind, isClone, isTrained, type Baselines } from './scenarios';

/** Key of the agent that comes with the page. */
export const BUNDLED_KEY = 'bundled';

export interface Entry {
  /** Id of the run, name of the baseline, or a key of its own. */
  readonly key: string;
  readonly name: string;
  readonly run: RunSummary | null;
  /** Kind of the baseline, which is the same in every market; null for others. */
  readonly baseline: string | null;
  readonly scenario: string;
  readonly market: RunConfig['market'];
  readonly metrics: readonly EpisodeMetrics[];
  /** Agents that were evaluated on the same market and seeds. */
  readonly beside: readonly EvaluationRow[];
}

/** @param scenario the key of the run's scenario */
export const entryOf = (run: RunSummary, scenario: string): Entry => ({
  key: run.id,
  name: run.name,
  run,
  baseline: null,
  scenario,
  market: run.config.market,
  metrics: run.evaluation.find(isTrained)?.metrics ?? [],
  beside: run.evaluation.filter((row) => !isTrained(row)),
});

/**
 * Lists runs first, the newest on top, then their clones, the agent that comes with the page and
 * the baselines. Where a baseline is pinned, it is listed once more for every other scenario of the
 * runs, as it played there.
 */
export function entriesOf(
  runs: readonly RunSummary[],
  baselines: Baselines | null,
  pinned: string | null,
  entry: (run: RunSummary) => Entry,
  bundled: BundledResult | null = null,
): Entry[] {
  const trained = runs.toReversed().map(entry);
  if (baselines === null) return trained;
  const { scenario, market, rows } = baselines;
  const shown = rows.map(({ agentName, metrics }): Entry => ({
    key: agentName,
    name: agentName,
    run: null,
    baseline: baselineKind(agentName),
    scenario,
    market,
    metrics,
    beside: rows,
  }));
  return [
    ...trained,
    ...clonesOf(trained),
    ...bundledOf(bundled, baselines),
    ...shown,
    ...playedElsewhere(trained, scenario, shown, pinned),
  ];
}

/** Lists the agent that comes with the page, where it played the episodes of the baselines. */
function bundledOf(bundled: BundledResult | null, { scenario, market, rows }: Baselines): Entry[] {
  if (bundled?.scenario !== scenario) return [];
  const { name, metrics } = bundled;
  const key = BUNDLED_KEY;
  return [{ key, name, run: null, baseline: null, scenario, market, metrics, beside: rows }];
}

/** Lists the clones of runs; one that is the same for several runs is listed once. */
function clonesOf(trained: readonly Entry[]): Entry[] {
  const byResult = new Map<string, Entry[]>();
  for (const entry of trained) {
    const clone = entry.beside.find(isClone);
    if (clone === undefined) continue;
    const profits = clone.metrics.map(({ seed, profit }) => `${seed} ${profit}`);
    const key = [entry.scenario, ...profits].join();
    byResult.set(key, [...(byResult.get(key) ?? []), entry]);
  }
  return [...byResult.values()].map((owners) => {
    const oldest = owners[owners.length - 1];
    return {
      ...oldest,
      key: `clone ${oldest.key}`,
      name: cloneName(owners.map(({ name }) => name)),
      run: null,
      metrics: oldest.beside.find(isClone)?.metrics ?? [],
    };
  });
}

/** Lists the pinned baseline as it played in the other scenarios of the runs. */
function playedElsewhere(
  trained: readonly Entry[],
  scenario: string,
  shown: readonly Entry[],
  pinned: string | null,
): Entry[] {
  const kind = pinned === null ? null : baselineKind(pinned);
  if (!shown.some(({ baseline }) => baseline === kind)) return [];
  const elsewhere = new Map<string, Entry>();
  for (const entry of trained) {
    if (entry.scenario === scenario || elsewhere.has(entry.scenario)) continue;
    const row = entry.beside.find(({ agentName }) => baselineKind(agentName) === kind);
    if (row === undefined) continue;
    const { agentName: name, metrics } = row;
    const key = `${name} ${entry.scenario}`;
    elsewhere.set(entry.scenario, { ...entry, key, name, run: null, baseline: kind, metrics });
  }
  return [...elsewhere.values()];
}
