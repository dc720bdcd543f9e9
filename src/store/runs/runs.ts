/**
 * Runs beside each other and beside the baselines, on the same market and the
 * same seeds. What an agent did stays as it was measured; what it is worth is
 * computed under the weights of the moment.
 */
import type { RewardWeights } from '../../env/types';
import { CLONE_NAME } from '../../evaluation/baselines';
import type { EpisodeMetrics, EvaluationRow } from '../../evaluation/metrics';
import { quantile } from '../../evaluation/statistics';
import { canonicalJson } from '../../market/canonicalJson';
import { groupKeyOf, trainingSeedOf, type RunConfig, type RunSummary } from '../../protocol/run';
import { settingsOfRun } from '../settings/sections';
import { compareMetrics, type ComparedMetrics } from './metrics';
import {
  DEFAULT_SETTINGS,
  SETTINGS,
  SETTING_KEYS,
  type SettingKey,
  type SettingValue,
  type Settings,
} from '../settings/settings';
import type { Setting } from '../settings/kinds';

/** One line of the comparison. */
export interface ComparedAgent {
  /** The run's id, or the baseline's name. */
  readonly key: string;
  readonly name: string;
  readonly run: RunSummary | null;
  readonly seeds: number;
  /** `return` is under the weights on screen, whatever the run was paid for. */
  readonly metrics: ComparedMetrics;
}

/** How the baselines did in one scenario. */
export interface Baselines {
  /** @see scenarioOf */
  readonly scenario: string;
  readonly rows: readonly EvaluationRow[];
}

interface Entry {
  readonly key: string;
  readonly name: string;
  readonly run: RunSummary | null;
  readonly scenario: string;
  readonly metrics: readonly EpisodeMetrics[];
  /** What was evaluated on the same market and seeds. */
  readonly beside: readonly EvaluationRow[];
}

/** Equal exactly when two runs are evaluated on the same episodes. */
export function scenarioOf({
  market,
  env,
  seed,
}: Pick<RunConfig, 'market' | 'env' | 'seed'>): string {
  return canonicalJson({ market, env, seed });
}

const isTrained = ({ policyVersion }: EvaluationRow) => policyVersion !== null;
const isClone = ({ agentName }: EvaluationRow) => agentName === CLONE_NAME;
const isBaseline = (row: EvaluationRow) => !isTrained(row) && !isClone(row);

/** Of the newest evaluation in a scenario; of the newest in any where none is named. */
export function baselinesAmong(
  runs: readonly RunSummary[],
  scenario: string | null = null,
): Baselines | null {
  const newest = runs.findLast(
    ({ config, evaluation }) =>
      evaluation.some(isBaseline) && (scenario === null || scenarioOf(config) === scenario),
  );
  if (newest === undefined) return null;
  return { scenario: scenarioOf(newest.config), rows: newest.evaluation.filter(isBaseline) };
}

/** Runs first, newest on top; then the newest run's clone and the baselines. */
function entriesOf(runs: readonly RunSummary[], baselines: Baselines | null): Entry[] {
  const trained = runs.toReversed().map((run): Entry => ({
    key: run.id,
    name: run.name,
    run,
    scenario: scenarioOf(run.config),
    metrics: run.evaluation.find(isTrained)?.metrics ?? [],
    beside: run.evaluation.filter((row) => !isTrained(row)),
  }));
  if (baselines === null) return trained;
  const { scenario, rows } = baselines;
  const beside = [...clonesOf(trained, scenario), ...rows];
  const quoters = beside.map(({ agentName, metrics }): Entry => {
    return { key: agentName, name: agentName, run: null, scenario, metrics, beside };
  });
  return [...trained, ...quoters];
}

/** The clone of the newest run that has one in a scenario. */
function clonesOf(trained: readonly Entry[], scenario: string): EvaluationRow[] {
  const clones = trained
    .filter((entry) => entry.scenario === scenario)
    .flatMap(({ beside }) => beside.filter(isClone));
  return clones.slice(0, 1);
}

/**
 * The agent that others are compared with until one is pinned: the
 * inventory-skewed maker, which also trades when the page opens.
 */
