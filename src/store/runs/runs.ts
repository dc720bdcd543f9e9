/**
 * Runs are compared with each other and with the baselines, on the same market and the same seeds.
 * The measurements of an agent stay as they are; its return is computed under the weights on
 * screen.
 */
import type { RewardWeights } from '../../env/types';
import { distinctEpisodes } from '../../evaluation/distinctEpisodes';
import type { EpisodeMetrics } from '../../evaluation/metrics';
import { isSameMarket } from '../../market/sameMarket';
import type { RunConfig, RunSummary } from '../../protocol/run';
import { RUN_SETTINGS, settingsOfRun } from '../settings/sections';
import { entriesOf, entryOf, type Entry } from './entries';
import { comparisonOf, metricsUnder, type ComparedMetrics, type Comparison } from './metrics';
import {
  DEFAULT_SETTINGS,
  SETTINGS,
  type SettingKey,
  type SettingValue,
  type Settings,
} from '../settings/settings';
import type { Setting } from '../settings/kinds';
import { baselineKind, scenarioOf, type Baselines } from './scenarios';

/** Why an agent has no difference from the pinned one: they did not play the same episodes. */
type Unpaired = 'market' | 'episodes';

/** An agent as one line of the table. */
export interface ComparedAgent {
  /** Id of the run, name of the baseline, or a key of its own. */
  readonly key: string;
  readonly name: string;
  readonly run: RunSummary | null;
  /** Kind of the baseline, which is the same in every market; null for others. */
  readonly baseline: string | null;
  /** Key to pin it by: of a baseline the same in every scenario. */
  readonly pinKey: string;
  readonly isPinned: boolean;
  readonly scenario: string;
  readonly market: RunConfig['market'];
  readonly seeds: number;
  /** Episodes among them that do not overlap on a recording. */
  readonly distinct: number;
  /** Metrics; `return` is under the weights on screen, whatever the run was trained under. */
  readonly metrics: ComparedMetrics;
  /** Null where there is a difference, or nothing to compare. */
  readonly unpaired: Unpaired | null;
}

/** Puts runs in the order in which the store lists them. */
export const oldestFirst = (runs: readonly RunSummary[]): RunSummary[] =>
  runs.toSorted((a, b) => a.createdAt - b.createdAt);

/**
 * Compares every agent with the pinned one.
 * @param pinned the key of a run, a clone or a baseline; an agent of another scenario is compared
 *   with the same baseline as it played there, and with no other agent
 */
export function compareRuns(
  runs: readonly RunSummary[],
  weights: RewardWeights,
  pinned: string | null,
  baselines: Baselines | null,
): ComparedAgent[] {
  const entries = entriesOf(runs, baselines, pinned, (run) => entryOf(run, scenarioOf(run)));
  return compareEntries(entries, weights, pinned, (entry, reference) =>
    comparisonOf({ ...entry, reference }),
  );
}

/** Finds the pinned agent as it played in the scenario of another. */
export const pinnedBeside = (
  agents: readonly ComparedAgent[],
  { scenario }: ComparedAgent,
): ComparedAgent | undefined =>
  agents.find((agent) => agent.isPinned && agent.scenario === scenario);

const NO_EPISODES: readonly EpisodeMetrics[] = [];

/** @param comparison of an agent with the episodes of the pinned one */
export function compareEntries(
  entries: readonly Entry[],
  weights: RewardWeights,
  pinned: string | null,
  comparison: (entry: Entry, reference: readonly EpisodeMetrics[]) => Comparison,
): ComparedAgent[] {
  const chosen = pinnedAmong(entries, pinned);
  return entries.map((entry) => {
    const { key, name, run, baseline, scenario, market, metrics } = entry;
    const reference = chosen.find((one) => one.scenario === scenario)?.metrics ?? NO_EPISODES;
    const compared = comparison(entry, reference);
    const isPaired = compared.measurements.reference.length > 0;
    return {
      key,
      name,
      run,
      baseline,
      pinKey: baseline === null ? key : (chosen.find(isSameBaseline(entry))?.key ?? key),
      isPinned: chosen.includes(entry),
      scenario,
      market,
      seeds: metrics.length,
      distinct: distinctEpisodes(metrics),
      metrics: metricsUnder(compared, weights),
      unpaired:
        isPaired || metrics.length === 0 || chosen.length === 0
          ? null
          : isSameMarket(market, chosen[0].market)
            ? 'episodes'
            : 'market',
    };
  });
}

const isSameBaseline =
  ({ baseline }: Entry) =>
  (other: Entry): boolean =>
    other.baseline === baseline;

/** Finds the pinned agent; of a baseline all entries, one per scenario, that on screen first. */
function pinnedAmong(entries: readonly Entry[], pinned: string | null): readonly Entry[] {
  if (pinned === null) return [];
  const own = entries.find(({ key }) => key === pinned);
  const kind = own === undefined ? baselineKind(pinned) : own.baseline;
  if (kind === null) return own === undefined ? [] : [own];
  return entries.filter(({ baseline }) => baseline === kind);
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
 * Counts the updates that a setting planned and that a run which did not end had made of them:
 * those of the learner itself come last. Null for other settings, and for a run that made all of
 * them.
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
