/**
 * Defaults that depend on the market: an agent starts with the parameters that
 * were tuned for the preset it trades in, and keeps to them until a person
 * changes one.
 */
import { tunedBaselines } from '../../agents/baselines/tunedBaselines';
import type { MarketPreset } from '../../market/config';
import { DEFAULT_SETTINGS, type NumberKey, type Settings } from './settings';
import type { AgentKind } from './agent';

/** The parameters of an agent as tuned for a preset; empty for an agent without any. */
export function tunedSettings(
  agent: AgentKind,
  preset: MarketPreset,
): Partial<Record<NumberKey, number>> {
  const { inventorySkewed, avellanedaStoikov, glft, imbalanceMaker } = tunedBaselines(preset);
  switch (agent) {
    // What stands in for an agent whose file is not there.
    case 'pretrainedEs':
    case 'pretrainedToxic':
    case 'pretrainedTransformer':
    case 'inventorySkewed':
      return {
        agentSpread: inventorySkewed.spreadTicks,
        agentSkew: inventorySkewed.skewTicks,
        agentSize: inventorySkewed.sizeFraction,
      };
    // The inventory-skewed maker that does not lean.
    case 'fixedSpread':
      return {
        agentSpread: inventorySkewed.spreadTicks,
        agentSize: inventorySkewed.sizeFraction,
      };
    case 'avellanedaStoikov':
      return {
        agentGamma: avellanedaStoikov.gamma,
        agentK: avellanedaStoikov.k,
        agentSize: avellanedaStoikov.sizeFraction,
      };
    case 'glft':
      return {
        agentGamma: glft.gamma,
        agentA: glft.a,
        agentK: glft.k,
        agentSize: glft.sizeFraction,
      };
    case 'imbalanceMaker':
      return {
        agentThreshold: imbalanceMaker.threshold,
        agentLean: imbalanceMaker.inventoryLean,
        agentSize: imbalanceMaker.sizeFraction,
      };
    case 'random':
    case 'doNothing':
    case 'trained':
      break;
  }
  return {};
}

/** Every default, given who trades where; `agent` and `preset` are the table's own. */
export const defaultSettings = (agent: AgentKind, preset: MarketPreset): Settings => ({
  ...DEFAULT_SETTINGS,
  ...tunedSettings(agent, preset),
});

/** For the preset that the settings name, if the agent was as tuned for the one before. */
export function retuned(settings: Settings, before: MarketPreset): Settings {
  const tuned = Object.entries(tunedSettings(settings.agent, before));
  const isTuned = tuned.every(([key, value]) => settings[key as NumberKey] === value);
  return isTuned ? { ...settings, ...tunedSettings(settings.agent, settings.preset) } : settings;
}
