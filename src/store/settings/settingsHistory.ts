/**
 * Settings with undo: the history keeps the values before and after the present one, each change
 * one step.
 */
import { SETTINGS, SETTING_KEYS, type SettingKey, type Settings } from './settings';
import type { SettingKind } from './kinds';

export interface SettingsHistory {
  readonly settings: Settings;
  /** Earlier settings, the oldest first. */
  readonly past: readonly Settings[];
  /** Settings to redo, the next one last. */
  readonly future: readonly Settings[];
}

const MAX_STEPS = 100;

/**
 * @param merge the change continues the one before, as a drag of a slider does: both are one step
 *   of undo
 */
export function change(
  { settings, past }: SettingsHistory,
  changes: Partial<Settings>,
  merge: boolean,
): SettingsHistory {
  return {
    settings: { ...settings, ...changes },
    past: merge ? past : [...past.slice(1 - MAX_STEPS), settings],
    future: [],
  };
}

/** Goes one step back; gives the same object when there is nothing to undo. */
export function undo(history: SettingsHistory): SettingsHistory {
  const previous = history.past.at(-1);
  if (previous === undefined) return history;
  return {
    settings: previous,
    past: history.past.slice(0, -1),
    future: [...history.future, history.settings],
  };
}

/** Goes one step forward; gives the same object when there is nothing to redo. */
export function redo(history: SettingsHistory): SettingsHistory {
  const next = history.future.at(-1);
  if (next === undefined) return history;
  return {
    settings: next,
    past: [...history.past, history.settings],
    future: history.future.slice(0, -1),
  };
}

export const changedKeys = (before: Settings, after: Settings, kind: SettingKind): SettingKey[] =>
  SETTING_KEYS.filter((key) => SETTINGS[key].kind === kind && before[key] !== after[key]);
