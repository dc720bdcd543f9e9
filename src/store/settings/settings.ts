/**
 * One table of everything a person can set: default, range, unit, help. Links,
 * controls, validation and reset all read it, so that none can disagree.
 */
import { InvalidInputError } from '../../market/validation';
import { AGENT_SETTINGS } from './agent';
import { DATA_SETTINGS } from './data';
import type { ChoiceSetting, NumberSetting, Setting, SettingKind } from './kinds';
import { LEARNING_SETTINGS } from './learning';
import { MARKET_SETTINGS } from './market';
import { OBJECTIVE_SETTINGS } from './objective';
import { VIEW_SETTINGS } from './view';

/** In the order in which a link names them. */
export const SETTINGS = {
  ...MARKET_SETTINGS,
  ...AGENT_SETTINGS,
  ...OBJECTIVE_SETTINGS,
  ...LEARNING_SETTINGS,
  ...DATA_SETTINGS,
  ...VIEW_SETTINGS,
} as const satisfies Record<string, Setting>;

export type SettingKey = keyof typeof SETTINGS;
export const SETTING_KEYS = Object.keys(SETTINGS) as SettingKey[];

type ValueOf<Entry> = Entry extends NumberSetting
  ? number
  : Entry extends ChoiceSetting<infer Value>
    ? Value
    : boolean;
export type Settings = { readonly [Key in SettingKey]: ValueOf<(typeof SETTINGS)[Key]> };
export type SettingValue = Settings[SettingKey];
/** Keys whose value is a number. */
export type NumberKey = {
  [Key in SettingKey]: (typeof SETTINGS)[Key] extends NumberSetting ? Key : never;
}[SettingKey];

/** Keys whose value is one of several. */
export type ChoiceKey = {
  [Key in SettingKey]: (typeof SETTINGS)[Key] extends ChoiceSetting ? Key : never;
}[SettingKey];

export const DEFAULT_SETTINGS = Object.fromEntries(
  SETTING_KEYS.map((key) => [key, SETTINGS[key].default]),
) as unknown as Settings;

export const keysOfKind = (kind: SettingKind): SettingKey[] =>
  SETTING_KEYS.filter((key) => SETTINGS[key].kind === kind);

/**
 * The value a setting would take for an input.
 * @throws InvalidInputError when it is no value of that setting, or out of range
 */
export function checkSetting(key: SettingKey, value: unknown): SettingValue {
  const setting: Setting = SETTINGS[key];
  switch (setting.type) {
    case 'number': {
      const whole = Number.isInteger(setting.step) && Number.isInteger(setting.min);
      const expected = `a ${whole ? 'whole ' : ''}number from ${setting.min} to ${setting.max}${setting.unit === '' || setting.unit === '×' ? '' : ` ${setting.unit}`}`;
      const valid =
        typeof value === 'number' &&
        value >= setting.min &&
        value <= setting.max &&
        (!whole || Number.isInteger(value));
      if (!valid) throw new InvalidInputError(key, expected, value);
      return value;
    }
    case 'choice': {
      const match = setting.options.find((option) => option.value === value);
      if (match === undefined) {
        const names = setting.options.map((option) => option.value).join(', ');
        throw new InvalidInputError(key, `one of ${names}`, value);
      }
      return match.value as SettingValue;
    }
    case 'flag':
      break;
  }
  if (typeof value !== 'boolean') throw new InvalidInputError(key, 'true or false', value);
  return value;
}

/** The nearest acceptable number. */
export function clampSetting(key: NumberKey, value: number): number {
  const setting = SETTINGS[key];
  const whole = Number.isInteger(setting.step) && Number.isInteger(setting.min);
  const inside = Math.min(setting.max, Math.max(setting.min, value));
  return whole ? Math.round(inside) : inside;
}
