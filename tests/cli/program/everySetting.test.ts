/**
 * Walks the table of settings: whatever a setting may hold means the same on the slider, in a link,
 * in the config of a run and on the command line, and what it may not hold is refused by all of
 * them with the same range.
 */
import { describe, expect, it } from 'vitest';
import { flagName, parseFlags } from '../../../src/cli/program/flags';
import { RUN_FLAGS, runConfigOfFlags } from '../../../src/cli/program/runFlags';
import { expectedChoice, expectedNumber } from '../../../src/market/fields';
import { InvalidInputError } from '../../../src/market/validation';
import { parseRunConfig, type RunConfig } from '../../../src/protocol/run';
import { runConfig } from '../../../src/store/settings/configs';
import { FAMILY_OF, MIXTURE_SETTINGS } from '../../../src/store/settings/data';
import type { NumberSetting, Setting } from '../../../src/store/settings/kinds';
import { formatLink, parseLink } from '../../../src/store/settings/link';
import { RUN_SETTINGS, settingsOfRun } from '../../../src/store/settings/sections';
import {
  DEFAULT_SETTINGS,
  SETTINGS,
  checkSetting,
  type SettingKey,
  type Settings,
  type SettingValue,
} from '../../../src/store/settings/settings';
import { sliderPosition, sliderValue } from '../../../src/store/settings/sliderScale';

/** A setting decides something only beside these. */
const besides = (key: SettingKey): Partial<Settings> => ({
  // A dataset may have a million steps: so many episodes fit only if they are short.
  ...(key === 'dataEpisodes' && { episodeLength: 10 }),
  ...(SETTINGS[key].learners.includes('dt') && { algorithm: 'dt' }),
});

/** Gives a flag as it is typed; a switch that stays as it is is not typed. */
const typed = (key: SettingKey, value: SettingValue): string[] => {
  if (typeof value === 'boolean') {
    if (value === SETTINGS[key].default) return [];
    return [`--${value ? '' : 'no-'}${flagName(key)}`];
  }
  return [`--${flagName(key)}=${value}`];
};

const commandLine = (settings: Partial<Settings>): string[] =>
  Object.entries(settings).flatMap(([key, value]) => typed(key as SettingKey, value));

const fromCommandLine = (args: readonly string[]): RunConfig =>
  runConfigOfFlags(parseFlags(RUN_FLAGS, args));

const NUMBERS = [...RUN_SETTINGS, ...MIXTURE_SETTINGS].flatMap((key) => {
  const setting: Setting = SETTINGS[key];
  return setting.type === 'number' ? [[key, setting] as const] : [];
});

/** Gives the default, the ends of the range and those of the slider. */
const valuesOf = ({ default: defaults, min, max, slider }: NumberSetting): number[] => [
  ...new Set([defaults, min, max, slider.min, slider.max]),
];

/** Gives numbers just outside of the range, and a fraction where whole numbers are asked for. */
const outsideOf = ({ min, max, whole, step }: NumberSetting): number[] =>
  whole ? [min - 1, max + 1, min + 0.5] : [min - step / 10, max + step / 10];

/** Gives the words in which a value is refused. */
function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof InvalidInputError) return error.expected;
    throw error;
  }
  return 'it was accepted';
}

/** Gives a run config with another value where a setting stands. */
function withStored(config: RunConfig, key: SettingKey, value: unknown): unknown {
  const { path, codec }: Setting = SETTINGS[key];
  const stored = codec === null ? value : codec.write(value);
  const [section, field] = (path ?? '').split('.');
  if (field === undefined) return { ...config, [section]: stored };
  const before = config[section as keyof RunConfig] as object;
  return { ...config, [section]: { ...before, [field]: stored } };
}

describe('a number that a run config holds', () => {
  const own = NUMBERS.filter(([, { path }]) => path !== null);

  it.each(own)('%s is the same in a link, a run config and on the command line', (key, setting) => {
    for (const value of valuesOf(setting)) {
      const settings = { ...DEFAULT_SETTINGS, ...besides(key), [key]: value };
      const link = parseLink(formatLink(settings));
      expect(link).toEqual({ ...parseLink(''), settings, problems: [] });
      const config = parseRunConfig(JSON.parse(JSON.stringify(runConfig(settings))));
      expect(settingsOfRun(config)[key]).toBe(value);
      const args = commandLine({ ...besides(key), [key]: value });
      expect(settingsOfRun(fromCommandLine(args))[key]).toBe(value);
    }
  });

  it.each(own)(
    '%s is refused outside of its range, everywhere in the same words',
    (key, setting) => {
      const expected = expectedNumber(setting);
      const config = runConfig({ ...DEFAULT_SETTINGS, ...besides(key) });
      for (const value of outsideOf(setting)) {
        expect(refusal(() => checkSetting(key, value))).toBe(expected);
        expect(parseLink(`#${key}=${value}`).problems.map((problem) => problem.expected)).toEqual([
          expected,
        ]);
        expect(refusal(() => parseRunConfig(withStored(config, key, value)))).toBe(expected);
        expect(refusal(() => fromCommandLine(typed(key, value)))).toBe(expected);
      }
    },
  );
});

