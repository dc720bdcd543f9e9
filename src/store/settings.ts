/**
 * One table of everything a person can set: default, range, unit, help. Links,
 * controls, validation and reset all read it, so that none can disagree.
 */
import { DEFAULT_TARGET_SHARE } from '../agents/policySpec';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../env/config';
import type { RewardTerm } from '../env/types';
import { BUNDLED_AGENT_NAMES, type BundledAgentName } from '../lab/bundledAgents';
import { DEFAULT_LEARNING_CONFIG, type Learner } from '../learning/config';
import {
  COMPACT_DECISION_TRANSFORMER_CONFIG,
  type ReturnLabel,
} from '../learning/decisionTransformerConfig';
import {
  DEFAULT_MARKET_CONFIG,
  MARKET_PRESETS,
  MARKET_REGIMES,
  type MarketPreset,
  type MarketRegime,
} from '../market/config';
import { InvalidInputError } from '../market/validation';
import { DEFAULT_RUN_CONFIG } from '../protocol/run';

/**
 * When a change takes effect: view at once; agent at the next decision; market
 * at the next episode; objective re-scores at once and changes behaviour at the
 * next training; learning at the next training; data at the next collection.
 */
export type SettingKind = 'view' | 'agent' | 'market' | 'objective' | 'learning' | 'data';

interface SettingText {
  readonly kind: SettingKind;
  readonly label: string;
  /** One line, shown under the control. */
  readonly help: string;
}

export interface NumberSetting extends SettingText {
  readonly type: 'number';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly unit: string;
  readonly scale: 'linear' | 'log';
}

export interface ChoiceSetting<Value extends string = string> extends SettingText {
  readonly type: 'choice';
  readonly default: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
}

export interface FlagSetting extends SettingText {
  readonly type: 'flag';
  readonly default: boolean;
}

export type Setting = NumberSetting | ChoiceSetting | FlagSetting;

type NumberOptions = Omit<NumberSetting, 'type' | 'kind' | 'unit' | 'scale'> &
  Partial<Pick<NumberSetting, 'unit' | 'scale'>>;

const number = (kind: SettingKind, options: NumberOptions): NumberSetting => ({
  type: 'number',
  kind,
  unit: '',
  scale: 'linear',
  ...options,
});

const choice = <Value extends string>(
  kind: SettingKind,
  options: Omit<ChoiceSetting<Value>, 'type' | 'kind'>,
): ChoiceSetting<Value> => ({ type: 'choice', kind, ...options });

const flag = (kind: SettingKind, options: Omit<FlagSetting, 'type' | 'kind'>): FlagSetting => ({
  type: 'flag',
  kind,
  ...options,
});

const money = (term: RewardTerm, label: string, help: string): NumberSetting =>
  number('objective', {
    label,
    help,
    default: DEFAULT_REWARD_WEIGHTS[term],
    min: 0,
    max: 3,
    step: 0.05,
    unit: '×',
  });

/** How much of one kind of behaviour a dataset holds. */
const share = (label: string, help: string) =>
  number('data', { label, help, default: 1, min: 0, max: 10, step: 0.1, unit: '×' });

const transformer = COMPACT_DECISION_TRANSFORMER_CONFIG;

const PRESET_LABELS: Readonly<Record<MarketPreset, string>> = {
  es: 'ES: large tick',
  nq: 'NQ: small tick',
  avellanedaStoikov: 'Analytic: Poisson fills',
};

const REGIME_LABELS: Readonly<Record<MarketRegime, string>> = {
  base: 'Base',
  calm: 'Calm',
  volatile: 'Volatile',
  toxic: 'Toxic',
  trending: 'Trending',
  switching: 'Switching',
};

export const SPEEDS = ['1', '2', '5', '10', 'max'] as const;
export type Speed = (typeof SPEEDS)[number];

