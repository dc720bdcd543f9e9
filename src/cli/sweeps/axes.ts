/**
 * What a sweep varies: a setting by its path in a run config or by its name, and the values it
 * takes.
 *
 *   weights.inventoryPenalty=0,20,100,500   these
 *   learning.temperature=log:1:30:5         five from 1 to 30, evenly spaced in the logarithm
 *   makerFee=lin:-0.5:0.5:3                 three, evenly spaced
 *   learning.discount=lin:0.9:0.99          any between, where points are drawn
 */
import { expectedChoice } from '../../market/fields';
import { InvalidInputError } from '../../market/validation';
import type { RunConfig } from '../../protocol/run';
import type { Setting } from '../../store/settings/kinds';
import {
  SETTINGS,
  SETTING_KEYS,
  checkSetting,
  type SettingKey,
  type SettingValue,
} from '../../store/settings/settings';
import { RUN_SETTINGS } from '../../store/settings/sections';
import { decimalOf, parseFlags } from '../program/flags';
import { nearestNames } from '../program/nearestNames';
import { RUN_FLAGS, runConfigWith } from '../program/runFlags';

/** Most values of an axis. */
const MOST_VALUES = 1000;
const FORM = 'PATH=VALUE,VALUE… or PATH=log:FROM:TO:COUNT';

export interface Axis {
  readonly key: SettingKey;
  /** Name of the setting as it was given. */
  readonly name: string;
  /** Values of a grid; empty for a range without a count. */
  readonly values: readonly SettingValue[];
  /** Ends and spacing, for points that are drawn; null where only the values are taken. */
  readonly range: { readonly from: number; readonly to: number; readonly isLog: boolean } | null;
}

/**
 * Reads the axes of a sweep, one a line.
 * @param text null where none was typed
 * @throws InvalidInputError naming the path, what was expected and what came
 */
export function parseAxes(text: string | null): Axis[] {
  if (text === null) throw new InvalidInputError('--vary', FORM, undefined);
  const axes = text.split('\n').map(parseAxis);
  const twice = axes.find(({ key }, index) => axes.findIndex((one) => one.key === key) < index);
  if (twice !== undefined) throw new InvalidInputError('--vary', 'a setting once', twice.name);
  return axes;
}

/** @throws InvalidInputError naming the path, what was expected and what came */
export function parseAxis(text: string): Axis {
  const equals = text.indexOf('=');
  if (equals < 1) throw new InvalidInputError('--vary', FORM, text);
  const name = text.slice(0, equals).trim();
  const key = settingNamed(name);
  const list = text.slice(equals + 1).trim();
  const spaced = /^(log|lin):([^:]+):([^:]+)(?::(\d+))?$/.exec(list);
  const field = `--vary ${name}`;
  if (spaced === null) {
    const values = list.split(',').map((one) => valueOf(key, one.trim(), field));
    if (new Set(values).size < values.length) {
      throw new InvalidInputError(field, 'each value once', list);
    }
    return { key, name, values, range: null };
  }
  const [, kind, low, high, count] = spaced;
  if (SETTINGS[key].type !== 'number') {
    throw new InvalidInputError(field, 'values: it is no number', list);
  }
  const [from, to] = [low, high].map((end) => Number(valueOf(key, end, field)));
  const isLog = kind === 'log';
  if (from >= to || (isLog && from <= 0)) {
    const expected = isLog ? 'two ascending ends above 0' : 'two ascending ends';
    throw new InvalidInputError(field, expected, list);
  }
  const range = { from, to, isLog };
  if (count === undefined) return { key, name, values: [], range };
  const many = Number(count);
  if (many < 2 || many > MOST_VALUES) {
    throw new InvalidInputError(field, `2 to ${MOST_VALUES} values`, count);
  }
  const values = Array.from({ length: many }, (_, index) =>
    valueAt({ key, range }, index / (many - 1)),
  );
  return { key, name, values: [...new Set(values)], range };
}

/** Gives the value at a position from 0 to 1 of a range, or of the list of values. */
export function valueAt(axis: Pick<Axis, 'key' | 'range'>, position: number): number {
  const { key, range } = axis;
  if (range === null) throw new Error('valueAt: expected an axis with a range');
  const { from, to, isLog } = range;
  const value = isLog ? from * (to / from) ** position : from + (to - from) * position;
  const setting: Setting = SETTINGS[key];
  if (setting.type === 'number' && setting.whole) return Math.round(value);
  // Four digits are more than any setting is tuned to, and the ends stay what was typed.
  return position === 0 ? from : position === 1 ? to : Number(value.toPrecision(4));
}

/** Gives the run in which a setting has another value, as its flag would. */
export const withSetting = (run: RunConfig, key: SettingKey, value: SettingValue): RunConfig =>
  runConfigWith(run, { ...parseFlags(RUN_FLAGS, []), [key]: value }, new Set([key]));

function settingNamed(name: string): SettingKey {
  const key = RUN_SETTINGS.find((one) => one === name || SETTINGS[one].path === name);
  // The seeds of a sweep are counted by --seeds.
  if (key !== undefined && key !== 'seed') return key;
  const known = SETTING_KEYS.filter((one) => RUN_SETTINGS.includes(one) && one !== 'seed');
  const paths = known.map(pathOf);
  const near = nearestNames(name, [...paths, ...known]);
  const expected =
    near.length === 0 ? expectedChoice(paths) : `a setting, such as ${near.join(' or ')}`;
  throw new InvalidInputError('--vary', expected, name);
}

const pathOf = (key: SettingKey): string => SETTINGS[key].path ?? key;

function valueOf(key: SettingKey, text: string, field: string): SettingValue {
  const { type } = SETTINGS[key];
  const value =
    type === 'number' && text !== ''
      ? decimalOf(text)
      : type === 'flag' && (text === 'true' || text === 'false')
        ? text === 'true'
        : text;
  try {
    return checkSetting(key, Number.isNaN(value) ? text : value);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new InvalidInputError(field, error.expected, text);
  }
}
