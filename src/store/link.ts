/**
 * Settings as the part of an address after `#`: the seed, and whatever is not
 * default. Reading one never fails: what is wrong is replaced by the nearest
 * acceptable value and reported, and the rest is kept.
 */
import { InvalidInputError } from '../market/validation';
import {
  DEFAULT_SETTINGS,
  SETTINGS,
  SETTING_KEYS,
  checkSetting,
  clampSetting,
  type NumberKey,
  type Setting,
  type SettingKey,
  type SettingValue,
  type Settings,
} from './settings';
import { defaultSettings } from './tuning';

export interface ParsedLink {
  readonly settings: Settings;
  /** One for each field that was not as it should be, in the order of the link. */
  readonly problems: readonly InvalidInputError[];
}

export function formatLink(settings: Settings): string {
  const defaults = defaultSettings(settings.agent, settings.preset);
  const fields = SETTING_KEYS.filter((key) => key === 'seed' || settings[key] !== defaults[key]);
  return `#${new URLSearchParams(fields.map((key) => [key, String(settings[key])])).toString()}`;
}

export function parseLink(hash: string): ParsedLink {
  const values: Partial<Record<SettingKey, SettingValue>> = {};
  const problems: InvalidInputError[] = [];
  for (const [field, text] of new URLSearchParams(hash.replace(/^#/, ''))) {
    const key = SETTING_KEYS.find((candidate) => candidate === field);
    if (key === undefined) {
      problems.push(new InvalidInputError(field, 'a setting of this lab', text));
      continue;
    }
    const value = readValue(SETTINGS[key], text);
    try {
      values[key] = checkSetting(key, value);
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      problems.push(new InvalidInputError(key, error.expected, text));
      if (typeof value === 'number' && !Number.isNaN(value)) {
        values[key] = clampSetting(key as NumberKey, value);
      }
    }
  }
  const { agent, preset } = { ...DEFAULT_SETTINGS, ...values } as Settings;
  return { settings: { ...defaultSettings(agent, preset), ...values } as Settings, problems };
}

function readValue(setting: Setting, text: string): unknown {
  if (setting.type === 'number') return text.trim() === '' ? text : toNumber(text);
  if (setting.type === 'flag') return text === 'true' ? true : text === 'false' ? false : text;
  return text;
}

const toNumber = (text: string): unknown => {
  const value = Number(text);
  return Number.isNaN(value) ? text : value;
};