describe('a share of a mixture', () => {
  it.each(MIXTURE_SETTINGS)(
    '%s is the same in a link, a run config and on the command line',
    (key) => {
      const setting = SETTINGS[key];
      for (const value of valuesOf(setting)) {
        const settings = { ...DEFAULT_SETTINGS, [key]: value };
        expect(parseLink(formatLink(settings)).settings).toEqual(settings);
        const { behaviours } = runConfig(settings).dataset;
        const config = fromCommandLine([`--mixture=${FAMILY_OF[key]}=${value}`]);
        expect(config.dataset.behaviours).toEqual(behaviours);
      }
      for (const value of [-1, 1001]) {
        const expected = expectedNumber(setting);
        expect(refusal(() => checkSetting(key, value))).toBe(expected);
        expect(refusal(() => fromCommandLine([`--mixture=${FAMILY_OF[key]}=${value}`]))).toBe(
          expected,
        );
      }
    },
  );
});

describe('the slider of a number', () => {
  it.each(NUMBERS)('%s gives back its default and its own ends', (_, setting) => {
    const { default: defaults, slider } = setting;
    for (const value of [defaults, slider.min, slider.max]) {
      expect(sliderValue(setting, sliderPosition(setting, value))).toBe(value);
    }
  });
});

const valuesOfSetting = (setting: Setting): readonly SettingValue[] => {
  if (setting.type === 'choice') return setting.choices;
  return setting.type === 'values' ? ['addRate:90,tether:0.5'] : [false, true];
};

describe('a choice, a switch or values by name', () => {
  const own = RUN_SETTINGS.filter((key) => SETTINGS[key].type !== 'number');

  it.each(own)('%s is the same in a link, a run config and on the command line', (key) => {
    const setting: Setting = SETTINGS[key];
    const values = valuesOfSetting(setting);
    for (const value of values) {
      const changes = { ...besides(key), [key]: value };
      const settings: Settings = { ...DEFAULT_SETTINGS, ...changes };
      expect(parseLink(formatLink(settings)).settings[key]).toBe(value);
      expect(settingsOfRun(runConfig(settings))[key]).toBe(value);
      expect(settingsOfRun(fromCommandLine(commandLine(changes)))[key]).toBe(value);
    }
  });

  it.each(own.filter((key) => SETTINGS[key].type === 'choice'))(
    '%s is refused in the same words',
    (key) => {
      const setting: Setting = SETTINGS[key];
      const expected = expectedChoice(setting.type === 'choice' ? setting.choices : []);
      expect(refusal(() => checkSetting(key, 'sideways'))).toBe(expected);
      expect(parseLink(`#${key}=sideways`).problems[0].expected).toBe(expected);
      expect(refusal(() => fromCommandLine([`--${flagName(key)}=sideways`]))).toBe(expected);
    },
  );
});

describe('the command line', () => {
  it('is the page’s default run of fixed weights when nothing is given, as it always was', () => {
    const fixed = { ...DEFAULT_SETTINGS, conditioning: 'fixed' } as const;
    expect(fromCommandLine([])).toEqual(runConfig(fixed));
    expect(fromCommandLine(['--conditioning=weights'])).toEqual(runConfig(DEFAULT_SETTINGS));
  });

  it('has a flag for every setting that a run config holds', () => {
    expect(RUN_SETTINGS.filter((key) => !Object.hasOwn(RUN_FLAGS, key))).toEqual([]);
  });

  it('reaches every field of a run config', () => {
    const own = parseFlags(RUN_FLAGS, ['--algorithm=dt']);
    const config: Readonly<Record<string, unknown>> = { ...runConfigOfFlags(own) };
    const fields = Object.entries(config).flatMap(([section, value]) =>
      typeof value === 'object' && value !== null
        ? Object.keys(value).map((field) => `${section}.${field}`)
        : [section],
    );
    const paths = RUN_SETTINGS.map((key): string | null => SETTINGS[key].path);
    // The market brings what a tick is worth; the mixture and the training seed have flags of their
    // own.
    const elsewhere = ['env.tickSize', 'env.tickValueDollars', 'dataset.behaviours'];
    const known = [...paths, ...elsewhere, 'trainingSeed', 'version'];
    expect(fields.filter((field) => !known.includes(field))).toEqual([]);
  });

  it('still takes the names of before', () => {
    const args =
      '--market=nq --regime=toxic --observation=full --steps=50 --inventory-weight=500 --episodes=7 --mixture=random=0 --seed=9 --algorithm=dt --updates=11 --cloning-updates=12 --expectile=0.8 --temperature=3 --discount=0.9 --learning-rate=0.01 --batch-size=16 --hidden-width=32 --return-label=critic --context=5 --width=32 --layers=1 --windows=8 --target-share=0.5';
    const flags = parseFlags(RUN_FLAGS, args.split(' '));
    expect(flags.targetShare).toBe(0.5);
    expect(settingsOfRun(runConfigOfFlags(flags))).toMatchObject({
      preset: 'nq',
      regime: 'toxic',
      episodeLength: 50,
      inventoryPenalty: 500,
      dataEpisodes: 7,
      seed: 9,
      algorithm: 'dt',
      updates: 11,
      dtUpdates: 11,
      cloningUpdates: 12,
      expectile: 0.8,
      temperature: 3,
      discount: 0.9,
      learningRate: 0.01,
      dtLearningRate: 0.01,
      batchSize: 16,
      hiddenWidth: 32,
      dtReturnLabel: 'critic',
      dtContext: 5,
      dtWidth: 32,
      dtLayers: 1,
      dtBatchSize: 8,
    });
  });

  it('refuses a regime that the market does not have', () => {
    expect(() => fromCommandLine(['--market=avellanedaStoikov', '--regime=toxic'])).toThrow(
      'market.regime: expected one of base for avellanedaStoikov, got "toxic"',
    );
  });
});