export const AGENT_KINDS = [
  ...BUNDLED_AGENT_NAMES,
  'inventorySkewed',
  'fixedSpread',
  'avellanedaStoikov',
  'glft',
  'imbalanceMaker',
  'random',
  'doNothing',
  'trained',
] as const;
export type AgentKind = (typeof AGENT_KINDS)[number];

export const isBundled = (kind: AgentKind): kind is BundledAgentName =>
  BUNDLED_AGENT_NAMES.some((name) => name === kind);

export const SETTINGS = {
  seed: number('market', {
    label: 'Seed',
    help: 'The same seed and settings give the same market, order by order.',
    default: 1,
    min: 0,
    max: 4_294_967_295,
    step: 1,
  }),
  preset: choice('market', {
    label: 'Market',
    help: 'Tuned for plausibility, not calibrated on recorded data.',
    default: DEFAULT_MARKET_CONFIG.preset,
    options: MARKET_PRESETS.map((value) => ({ value, label: PRESET_LABELS[value] })),
  }),
  regime: choice('market', {
    label: 'Regime',
    help: 'The kind of day; switching goes from one to another at random.',
    default: DEFAULT_MARKET_CONFIG.regime,
    options: MARKET_REGIMES.map((value) => ({ value, label: REGIME_LABELS[value] })),
  }),
  episodeLength: number('market', {
    label: 'Episode length',
    help: 'Decisions per episode, ten a second; the position is flattened at the end.',
    default: DEFAULT_ENV_CONFIG.episodeLength,
    min: 50,
    max: 20_000,
    step: 50,
    unit: 'steps',
    scale: 'log',
  }),
  orderLatency: number('market', {
    label: 'Order latency',
    help: 'From a decision until the exchange acts on it.',
    default: DEFAULT_ENV_CONFIG.orderLatencyMicroseconds,
    min: 0,
    max: 500_000,
    step: 50,
    unit: 'µs',
    scale: 'log',
  }),
  marketDataLatency: number('market', {
    label: 'Market-data latency',
    help: 'From a change of the book until the agent sees it.',
    default: DEFAULT_ENV_CONFIG.marketDataLatencyMicroseconds,
    min: 0,
    max: 500_000,
    step: 50,
    unit: 'µs',
    scale: 'log',
  }),
  latencyJitter: number('market', {
    label: 'Latency jitter',
    help: 'Added to each order’s latency at random: exponential, of this mean.',
    default: DEFAULT_ENV_CONFIG.latencyJitterMicroseconds,
    min: 0,
    max: 100_000,
    step: 10,
    unit: 'µs',
    scale: 'log',
  }),
  makerFee: number('market', {
    label: 'Maker fee',
    help: 'Paid per contract when a resting quote trades; negative is a rebate.',
    default: DEFAULT_ENV_CONFIG.makerFeeDollars,
    min: -2,
    max: 5,
    step: 0.05,
    unit: '$',
  }),
  takerFee: number('market', {
    label: 'Taker fee',
    help: 'Paid per contract when a quote crosses, and when the end is flattened.',
    default: DEFAULT_ENV_CONFIG.takerFeeDollars,
    min: -2,
    max: 5,
    step: 0.05,
    unit: '$',
  }),
  maxInventory: number('market', {
    label: 'Inventory limit',
    help: 'Quotes are cut so that position and open orders stay within it.',
    default: DEFAULT_ENV_CONFIG.maxInventory,
    min: 1,
    max: 500,
    step: 1,
    unit: 'contracts',
    scale: 'log',
  }),
  maxOrderSize: number('market', {
    label: 'Largest order',
    help: 'What a size of 1 in the action means.',
    default: DEFAULT_ENV_CONFIG.maxOrderSize,
    min: 1,
    max: 100,
    step: 1,
    unit: 'contracts',
    scale: 'log',
  }),
  maxLoss: number('market', {
    label: 'Loss limit',
    help: 'The episode ends for good when equity falls below minus this.',
    default: DEFAULT_ENV_CONFIG.maxLossDollars,
    min: 100,
    max: 1_000_000,
    step: 100,
    unit: '$',
    scale: 'log',
  }),
  postOnly: flag('market', {
    label: 'Post only',
    help: 'A quote that would cross is moved back instead of taking.',
    default: DEFAULT_ENV_CONFIG.postOnly,
  }),

  agent: choice<AgentKind>('agent', {
    label: 'Agent',
    help: 'Who is quoting. The next decision is the new agent’s.',
    default: 'pretrainedEs',
    options: [
      { value: 'pretrainedEs', label: 'Pre-trained on ES' },
      { value: 'pretrainedToxic', label: 'Pre-trained on toxic ES' },
      { value: 'pretrainedTransformer', label: 'Decision Transformer on ES' },
      { value: 'inventorySkewed', label: 'Inventory-skewed' },
      { value: 'fixedSpread', label: 'Fixed spread' },
      { value: 'avellanedaStoikov', label: 'Avellaneda-Stoikov' },
      { value: 'glft', label: 'GLFT' },
      { value: 'imbalanceMaker', label: 'Imbalance-aware' },
      { value: 'random', label: 'Random' },
      { value: 'doNothing', label: 'Do nothing' },
      { value: 'trained', label: 'Trained policy' },
    ],
  }),
  agentSpread: number('agent', {
    label: 'Quoted spread',
    help: 'Distance from bid to ask before any skew.',
    default: 1,
    min: 0.5,
    max: 5,
    step: 0.5,
    unit: 'ticks',
  }),
  agentSkew: number('agent', {
    label: 'Inventory skew',
    help: 'How far both quotes move at the inventory limit, against the position.',
    default: 1,
    min: 0,
    max: 4,
    step: 0.05,
    unit: 'ticks',
  }),
  agentSize: number('agent', {
    label: 'Quote size',
    help: 'Share of the largest order.',
    default: 0.5,
    min: 0.1,
    max: 1,
    step: 0.05,
  }),
  agentGamma: number('agent', {
    label: 'Risk aversion γ',
    help: 'Higher moves quotes faster against inventory.',
    default: 0.002,
    min: 0.0001,
    max: 10,
    step: 0.0001,
    scale: 'log',
  }),
  agentA: number('agent', {
    label: 'Fill rate A',
    help: 'Fills per second of a quote at the mid.',
    default: 10,
    min: 0.1,
    max: 200,
    step: 0.1,
    unit: '/ s',
    scale: 'log',
  }),
  agentK: number('agent', {
    label: 'Fill decay k',
    help: 'How fast fills become rarer with distance from the mid.',
    default: 3,
    min: 0.1,
    max: 10,
    step: 0.01,
    unit: '/ tick',
    scale: 'log',
  }),
  agentThreshold: number('agent', {
    label: 'Threshold',
    help: 'Queue imbalance beyond which the threatened quote steps back.',
    default: 0.4,
    min: 0,
    max: 1,
    step: 0.05,
  }),
  agentLean: number('agent', {
    label: 'Inventory lean',
    help: 'How far a full inventory moves that threshold.',
    default: 2,
    min: 0,
    max: 10,
    step: 0.25,
  }),
  targetReturn: number('agent', {
    label: 'Asked return',
    help: 'Of a Decision Transformer: 0 asks for the worst return in its data, 100 for the best.',
    default: 100 * DEFAULT_TARGET_SHARE,
    min: 0,
    max: 100,
    step: 1,
    unit: '%',
  }),

  spreadCapture: money(
    'spreadCapture',
    'Spread capture',
    'Half-spread earned by passive fills, paid by takes.',
  ),
  adverseSelection: money(
    'adverseSelection',
    'Adverse selection',
    'What the market does to fills in their first second.',
  ),
  inventoryPnl: money(
    'inventoryPnl',
    'Inventory profit',
    'What older inventory earns or loses as the mid moves.',
  ),
  fees: money('fees', 'Fees', 'Exchange fees of makers and takers.'),
  inventoryPenalty: number('objective', {
    label: 'Inventory penalty',
    help: 'Dollars a step at the inventory limit, falling as its square.',
    default: DEFAULT_REWARD_WEIGHTS.inventoryPenalty,
    min: 0,
    max: 200,
    step: 1,
    unit: '$',
  }),
  spreadPenalty: number('objective', {
    label: 'Wide-quote penalty',
    help: 'Dollars per step and tick quoted wider than the market.',
    default: DEFAULT_REWARD_WEIGHTS.spreadPenalty,
    min: 0,
    max: 10,
    step: 0.05,
    unit: '$',
  }),

  algorithm: choice<Learner>('learning', {
    label: 'Algorithm',
    help: 'IQL improves on the data by its values; cloning imitates it; the Decision Transformer imitates what led to the return it is asked for.',
    default: DEFAULT_LEARNING_CONFIG.algorithm,
    options: [
      { value: 'iql', label: 'IQL' },
      { value: 'bc', label: 'Cloning' },
      { value: 'dt', label: 'Decision Transformer' },
    ],
  }),
  updates: number('learning', {
    label: 'Updates',
    help: 'Gradient steps after cloning.',
    default: DEFAULT_LEARNING_CONFIG.updates,
    min: 20,
    max: 100_000,
    step: 20,
    scale: 'log',
  }),
  cloningUpdates: number('learning', {
    label: 'Cloning first',
    help: 'Gradient steps of imitation before IQL; 0 starts from scratch.',
    default: DEFAULT_LEARNING_CONFIG.cloningUpdates,
    min: 0,
    max: 10_000,
    step: 20,
    scale: 'log',
  }),
  expectile: number('learning', {
    label: 'Expectile τ',
    help: '0.5 values average behaviour; towards 1, the best in the data.',
    default: DEFAULT_LEARNING_CONFIG.expectile,
    min: 0.5,
    max: 0.99,
    step: 0.01,
  }),
  temperature: number('learning', {
    label: 'Temperature β',
    help: '0 clones; higher follows the advantage more sharply.',
    default: DEFAULT_LEARNING_CONFIG.temperature,
    min: 0,
    max: 30,
    step: 0.1,
  }),
  discount: number('learning', {
    label: 'Discount γ',
    help: 'Worth of a reward one step later; 0.99 looks ten seconds ahead.',
    default: DEFAULT_LEARNING_CONFIG.discount,
    min: 0,
    max: 0.9999,
    step: 0.001,
  }),
  learningRate: number('learning', {
    label: 'Learning rate',
    help: 'Adam’s step.',
    default: DEFAULT_LEARNING_CONFIG.learningRate,
    min: 1e-6,
    max: 0.1,
    step: 1e-6,
    scale: 'log',
  }),
  batchSize: number('learning', {
    label: 'Batch size',
    help: 'Transitions per update.',
    default: DEFAULT_LEARNING_CONFIG.batchSize,
    min: 8,
    max: 4096,
    step: 8,
    scale: 'log',
  }),
  hiddenWidth: choice<'64' | '128' | '256'>('learning', {
    label: 'Network',
    help: 'Two hidden layers of this width, in every network.',
    default: '128',
    options: [
      { value: '64', label: '64-64' },
      { value: '128', label: '128-128' },
      { value: '256', label: '256-256' },
    ],
  }),

  dtReturnLabel: choice<ReturnLabel>('learning', {
    label: 'Return to go',
    help: 'Plain returns are mostly luck in a market, and imitating the lucky is gambling: take the luck out, or let a critic say what was to be expected.',
    default: transformer.returnLabel,
    options: [
      { value: 'plain', label: 'Plain, luck included' },
      { value: 'withoutLuck', label: 'Without luck' },
      { value: 'critic', label: 'By a critic, trained first' },
    ],
  }),
  dtUpdates: number('learning', {
    label: 'Updates',
    help: 'Gradient steps of the transformer.',
    default: transformer.updates,
    min: 20,
    max: 100_000,
    step: 20,
    scale: 'log',
  }),
  dtContext: number('learning', {
    label: 'Context',
    help: 'Decisions that it sees at once; ten make a second.',
    default: transformer.contextLength,
    min: 1,
    max: 50,
    step: 1,
  }),
  dtWidth: choice<'32' | '64' | '128'>('learning', {
    label: 'Width',
    help: 'Numbers in a token; 128 is the paper’s, and four times the work of 64.',
    default: '64',
    options: [
      { value: '32', label: '32' },
      { value: '64', label: '64' },
      { value: '128', label: '128' },
    ],
  }),
  dtLayers: number('learning', {
    label: 'Layers',
    help: 'Blocks of attention and feed-forward; the paper has 3.',
    default: transformer.layers,
    min: 1,
    max: 4,
    step: 1,
  }),
  dtLearningRate: number('learning', {
    label: 'Learning rate',
    help: 'AdamW’s step, after a linear warm-up.',
    default: transformer.learningRate,
    min: 1e-6,
    max: 0.1,
    step: 1e-6,
    scale: 'log',
  }),
  dtBatchSize: number('learning', {
    label: 'Batch size',
    help: 'Windows of context per update.',
    default: transformer.batchSize,
    min: 4,
    max: 512,
    step: 4,
    scale: 'log',
  }),

  dataEpisodes: number('data', {
    label: 'Episodes',
    help: 'To collect, dealt to the behaviours by their shares.',
    default: DEFAULT_RUN_CONFIG.dataset.episodes,
    min: 10,
    max: 2000,
    step: 1,
    scale: 'log',
  }),
  mixRandom: share('Random', 'Every corner of the action box, held for a while.'),
  mixFixedSpread: share('Fixed spread', 'Always at the touch, whatever it holds.'),
  mixInventorySkewed: share('Inventory-skewed', 'At the touch, leaning against its position.'),
  mixAvellanedaStoikov: share('Avellaneda-Stoikov', 'At several risk aversions.'),
  mixGlft: share('GLFT', 'With the parameters tuned for this market.'),
  mixImbalanceMaker: share('Imbalance-aware', 'Steps back from the queue that is about to go.'),
  mixDoNothing: share('Do nothing', 'Shows what it is worth not to quote.'),
  mixNoisy: share(
    'With noise',
    'Of every behaviour that is there with noise: the data that shows what else could be done.',
  ),

  trainingSeeds: choice<'1' | '3' | '5'>('view', {
    label: 'Training seeds',
    help: 'The same run again with other initial weights and batches; one seed shows luck as skill.',
    default: '1',
    options: [
      { value: '1', label: '1' },
      { value: '3', label: '3' },
      { value: '5', label: '5' },
    ],
  }),
  speed: choice<Speed>('view', {
    label: 'Speed',
    help: 'Market seconds per second.',
    default: '1',
    options: SPEEDS.map((value) => ({ value, label: value === 'max' ? 'Max' : `${value}×` })),
  }),
  heatmap: flag('view', {
    label: 'Depth heatmap',
    help: 'Shades the price chart by how much waits at each price.',
    default: false,
  }),
  fallback: choice<'off' | '5' | '20' | '50'>('view', {
    label: 'Stand-in',
    help: 'Who quotes after so many decisions in a row beyond the 99th percentile, until as many are within it: the inventory-skewed maker.',
    default: 'off',
    options: [
      { value: 'off', label: 'Nobody' },
      { value: '5', label: 'After 5 decisions' },
      { value: '20', label: 'After 20 decisions' },
      { value: '50', label: 'After 50 decisions' },
    ],
  }),
  window: choice<'30' | '60' | '300'>('view', {
    label: 'Window',
    help: 'How much of the past the charts show.',
    default: '30',
    options: [
      { value: '30', label: '30 s' },
      { value: '60', label: '1 min' },
      { value: '300', label: '5 min' },
    ],
  }),
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
