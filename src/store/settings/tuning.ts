/**
 * Some defaults depend on the market: an agent starts with the parameters that were tuned for the
 * preset it trades in, and keeps to them until a person changes one.
 */
import { tunedBaselines, type TunedBaselines } from '../../agents/baselines/tunedBaselines';
import type { MarketPreset } from '../../market/config';
import { DEFAULT_SETTINGS, type NumberKey, type Settings } from './settings';
import { BASELINE_PARAMETERS, isBaseline, isBundled, type AgentKind } from './agent';
import { FALLBACK_AGENT, settingsOfAgent } from './configs';

/** Gives the parameters of an agent as tuned for a preset; an agent without any has none. */
export function tunedSettings(
  agent: AgentKind,
  preset: MarketPreset,
): Partial<Record<NumberKey, number>> {
  // The inventory-skewed maker stands in for a bundled agent whose file is not there.
  const kind = isBundled(agent) ? FALLBACK_AGENT : agent;
  if (!isBaseline(kind)) return {};
  const tuned = tunedBaselines(preset);
  // Fixed spread is the inventory-skewed maker that does not lean.
  const source: Readonly<Record<string, unknown>> =
    kind in tuned ? tuned[kind as keyof TunedBaselines] : tuned.inventorySkewed;
  return Object.fromEntries(
    Object.entries(BASELINE_PARAMETERS[kind]).map(([key, parameter]) => [key, source[parameter]]),
  );
}

/**
 * Gives every default for an agent in a market; `agent` and `preset` themselves are the table's.
 */
export const defaultSettings = (agent: AgentKind, preset: MarketPreset): Settings => ({
  ...DEFAULT_SETTINGS,
  ...tunedSettings(agent, preset),
});

const PARAMETERS = Object.values(BASELINE_PARAMETERS).flatMap((parameters) =>
  Object.keys(parameters),
) as readonly NumberKey[];

/**
 * Gives settings with the parameters of agents that were not chosen at their defaults: a link names
 * what its agent takes. Nothing is lost, since whoever is chosen starts as tuned.
 */
export function ofChosenAgent(settings: Settings): Settings {
  const { agent, preset } = settings;
  const taken = settingsOfAgent(agent, null);
  const defaults = defaultSettings(agent, preset);
  const others = PARAMETERS.filter((key) => !taken.includes(key));
  return { ...settings, ...Object.fromEntries(others.map((key) => [key, defaults[key]])) };
}

/** Tunes the agent for the preset that the settings name, if it was as tuned for the one before. */
export function retuned(settings: Settings, before: MarketPreset): Settings {
  const tuned = Object.entries(tunedSettings(settings.agent, before));
  const isTuned = tuned.every(([key, value]) => settings[key as NumberKey] === value);
  return isTuned ? { ...settings, ...tunedSettings(settings.agent, settings.preset) } : settings;
}
