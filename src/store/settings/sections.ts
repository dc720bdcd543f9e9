/**
 * Maps settings to sections of a run config, and back: each setting stands where its entry says.
 * Whatever depends on more than one setting is in configs.ts and learningConfigs.ts.
 */
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../env/config';
import { DEFAULT_LEARNING_CONFIG } from '../../learning/algorithms/config';
import {
  COMPACT_DECISION_TRANSFORMER_CONFIG,
  needsCritic,
} from '../../learning/algorithms/decisionTransformerConfig';
import { DEFAULT_MARKET_CONFIG } from '../../market/config';
import { DEFAULT_RUN_CONFIG, learnerOf, parseRunConfig, type RunConfig } from '../../protocol/run';
import type { RunSection, Setting } from './kinds';
import { SETTINGS, SETTING_KEYS, type SettingKey, type Settings } from './settings';

/** Sections with their defaults, which fields that no setting stands for keep. */
const DEFAULTS = {
  market: DEFAULT_MARKET_CONFIG,
  env: DEFAULT_ENV_CONFIG,
  weights: DEFAULT_REWARD_WEIGHTS,
  dataset: DEFAULT_RUN_CONFIG.dataset,
  learning: DEFAULT_LEARNING_CONFIG,
  decisionTransformer: COMPACT_DECISION_TRANSFORMER_CONFIG,
} as const satisfies { readonly [Section in RunSection]: NonNullable<RunConfig[Section]> };

interface Place {
  readonly key: SettingKey;
  readonly section: string;
  /** Names that lead from the section to the value. */
  readonly fields: readonly [string, ...string[]];
  readonly codec: Setting['codec'];
}

/** Path of each setting that a run config holds; the seed and the engine are in no section. */
const PLACES: readonly Place[] = SETTING_KEYS.flatMap((key) => {
  const { path, codec }: Setting = SETTINGS[key];
  if (path === null) return [];
  const [first, ...others] = path.split('.');
  const [next, ...rest] = others;
  return next === undefined
    ? [{ key, section: '', fields: [first], codec }]
    : [{ key, section: first, fields: [next, ...rest], codec }];
});

/** Settings that a run config holds, in the order of the table. */
export const RUN_SETTINGS: readonly SettingKey[] = PLACES.map(({ key }) => key);

/** Builds one section of the run config; the config is validated as a whole later. */
export function sectionOf<Section extends RunSection>(
  section: Section,
  settings: Settings,
): NonNullable<RunConfig[Section]> {
  return PLACES.filter((place) => place.section === section).reduce<Fields>(
    (config, { key, fields, codec }) =>
      withValue(config, fields, codec === null ? settings[key] : codec.write(settings[key])),
    DEFAULTS[section],
  ) as NonNullable<RunConfig[Section]>;
}

type Fields = Readonly<Record<string, unknown>>;

/** Gives a config with another value at the end of a path. */
function withValue(config: Fields, [name, ...rest]: readonly string[], value: unknown): Fields {
  return {
    ...config,
    [name]: rest.length === 0 ? value : withValue(config[name] as Fields, rest, value),
  };
}

/**
 * Whether a setting shaped a run: one of another learner did not, whatever stands in the config. A
 * Decision Transformer with a critic was shaped by the critic's settings too.
 */
export function shapesRun(key: SettingKey, config: RunConfig): boolean {
  const { learners }: Setting = SETTINGS[key];
  if (learners.length === 0 || learners.includes(learnerOf(config))) return true;
  const { decisionTransformer: model } = config;
  return model !== null && needsCritic(model.returnLabel) && learners.includes('iql');
}

/**
 * Reads the settings that a run was started under, as far as they decided its result. Those that
 * its learner does not use are absent.
 */
export function settingsOfRun(stored: RunConfig): Partial<Settings> {
  // Runs of earlier versions lack fields, whose values then are not those of a fresh lab.
  const config = parseRunConfig(stored);
  const sections: Readonly<Record<string, unknown>> = {
    ...DEFAULTS,
    ...present(config),
    '': config,
  };
  const own = PLACES.filter(({ key }) => shapesRun(key, config));
  const entries = own.map(({ key, section, fields, codec }) => {
    const value = fields.reduce<unknown>((at, name) => (at as Fields)[name], sections[section]);
    return [key, codec === null ? value : codec.read(value, config)];
  });
  // What no setting can say is absent, too.
  return Object.fromEntries(entries.filter(([, value]) => value !== null)) as Partial<Settings>;
}

/** Gives the parts of a config that are there. */
const present = (config: RunConfig) =>
  Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null));
