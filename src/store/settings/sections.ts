/**
 * Maps settings to sections of a run config, and back: each setting stands where its
 * entry says. Whatever depends on more than one setting is in configs.ts and
 * learningConfigs.ts.
 */
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../env/config';
import { DEFAULT_LEARNING_CONFIG } from '../../learning/algorithms/config';
import { COMPACT_DECISION_TRANSFORMER_CONFIG } from '../../learning/algorithms/decisionTransformerConfig';
import { DEFAULT_MARKET_CONFIG } from '../../market/config';
import { DEFAULT_RUN_CONFIG, type RunConfig } from '../../protocol/run';
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
  readonly field: string;
  readonly codec: Setting['codec'];
}

/** Path of each setting that a run config holds; the seed and the engine are in no section. */
const PLACES: readonly Place[] = SETTING_KEYS.flatMap((key) => {
  const { path, codec }: Setting = SETTINGS[key];
  if (path === null) return [];
  const [section, field] = path.includes('.') ? path.split('.') : ['', path];
  return [{ key, section, field, codec }];
});

/** Settings that a run config holds, in the order of the table. */
export const RUN_SETTINGS: readonly SettingKey[] = PLACES.map(({ key }) => key);

/** Builds one section of the run config; the config is validated as a whole later. */
export function sectionOf<Section extends RunSection>(
  section: Section,
  settings: Settings,
): NonNullable<RunConfig[Section]> {
  const own = PLACES.filter((place) => place.section === section).map(({ key, field, codec }) => [
    field,
    codec === null ? settings[key] : codec.write(settings[key]),
  ]);
  return { ...DEFAULTS[section], ...Object.fromEntries(own) } as NonNullable<RunConfig[Section]>;
}

/**
 * Reads the settings that a run was started under, as far as they decided its result. Those of a
 * learner that it did not need are default.
 */
export function settingsOfRun(config: RunConfig): Partial<Settings> {
  const sections: Readonly<Record<string, unknown>> = {
    ...DEFAULTS,
    ...present(config),
    '': config,
  };
  const entries = PLACES.map(({ key, section, field, codec }) => {
    const stored = (sections[section] as Readonly<Record<string, unknown>>)[field];
    return [key, codec === null ? stored : codec.read(stored, config)];
  });
  return Object.fromEntries(entries) as Partial<Settings>;
}

/** Gives the parts of a config that are there. */
const present = (config: RunConfig) =>
  Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null));
