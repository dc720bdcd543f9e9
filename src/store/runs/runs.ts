/**
 * Runs are compared with each other and with the baselines, on the same market and the same
 * seeds. The measurements of an agent stay as they are; its return is computed under the
 * weights on screen.
 */
import type { RewardWeights } from '../../env/types';
import { CLONE_NAME } from '../../evaluation/baselines';
import { distinctEpisodes } from '../../evaluation/distinctEpisodes';
import type { EpisodeMetrics, EvaluationRow } from '../../evaluation/metrics';
import { canonicalJson } from '../../market/canonicalJson';
import type { RunConfig, RunSummary } from '../../protocol/run';
import { RUN_SETTINGS, settingsOfRun } from '../settings/sections';
import { comparisonOf, metricsUnder, type ComparedMetrics, type Comparison } from './metrics';
import {
  DEFAULT_SETTINGS,
  SETTINGS,
  type SettingKey,
  type SettingValue,
  type Settings,
} from '../settings/settings';
import type { Setting } from '../settings/kinds';

/** An agent as one line of the table. */
export interface ComparedAgent {
  /** Id of the run, or name of the baseline. */
  readonly key: string;
  readonly name: string;
  readonly run: RunSummary | null;
  readonly seeds: number;
  /** Episodes among them that do not overlap on a recording. */
  readonly distinct: number;
  /** Metrics; `return` is under the weights on screen, whatever the run was trained under. */
  readonly metrics: ComparedMetrics;
}

/** Results of the baselines in one scenario. */
export interface Baselines {
  /** Key of the scenario, see scenarioKey. */
  readonly scenario: string;
  readonly rows: readonly EvaluationRow[];
}

export interface Entry {
  readonly key: string;
  readonly name: string;
  readonly run: RunSummary | null;
  readonly scenario: string;
  readonly metrics: readonly EpisodeMetrics[];
  /** Agents that were evaluated on the same market and seeds. */
  readonly beside: readonly EvaluationRow[];
}

/** Puts runs in the order in which the store lists them. */
export const oldestFirst = (runs: readonly RunSummary[]): RunSummary[] =>
  runs.toSorted((a, b) => a.createdAt - b.createdAt);

/**
 * Makes a key that is equal exactly for runs that are evaluated on the same episodes, whatever their
 * agents see of them.
 */
export function scenarioKey({
  market,
  env,
  seed,
}: Pick<RunConfig, 'market' | 'env' | 'seed'>): string {
  const { observation: _, ...rules } = env;
  return canonicalJson({ market, env: rules, seed });
}

const isTrained = ({ policyVersion }: EvaluationRow) => policyVersion !== null;
const isClone = ({ agentName }: EvaluationRow) => agentName === CLONE_NAME;
const isBaseline = (row: EvaluationRow) => !isTrained(row) && !isClone(row);

/** Finds the baselines of the newest evaluation in a scenario, or in any where none is named. */
export function baselinesAmong(
  runs: readonly RunSummary[],
  scenario: string | null = null,
): Baselines | null {
  const newest = runs.findLast(
    ({ config, evaluation }) =>
      evaluation.some(isBaseline) && (scenario === null || scenarioKey(config) === scenario),
  );
  if (newest === undefined) return null;
  return { scenario: scenarioKey(newest.config), rows: newest.evaluation.filter(isBaseline) };
}

/** @param scenario the key of the run's scenario */
export const entryOf = (run: RunSummary, scenario: string): Entry => ({
  key: run.id,
  name: run.name,
  run,
  scenario,
  metrics: run.evaluation.find(isTrained)?.metrics ?? [],
  beside: run.evaluation.filter((row) => !isTrained(row)),
});

/** Lists runs first, the newest on top, then the newest run's clone and the baselines. */
export function entriesOf(
  runs: readonly RunSummary[],
  baselines: Baselines | null,
  entry: (run: RunSummary) => Entry,
): Entry[] {
  const trained = runs.toReversed().map(entry);
  if (baselines === null) return trained;
  const { scenario, rows } = baselines;
  const beside = [...clonesOf(trained, scenario), ...rows];
  const quoters = beside.map(({ agentName, metrics }): Entry => {
    return { key: agentName, name: agentName, run: null, scenario, metrics, beside };
  });
  return [...trained, ...quoters];
}

/** Finds the clone of the newest run that has one in a scenario. */
function clonesOf(trained: readonly Entry[], scenario: string): EvaluationRow[] {
  const clones = trained
    .filter((entry) => entry.scenario === scenario)
    .flatMap(({ beside }) => beside.filter(isClone));
  return clones.slice(0, 1);
}

