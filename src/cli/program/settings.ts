/**
 * Settings of the page are flags of the command line: name, range, default and help are those of
 * the setting's entry.
 */
import { parseEnvConfig, parseRewardWeights, type EnvConfig } from '../../env/config';
import type { RewardWeights } from '../../env/types';
import { parseSharedMarket, type SharedMarketConfig } from '../../agents/rivals/sharedMarket';
import { parseMarketConfig, type MarketConfig } from '../../market/config';
import { envConfig, rewardWeights } from '../../store/settings/configs';
import type {
  ChoiceSetting,
  ListSetting,
  NumberSetting,
  Setting,
  ValuesSetting,
} from '../../store/settings/kinds';
import {
  DEFAULT_SETTINGS,
  SETTINGS,
  type SettingKey,
  type Settings,
} from '../../store/settings/settings';
import { parameterFiles, parametersOfFlag } from './marketFile';
import type { ChoiceFlag, FlagTable, FlagValues, NumberFlag, SwitchFlag, TextFlag } from './flags';

type FlagOf<Entry extends Setting> = Entry extends NumberSetting
  ? NumberFlag
  : Entry extends ChoiceSetting<infer Value>
    ? ChoiceFlag<Value>
    : Entry extends ListSetting | ValuesSetting
      ? TextFlag
      : SwitchFlag;
type FlagsOf<Key extends SettingKey> = { readonly [Name in Key]: FlagOf<(typeof SETTINGS)[Name]> };

/** The transformer's updates and rate are the learner's unless they are given too. */
const FOLLOWS: Readonly<Partial<Record<SettingKey, SettingKey>>> = {
  dtUpdates: 'updates',
  dtLearningRate: 'learningRate',
};

/** Where a label is clear only beside others on the page, the flag has a help of its own. */
const HELP: Readonly<Partial<Record<SettingKey, string>>> = {
  preset: 'market preset; tuned for plausibility, not calibrated on recorded data',
  parameters:
    'parameters that differ from the preset’s: name:number joined by commas, or a file that `fit` or the page wrote',
  dataEpisodes: 'episodes to collect, divided among the behaviours',
  updates: 'gradient steps after cloning',
  dtUpdates: 'gradient steps of the transformer',
  dtWidth:
    'transformer width: numbers in a token; 128 is the paper’s, and four times the work of 64',
  dtContext: 'transformer context: decisions that it sees at once; ten make a second',
  dtLayers: 'transformer layers: blocks of attention and feed-forward; the paper has 3',
  dtLearningRate: 'transformer learning rate: size of AdamW’s steps, after a linear warm-up',
  dtHeads: 'transformer heads: attention heads of a layer; they divide its width',
  dtTimesteps: 'transformer timesteps: rows of its timestep table',
  dtWeightDecay: 'transformer weight decay: AdamW’s decay of weights',
  dtClipNorm: 'transformer gradient clip: Euclidean norm to which a gradient is shortened',
  dtWarmUp:
    'transformer warm-up: updates over which its learning rate rises linearly; as it stands, at most a tenth of all',
  dtBatchSize: 'transformer batch size: windows of context per update',
  dtReturnLabel:
    'return to go: plain returns are mostly luck in a market; withoutLuck takes the luck out, critic is what a critic expects',
};

/** Lowers the first letter of a sentence, unless an abbreviation begins it. */
const lowerStart = (text: string): string =>
  text.replace(/^[A-Z](?=[a-z]*(?:\W|$))/, (letter) => letter.toLowerCase());

/** Makes one flag for each of the settings. */
export function settingFlags<const Key extends SettingKey>(...keys: readonly Key[]): FlagsOf<Key> {
  return Object.fromEntries(keys.map((key) => [key, flagOf(key)])) as FlagsOf<Key>;
}

function flagOf(key: SettingKey): NumberFlag | ChoiceFlag | SwitchFlag | TextFlag {
  const setting: Setting = SETTINGS[key];
  const { aliases } = setting;
  const typedAs = setting.flag ?? undefined;
  const help = HELP[key] ?? `${lowerStart(setting.label)}: ${lowerStart(setting.help)}`;
  if (setting.type === 'flag')
    return { kind: 'switch', default: setting.default, typedAs, aliases, help };
  if (setting.type === 'list' || setting.type === 'text') {
    const placeholder = setting.type === 'list' ? 'NAME[,NAME…]' : 'NAME';
    return { kind: 'text', placeholder, typedAs, aliases, help };
  }
  if (setting.type === 'values') {
    const placeholder = 'FILE or NAME:NUMBER[,…]';
    return { kind: 'text', reads: parameterFiles, placeholder, typedAs, aliases, help };
  }
  if (setting.type === 'choice') {
    const { choices, default: defaults } = setting;
    return { kind: 'choice', default: defaults, choices, typedAs, aliases, help };
  }
  const { min, max, whole, unit, default: defaults } = setting;
  return {
    kind: 'number',
    default: defaults,
    min,
    max,
    whole,
    unit,
    typedAs,
    aliases,
    help,
    follows: FOLLOWS[key],
  };
}

/**
 * Gives the settings of the page that flags stand for; those without a flag are default.
 * @param table whose flags are read, those that are no settings aside
 */
