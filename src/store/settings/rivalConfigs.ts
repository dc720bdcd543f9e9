/** Turns rivals of the settings into those of a market's config, and back. */
import { isRivalBaseline, rivalBaseline } from '../../agents/rivals/rivalBaselines';
import type { RivalConfig, SharedMarketConfig } from '../../agents/rivals/sharedMarket';
import { RIVAL_TERM_FIELDS, RIVAL_TERM_KEYS, type RivalTerms } from '../../agents/rivals/rivalText';
import { trainedRivalOf } from '../../agents/rivals/trainedRival';
import { BUNDLED_AGENT_NAMES } from '../../lab/bundledAgents';
import { canonicalJson } from '../../market/canonicalJson';
import type { MarketConfig, MarketPreset } from '../../market/config';
import type { RunSummary } from '../../protocol/run';
import { NONE_LOADED, type BundledAgents } from '../live/bundledAgentState';
import type { RivalRuns } from '../live/rivalRunState';
import {
  isBaselineRival,
  isBundledRival,
  rivalEntries,
  type RivalEntry,
  type RivalKind,
} from './rivals';
import { SETTINGS, valueText, type Settings } from './settings';

/** What rivals are made of beside the settings, each as far as it is loaded. */
export interface RivalSources {
  readonly bundled: BundledAgents;
  readonly rivalRuns: RivalRuns;
}

export const NO_RIVALS_LOADED: RivalSources = { bundled: NONE_LOADED, rivalRuns: {} };

/** Name of a rival on the page; of a run as it was called when it was loaded. */
export function rivalTitle({ who }: RivalEntry, { rivalRuns }: RivalSources): string {
  if (typeof who === 'string') return kindTitle(who);
  const state = rivalRuns[who.run];
  if (state?.kind !== 'ready') return '';
  if (who.place === null) return state.own.name;
  const rival = state.rivals[who.place];
  return rival === undefined ? '' : configTitle(rival);
}

const configTitle = ({ agent }: RivalConfig): string =>
  agent.kind === 'trained' ? agent.name : kindTitle(agent.kind);

/** Writes what sets a rival apart: `order latency 1,000 µs, largest order 2 contracts`. */
export const termsText = (terms: RivalTerms): string =>
  RIVAL_TERM_KEYS.flatMap((key) => {
    const value = terms[RIVAL_TERM_FIELDS[key]];
    return value === undefined
      ? []
      : [`${SETTINGS[key].label.toLowerCase()} ${valueText(key, value)}`];
  }).join(', ');

/** Names those that trade in a market beside the agent: `GLFT, Random (order latency 1 µs)`. */
export const marketRivalsText = ({ rivals = [] }: SharedMarketConfig): string =>
  rivals
    .map((rival) => {
      const own = termsText(rival);
      return own === '' ? configTitle(rival) : `${configTitle(rival)} (${own})`;
    })
    .join(', ');

const kindTitle = (kind: string): string =>
  SETTINGS.rivals.options.find(({ value }) => value === kind)?.label ?? kind;

/** A rival and its place in the settings. */
export interface PlacedRival {
  readonly place: number;
  readonly entry: RivalEntry;
}

/**
 * Tells the rivals that trade from those that are left out: a bundled agent or a run that is not
 * there yet, or never will be. Nobody else trades where nobody queues, or on a recording.
 */
export function placedRivals(
  settings: Pick<Settings, 'preset' | 'rivals' | 'tape'>,
  sources: RivalSources,
): { readonly trading: readonly PlacedRival[]; readonly leftOut: readonly PlacedRival[] } {
  if (settings.preset === 'avellanedaStoikov' || settings.tape !== '')
    return { trading: [], leftOut: [] };
  const all = rivalEntries(settings).map((entry, place): PlacedRival => ({ entry, place }));
  const isThere = ({ entry }: PlacedRival) => isLoaded(entry, sources);
  return { trading: all.filter(isThere), leftOut: all.filter((each) => !isThere(each)) };
}

/** Adds to a market the rivals of the settings that trade. */
export function withRivals(
  market: MarketConfig,
  settings: Settings,
  sources: RivalSources,
): SharedMarketConfig {
  const { trading } = placedRivals(settings, sources);
  const rivals = trading.flatMap(({ entry }) => configOf(entry, market.preset, sources) ?? []);
  return rivals.length === 0 ? market : { ...market, rivals };
}

function isLoaded({ who }: RivalEntry, { bundled, rivalRuns }: RivalSources): boolean {
  if (isBaselineRival(who)) return true;
  if (isBundledRival(who)) return bundled[who].kind === 'ready';
  const state = rivalRuns[who.run];
  return state?.kind === 'ready' && (who.place === null || who.place < state.rivals.length);
}

function configOf(
  { who, terms }: RivalEntry,
  preset: MarketPreset,
  { bundled, rivalRuns }: RivalSources,
): RivalConfig | null {
  if (isBaselineRival(who)) return { agent: rivalBaseline(who, preset), ...terms };
  if (isBundledRival(who)) {
    const state = bundled[who];
    if (state.kind !== 'ready') return null;
    return { agent: trainedRivalOf(state.agent, kindTitle(who)), ...terms };
  }
  const state = rivalRuns[who.run];
  if (state?.kind !== 'ready') return null;
  if (who.place === null) return { agent: state.own, ...terms };
  const rival = state.rivals[who.place];
  return rival === undefined ? null : { ...rival, ...terms };
}

/** Finds the rivals that a run was trained against, as the settings name them. */
export function rivalsOfRun(
  { id, config }: Pick<RunSummary, 'id' | 'config'>,
  sources: RivalSources,
): RivalEntry[] {
  const { rivals = [], preset } = config.market;
  const kinds: readonly RivalKind[] = BUNDLED_AGENT_NAMES;
  return rivals.map(({ agent, ...terms }, place): RivalEntry => {
    const { kind } = agent;
    const candidates = isRivalBaseline(kind) ? [kind] : kinds;
    const same = candidates.find((who) => {
      const found = configOf({ who, terms: {} }, preset, sources);
      return found !== null && canonicalJson(found.agent) === canonicalJson(agent);
    });
    // What no name stands for any more is taken from the run itself.
    return same === undefined ? { who: { run: id, place }, terms: {} } : { who: same, terms };
  });
}
