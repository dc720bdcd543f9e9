/**
 * Everything that a person can set stands in one table, with its default, range, unit and help.
 * Links, controls, validation, reset and the command line all read it, so that none can disagree.
 */
import { expectedList, type FieldValue, type Unit } from '../../market/fields';
import { fieldSchema } from '../../market/fieldSchemas';
import { parseInput } from '../../market/parseInput';
import { AGENT_SETTINGS } from './agent';
import { DATA_SETTINGS } from './data';
import type { ChoiceSetting, NumberSetting, Setting, SettingKind } from './kinds';
import { LEARNING_SETTINGS } from './learning';
import { MARKET_SETTINGS } from './market';
import { OBJECTIVE_SETTINGS } from './objective';
import { VIEW_SETTINGS } from './view';

/** Settings in the order in which a link names them. */
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

export type Settings = { readonly [Key in SettingKey]: FieldValue<(typeof SETTINGS)[Key]> };
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
 * Gives the value that a setting takes for an input.
 * @throws InvalidInputError when it is no value of that setting, or out of range
 */
export function checkSetting(key: SettingKey, value: unknown): SettingValue {
  return parseInput(fieldSchema(SETTINGS[key]), value, key);
}

/** Gives the nearest acceptable number. */
export function clampSetting(key: NumberKey, value: number): number {
  const { min, max, whole } = SETTINGS[key];
  const inside = Math.min(max, Math.max(min, value));
  // Rounding makes −0 of −0.4.
  return (whole ? Math.round(inside) : inside) + 0;
}

/** Asks for a number that a setting accepts: `Enter a whole number, $0–$200.` */
export function requestNumber(key: NumberKey): string {
  const { min, max, unit } = SETTINGS[key];
  const range = `${amountText(min, unit)}${min < 0 ? ' to ' : '–'}${amountText(max, unit)}`;
  return `Enter ${numberWord(key)}, ${range}${unitAfter(unit)}.`;
}

/**
 * Says what a setting accepts: `a whole number from 1 to 200 contracts`, `30 s, 1 min or 5 min`.
 */
export function acceptedText(key: SettingKey): string {
  const setting: Setting = SETTINGS[key];
  if (setting.type === 'flag') return 'true or false';
  if (setting.type === 'choice')
    return LIST_FORMAT.format(setting.options.map(({ label }) => label));
  if (setting.type === 'list') return expectedList(setting);
  if (setting.type === 'values') return 'name:number pairs, joined by commas';
  if (setting.type === 'text') return setting.expected;
  const { min, max, unit } = setting;
  const range = `from ${amountText(min, unit)} to ${amountText(max, unit)}${unitAfter(unit)}`;
  return `${numberWord(key as NumberKey)} ${range}`;
}

/** Writes a value of a setting as the page shows it: `−$2`, `30 contracts`, `1 min`. */
export function valueText(key: SettingKey, value: SettingValue): string {
  const setting: Setting = SETTINGS[key];
  if (typeof value === 'number' && setting.type === 'number') {
    const unit = unitAfter(setting.unit);
    // One tick, but one s: seconds are no plural.
    const isOne = Math.abs(value) === 1 && unit !== ' s' && unit !== ' µs';
    return `${amountText(value, setting.unit)}${isOne ? unit.replace(/s$/, '') : unit}`;
  }
  if (setting.type === 'list' || setting.type === 'text')
    return value === '' ? 'none' : String(value);
  if (setting.type === 'values') return value === '' ? 'the preset’s' : String(value);
  if (setting.type !== 'choice') return String(value);
  return setting.options.find((option) => option.value === value)?.label ?? String(value);
}

const numberWord = (key: NumberKey) => (SETTINGS[key].whole ? 'a whole number' : 'a number');

/** Writes a number with what stands right at it: the sign, or dollars. */
function amountText(value: number, unit: Unit): string {
  const size = NUMBER_FORMAT.format(Math.abs(value));
  return `${value < 0 ? '−' : ''}${unit === '$' ? '$' : ''}${size}`;
}

/** Unit that stands after a number or a range, with the space before it. */
const unitAfter = (unit: Unit) => (['', '×', '$'].includes(unit) ? '' : ` ${unit}`);

const NUMBER_FORMAT = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 17 });
const LIST_FORMAT = new Intl.ListFormat('en-GB', { type: 'disjunction' });