export function defaultPin(baselines: Baselines | null): string | null {
  const defaults = baselines?.rows.find(({ agentName }) =>
    agentName.startsWith('inventory skewed'),
  );
  return (defaults ?? baselines?.rows.at(0))?.agentName ?? null;
}

/**
 * @param pinned key of the agent that others are compared with: a baseline as it
 * did in each run's own scenario, each run's own clone, or a run
 */
export function compareRuns(
  runs: readonly RunSummary[],
  weights: RewardWeights,
  pinned: string | null,
  baselines: Baselines | null,
): ComparedAgent[] {
  const entries = entriesOf(runs, baselines);
  const pinnedRun = entries.find(({ key, run }) => run !== null && key === pinned);
  return entries.map(({ key, name, run, scenario, metrics, beside }) => {
    const pinnedMetrics =
      pinnedRun === undefined
        ? beside.find(({ agentName }) => agentName === pinned)?.metrics
        : pinnedRun.scenario === scenario
          ? pinnedRun.metrics
          : undefined;
    const reference = pinnedMetrics ?? [];
    return {
      key,
      name,
      run,
      seeds: metrics.length,
      metrics: compareMetrics({ metrics, reference, beside, weights }),
    };
  });
}

/** What a setting may be that decides how a run ends. */
const RUN_SETTINGS = SETTING_KEYS.filter((key) => {
  const { kind } = SETTINGS[key];
  return kind === 'objective' || kind === 'learning' || kind === 'market';
});

/** What a run was set to that is not default, in words. */
export function describeSettings(config: RunConfig): string {
  const settings: Partial<Settings> = settingsOfRun(config);
  return RUN_SETTINGS.filter(
    (key) => settings[key] !== undefined && settings[key] !== DEFAULT_SETTINGS[key],
  )
    .map((key) => `${SETTINGS[key].label} ${settingText(key, settings[key])}`)
    .join(', ');
}

/** The settings that are not the same for all runs, in the order of the table of settings. */
export function differingSettings(runs: readonly RunSummary[]): SettingKey[] {
  const all: readonly Partial<Settings>[] = runs.map(({ config }) => settingsOfRun(config));
  return RUN_SETTINGS.filter((key) => new Set(all.map((settings) => settings[key])).size > 1);
}

/** A setting of a run as its column shows it. */
export function runSetting(config: RunConfig, key: SettingKey): string {
  const settings: Partial<Settings> = settingsOfRun(config);
  return settingText(key, settings[key]);
}

function settingText(key: SettingKey, value: SettingValue | undefined): string {
  const setting: Setting = SETTINGS[key];
  if (setting.type === 'choice') {
    return setting.options.find((option) => option.value === value)?.label ?? String(value);
  }
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}

/** Runs that differ in their training seed alone, the newest group first. */
export interface RunGroup {
  readonly key: string;
  /** Newest first. */
  readonly members: readonly ComparedAgent[];
  /** How many training seeds they have; a run that was repeated counts once. */
  readonly seeds: number;
}

/** Equal for runs that differ in their training seed alone, and continue the same run if any. */
export const groupOf = ({ config, parentId }: RunSummary): string =>
  `${parentId ?? ''} ${groupKeyOf(config)}`;

/** Groups of two training seeds or more. */
export function groupsOf(agents: readonly ComparedAgent[]): RunGroup[] {
  const groups = new Map<string, ComparedAgent[]>();
  for (const agent of agents) {
    if (agent.run === null) continue;
    const key = groupOf(agent.run);
    groups.set(key, [...(groups.get(key) ?? []), agent]);
  }
  return [...groups]
    .map(([key, members]) => ({ key, members, seeds: seedsOf(members) }))
    .filter(({ seeds }) => seeds > 1);
}

const seedsOf = (members: readonly ComparedAgent[]): number =>
  new Set(members.flatMap(({ run }) => (run === null ? [] : trainingSeedOf(run.config)))).size;

/** Median and quartiles over runs, each counted with its own mean. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const known = values.filter((value) => !Number.isNaN(value));
  return {
    median: quantile(known, 0.5),
    low: quantile(known, 0.25),
    high: quantile(known, 0.75),
  };
}
