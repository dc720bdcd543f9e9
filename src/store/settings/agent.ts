/** Who trades, and with which parameters: from the next decision on. */
import { DEFAULT_TARGET_SHARE } from '../../agents/policies/policySpec';
import { BUNDLED_AGENT_NAMES, type BundledAgentName } from '../../lab/bundledAgents';
import { choice, number, type Setting } from './kinds';

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

export const AGENT_SETTINGS = {
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
} as const satisfies Record<string, Setting>;
