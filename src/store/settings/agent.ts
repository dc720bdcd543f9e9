/** The agent that trades, and its parameters: they take effect with the next decision. */
import { AGENT_FIELDS } from '../../agents/agentSpecSchema';
import { DEFAULT_TARGET_SHARE } from '../../agents/policies/policySpec';
import { BUNDLED_AGENT_NAMES, type BundledAgentName } from '../../lab/bundledAgents';
import { choiceField, wholeField } from '../../market/fields';
import { choice, list, number, type Setting } from './kinds';
import { RIVALS_FIELD } from './rivals';

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

const AGENT_FIELD = choiceField<AgentKind>({
  default: 'pretrainedEs',
  choices: AGENT_KINDS,
  help: 'Who is quoting. The next decision is the new agent’s.',
});

const TARGET_RETURN_FIELD = wholeField({
  default: 100 * DEFAULT_TARGET_SHARE,
  min: 0,
  max: 100,
  unit: '%',
  help: 'What a Decision Transformer is asked for, between the least of its data and the most: a return, or the rank of what a critic expects of each decision.',
});

const AGENT_LABELS: Readonly<Record<AgentKind, string>> = {
  pretrainedEs: 'Pre-trained on ES',
  pretrainedToxic: 'Pre-trained on toxic ES',
  pretrainedTransformer: 'Decision Transformer on ES',
  inventorySkewed: 'Inventory-skewed',
  fixedSpread: 'Fixed spread',
  avellanedaStoikov: 'Avellaneda-Stoikov',
  glft: 'GLFT',
  imbalanceMaker: 'Imbalance-aware',
  random: 'Random',
  doNothing: 'Do nothing',
  trained: 'Trained policy',
};

export const AGENT_SETTINGS = {
  agent: choice('agent', AGENT_FIELD, { label: 'Agent', labels: AGENT_LABELS }),
  rivals: list('market', RIVALS_FIELD, { label: 'Rivals', labels: AGENT_LABELS }),
  agentSpread: number('agent', AGENT_FIELDS.spreadTicks, { label: 'Quoted spread' }),
  agentSkew: number('agent', AGENT_FIELDS.skewTicks, {
    label: 'Inventory skew',
    slider: { max: 4 },
  }),
  agentSize: number('agent', AGENT_FIELDS.sizeFraction, {
    label: 'Quote size',
    slider: { min: 0.1 },
  }),
  agentGamma: number('agent', AGENT_FIELDS.gamma, {
    label: 'Risk aversion γ',
    slider: { min: 0.0001, max: 10, scale: 'log' },
  }),
  agentA: number('agent', AGENT_FIELDS.a, {
    label: 'Fill rate A',
    slider: { min: 0.1, max: 200, scale: 'log' },
  }),
  agentK: number('agent', AGENT_FIELDS.k, {
    label: 'Fill decay k',
    slider: { min: 0.1, max: 10, scale: 'log' },
  }),
  agentThreshold: number('agent', AGENT_FIELDS.threshold, { label: 'Threshold' }),
  agentLean: number('agent', AGENT_FIELDS.inventoryLean, {
    label: 'Inventory lean',
    slider: { max: 10 },
  }),
  targetReturn: number('agent', TARGET_RETURN_FIELD, { label: 'Target' }),
} as const satisfies Record<string, Setting>;

type AgentSettingKey = keyof typeof AGENT_SETTINGS;
type Parameters = Readonly<Partial<Record<AgentSettingKey, keyof typeof AGENT_FIELDS>>>;

/** Settings that a baseline takes, each with the parameter that it stands for. */
export const BASELINE_PARAMETERS = {
  inventorySkewed: {
    agentSpread: 'spreadTicks',
    agentSkew: 'skewTicks',
    agentSize: 'sizeFraction',
  },
  fixedSpread: { agentSpread: 'spreadTicks', agentSize: 'sizeFraction' },
  avellanedaStoikov: { agentGamma: 'gamma', agentK: 'k', agentSize: 'sizeFraction' },
  glft: { agentGamma: 'gamma', agentA: 'a', agentK: 'k', agentSize: 'sizeFraction' },
  imbalanceMaker: {
    agentThreshold: 'threshold',
    agentLean: 'inventoryLean',
    agentSize: 'sizeFraction',
  },
  random: {},
  doNothing: {},
} as const satisfies Record<Exclude<AgentKind, 'trained' | BundledAgentName>, Parameters>;
export type BaselineKind = keyof typeof BASELINE_PARAMETERS;

export const isBaseline = (kind: AgentKind): kind is BaselineKind =>
  Object.hasOwn(BASELINE_PARAMETERS, kind);