/**
 * Finds the agent that others are compared with until one is pinned: the inventory-skewed maker.
 */
export function defaultPin(baselines: Baselines | null): string | null {
  const defaults = baselines?.rows.find(({ agentName }) =>
    agentName.startsWith('inventory skewed'),
  );
  return (defaults ?? baselines?.rows.at(0))?.agentName ?? null;
}

/**
 * Compares every agent with the pinned one.
 * @param pinned the key of a run, or the name of a baseline or the clone: these two are
 *   compared as they did beside each run
 */
export function compareRuns(
  runs: readonly RunSummary[],
  weights: RewardWeights,
  pinned: string | null,
  baselines: Baselines | null,
): ComparedAgent[] {
  const entries = entriesOf(runs, baselines, (run) => entryOf(run, scenarioKey(run.config)));
  return compareEntries(entries, weights, pinned, (entry, reference) =>
    comparisonOf({ ...entry, reference }),
  );
}

const NO_EPISODES: readonly EpisodeMetrics[] = [];

/** @param comparison of an agent with the episodes of the pinned one */
export function compareEntries(
  entries: readonly Entry[],
  weights: RewardWeights,
  pinned: string | null,
  comparison: (entry: Entry, reference: readonly EpisodeMetrics[]) => Comparison,
): ComparedAgent[] {
  const pinnedRun = entries.find(({ key, run }) => run !== null && key === pinned);
  return entries.map((entry) => {
    const { key, name, run, scenario, metrics, beside } = entry;
    const pinnedMetrics =
      pinnedRun === undefined
        ? beside.find(({ agentName }) => agentName === pinned)?.metrics
        : pinnedRun.scenario === scenario
          ? pinnedRun.metrics
          : undefined;
    const reference = pinnedMetrics ?? NO_EPISODES;
    return {
      key,
      name,
      run,
      seeds: metrics.length,
      distinct: distinctEpisodes(metrics),
      metrics: metricsUnder(comparison(entry, reference), weights),
    };
  });
}

/** Lists in words the settings of a run that are not default. */
export function describeSettings(config: RunConfig): string {
  const settings: Partial<Settings> = settingsOfRun(config);
  return RUN_SETTINGS.flatMap((key) => {
    const value = settings[key];
    if (value === undefined || value === DEFAULT_SETTINGS[key]) return [];
    return [`${SETTINGS[key].label} ${settingText(key, value)}`];
  }).join(', ');
}

/**
 * Lists the settings that are not the same for all runs, in the order of the table of settings: one
 * that runs with it share, and others do not have, only where it is not default.
 */
export function differingSettings(runs: readonly RunSummary[]): SettingKey[] {
  const all: readonly Partial<Settings>[] = runs.map(({ config }) => settingsOfRun(config));
  return RUN_SETTINGS.filter((key) => {
    const values = new Set(all.map((settings) => settings[key]));
    const isPartial = values.delete(undefined);
    return values.size > 1 || (isPartial && values.size > 0 && !values.has(DEFAULT_SETTINGS[key]));
  });
}

/** Writes a setting of a run as its column shows it; empty where its learner does not use it. */
export function runSetting(config: RunConfig, key: SettingKey): string {
  const settings: Partial<Settings> = settingsOfRun(config);
  const value = settings[key];
  return value === undefined ? '' : settingText(key, value);
}

/**
 * Counts the updates that a setting planned and that a run which did not end had made of them: those
 * of the learner itself come last. Null for other settings, and for a run that made all of them.
 */
export function plannedUpdates(
  { config, status, update, totalUpdates }: RunSummary,
  key: SettingKey,
): { readonly made: number; readonly planned: number } | null {
  if (status === 'finished' || runSetting(config, key) === '') return null;
  const { learning, decisionTransformer } = config;
  if (key === 'cloningUpdates') {
    const { cloningUpdates } = learning;
    return cloningUpdates === 0 || update >= cloningUpdates
      ? null
      : { made: update, planned: cloningUpdates };
  }
  if (key !== (decisionTransformer === null ? 'updates' : 'dtUpdates')) return null;
  const planned = (decisionTransformer ?? learning).updates;
  return { made: Math.max(0, planned - (totalUpdates - update)), planned };
}

function settingText(key: SettingKey, value: SettingValue): string {
  const setting: Setting = SETTINGS[key];
  if (setting.type === 'choice') {
    return setting.options.find((option) => option.value === value)?.label ?? String(value);
  }
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}