export function settingsOfFlags<const Table extends FlagTable>(
  table: Table,
  flags: FlagValues<Table>,
): Settings {
  const given = Object.entries(flags).filter(
    ([name, value]) =>
      Object.hasOwn(table, name) && Object.hasOwn(SETTINGS, name) && value !== null,
  );
  return { ...DEFAULT_SETTINGS, ...Object.fromEntries(given) };
}

export const MARKET_FLAGS = settingFlags('preset', 'regime', 'parameters');

/** Flags for how orders reach the market, what they cost, and which limits they keep. */
export const EXECUTION_FLAGS = settingFlags(
  'orderLatency',
  'marketDataLatency',
  'latencyJitter',
  'makerFee',
  'takerFee',
  'maxInventory',
  'maxOrderSize',
  'maxLoss',
  'postOnly',
  'decisionInterval',
  'flattenAtEnd',
  'adverseHorizon',
);

export const SCENARIO_FLAGS = {
  ...MARKET_FLAGS,
  ...settingFlags('observation', 'episodeLength'),
  ...EXECUTION_FLAGS,
  ...settingFlags(
    'spreadCapture',
    'adverseSelection',
    'inventoryPnl',
    'fees',
    'inventoryPenalty',
    'spreadPenalty',
  ),
} as const satisfies FlagTable;

export const SEED_FLAG = settingFlags('seed').seed;

/** A market, an environment and reward weights. */
export interface Scenario {
  readonly market: SharedMarketConfig;
  readonly env: EnvConfig;
  readonly weights: RewardWeights;
}

/** @throws InvalidInputError for a regime that the market does not have */
function marketOf(flags: FlagValues<typeof MARKET_FLAGS>): MarketConfig {
  const { preset, regime } = flags;
  if (flags.parameters === null) return parseMarketConfig({ preset, regime });
  const parameters = parametersOfFlag(flags.parameters, preset);
  return parseMarketConfig({ preset, regime, ...(parameters !== undefined && { parameters }) });
}

/** The default environment with the latency, fees and limits that flags ask for. */
export const executionOf = (flags: FlagValues<typeof EXECUTION_FLAGS>): EnvConfig =>
  parseEnvConfig(envConfig(settingsOfFlags(EXECUTION_FLAGS, flags)));

/** A market as it stands in the names of results: `es`, `es.toxic`, `es.custom`, `tape.ESH4`. */
export function marketName({ preset, regime, tape, parameters }: MarketConfig): string {
  if (tape !== undefined) return `tape.${tape.instrument.replace(/[^A-Za-z0-9-]/g, '')}`;
  const name = parameters === undefined ? preset : `${preset}.custom`;
  return regime === 'base' ? name : `${name}.${regime}`;
}

/** @throws InvalidInputError naming the field, what was expected and what came */
export function scenarioOf(flags: FlagValues<typeof SCENARIO_FLAGS>): Scenario {
  const settings = settingsOfFlags(SCENARIO_FLAGS, flags);
  return {
    market: marketOf(flags),
    env: parseEnvConfig(envConfig(settings)),
    weights: parseRewardWeights(rewardWeights(settings)),
  };
}

/**
 * Gives a scenario in which whatever was typed takes the place of its own.
 * @param own scenario of a trained agent, from its card
 * @param given names of the flags that were typed
 * @throws InvalidInputError naming the field, what was expected and what came
 */
export function scenarioWith(
  own: Scenario,
  flags: FlagValues<typeof SCENARIO_FLAGS>,
  given: ReadonlySet<string>,
): Scenario {
  const typed: Sections = scenarioOf(flags);
  const sections = { market: { ...own.market }, env: { ...own.env }, weights: { ...own.weights } };
  const mixed: Record<keyof Scenario, Record<string, unknown>> = sections;
  const scenarioFlags = [...given].filter((name) => Object.hasOwn(SCENARIO_FLAGS, name));
  for (const path of scenarioFlags.flatMap(pathsOfSetting)) {
    const [section, field] = path.split('.') as [keyof Scenario, string];
    mixed[section][field] = typed[section][field];
  }
  return {
    market: parseSharedMarket(mixed.market),
    env: parseEnvConfig(mixed.env),
    weights: parseRewardWeights(mixed.weights),
  };
}

type Sections = Readonly<Record<keyof Scenario, Readonly<Record<string, unknown>>>>;

/** Lists the fields of a run config that the flag of a setting decides. */
export function pathsOfSetting(name: string): readonly string[] {
  if (!Object.hasOwn(SETTINGS, name)) return [];
  const { path }: Setting = SETTINGS[name as SettingKey];
  // What a tick is worth comes with the market, and so do parameters that differ from it.
  if (name === 'preset') {
    return ['market.preset', 'market.parameters', 'env.tickSize', 'env.tickValueDollars'];
  }
  return path === null ? [] : [path];
}

/**
 * Lists in words the fields in which one scenario is not as another:
 * `env.makerFeeDollars 0.3 instead of 0.25`.
 */
export function scenarioDifferences(one: Scenario, other: Scenario): string[] {
  return differences({ ...one }, { ...other }, '');
}

function differences(one: unknown, other: unknown, path: string): string[] {
  if (typeof one !== 'object' || one === null) {
    return one === other ? [] : [`${path} ${String(one)} instead of ${String(other)}`];
  }
  return Object.entries(one).flatMap(([key, value]) =>
    differences(
      value,
      (other as Readonly<Record<string, unknown>>)[key],
      path === '' ? key : `${path}.${key}`,
    ),
  );
}
