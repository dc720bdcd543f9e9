/**
 * How the agents that come with the page are made. A recipe is a whole run
 * config: the same recipe gives the same file, bit for bit, on the same backend.
 */
import { parseMixture } from '../agents/agentSpecSchema';
import { defaultBehaviours, type WeightedBehaviour } from '../agents/behaviours';
import { ES_BASELINES } from '../agents/tunedBaselines';
import { COMPACT_DECISION_TRANSFORMER_CONFIG } from '../learning/decisionTransformerConfig';
import { SHARP, steadySizes } from './experiments/iqlBeatsCloning';
import type { BundledAgentName } from '../lab/bundledAgents';
import { DEFAULT_RUN_CONFIG, parseRunConfig, type RunConfig } from '../protocol/run';

export interface Recipe {
  readonly title: string;
  /** In tables. */
  readonly ownName: string;
  readonly description: string;
  readonly config: RunConfig;
}

/** Where most fills lose, data must show what quoting wide, little or not at all is worth. */
const CAUTIOUS: readonly WeightedBehaviour[] = [
  ...defaultBehaviours(),
  { agent: { kind: 'doNothing' }, weight: 4 },
  { agent: ES_BASELINES.inventorySkewed, weight: 4 },
  { agent: { kind: 'noisy', agent: ES_BASELINES.inventorySkewed, std: 0.3 }, weight: 6 },
  { agent: { kind: 'fixedSpread', spreadTicks: 5, sizeFraction: 1 }, weight: 2 },
  {
    agent: {
      kind: 'noisy',
      agent: { kind: 'fixedSpread', spreadTicks: 4, sizeFraction: 0.5 },
      std: 0.3,
    },
    weight: 6,
  },
];

/** What `iql-beats-cloning` trains. */
const ES: RunConfig = {
  ...DEFAULT_RUN_CONFIG,
  dataset: {
    episodes: 600,
    behaviours: steadySizes(defaultBehaviours()),
  },
  learning: { ...DEFAULT_RUN_CONFIG.learning, ...SHARP, updates: 6000 },
};

export const RECIPES: Readonly<Record<BundledAgentName, Recipe>> = {
  pretrainedEs: {
    title: 'IQL, ES',
    ownName: 'IQL',
    description:
      'Learned to make the large-tick market from episodes of baselines, their noisy versions and random quoting.',
    config: ES,
  },
  pretrainedToxic: {
    title: 'IQL, toxic ES',
    ownName: 'IQL',
    description:
      'Learned where informed traders are many: its data also shows quoting wide, little and not at all.',
    config: parseRunConfig({
      ...ES,
      market: { ...ES.market, regime: 'toxic' },
      dataset: { episodes: 160, behaviours: parseMixture(CAUTIOUS) },
      learning: { ...ES.learning, expectile: 0.8, temperature: 20 },
    }),
  },
  pretrainedTransformer: {
    title: 'Decision Transformer, ES',
    ownName: 'Decision Transformer',
    description:
      'Learned from the same episodes as the first which action leads to which return, with luck taken out of the returns.',
    config: parseRunConfig({
      ...ES,
      decisionTransformer: { ...COMPACT_DECISION_TRANSFORMER_CONFIG, updates: 2500 },
    }),
  },
};
