/**
 * Recipes tell how the agents that come with the page are made. A recipe is a whole run config:
 * the same recipe gives the same file, bit for bit, on the same backend.
 */
import type { AgentSpec } from '../../agents/agentSpec';
import { parseMixture } from '../../agents/agentSpecSchema';
import { defaultBehaviours, type WeightedBehaviour } from '../../agents/baselines/behaviours';
import { DEFAULT_LEARNING_CONFIG } from '../../learning/algorithms/config';
import { COMPACT_DECISION_TRANSFORMER_CONFIG } from '../../learning/algorithms/decisionTransformerConfig';
import { FAR_SIGHTED } from '../experiments/iqlBeatsCloning';
import type { BundledAgentName } from '../../lab/bundledAgents';
import { DEFAULT_RUN_CONFIG, parseRunConfig, type RunConfig } from '../../protocol/run';

export interface Recipe {
  readonly title: string;
  /** Name in tables. */
  readonly ownName: string;
  readonly description: string;
  readonly config: RunConfig;
}

const noisy = (agent: AgentSpec, std: number, sizeStd: number): AgentSpec => ({
  kind: 'noisy',
  agent,
  std,
  sizeStd,
});

const NOTHING: AgentSpec = { kind: 'doNothing' };

/**
 * The data of a market in which most fills lose has to show what is not quoted as densely as what
 * is. So it is mostly nothing with noise on prices and sizes, which is a small quote on one side,
 * on both or on neither, at the touch, behind it or through it, held for about a second. Beside it
 * play makers of two contracts who lean hard on their inventory.
 */
const CAUTIOUS: readonly WeightedBehaviour[] = [
  { agent: NOTHING, weight: 1 },
  { agent: noisy(NOTHING, 0.2, 0.2), weight: 4 },
  { agent: noisy(NOTHING, 0.4, 0.3), weight: 5 },
  { agent: noisy(NOTHING, 0.7, 0.3), weight: 4 },
  {
    agent: noisy(
      { kind: 'imbalanceMaker', threshold: 0.4, inventoryLean: 4, sizeFraction: 0.2 },
      0.3,
      0.3,
    ),
    weight: 4,
  },
  {
    agent: noisy(
      { kind: 'inventorySkewed', spreadTicks: 0, skewTicks: 3, sizeFraction: 0.2 },
      0.3,
      0.3,
    ),
    weight: 3,
  },
  { agent: { kind: 'random' }, weight: 1 },
];

/** The recipe of the experiment `iql-beats-cloning`. */
const ES: RunConfig = {
  ...DEFAULT_RUN_CONFIG,
  dataset: { episodes: 600, behaviours: parseMixture(defaultBehaviours()) },
  learning: { ...DEFAULT_RUN_CONFIG.learning, ...FAR_SIGHTED, updates: 6000 },
};

/** Makes a recipe one for every weighting: a slider then moves what the agent does. */
const told = (config: RunConfig, updates: number): RunConfig => ({
  ...config,
  learning: { ...config.learning, conditioning: 'weights', updates },
});

export const RECIPES: Readonly<Record<BundledAgentName, Recipe>> = {
  pretrainedEs: {
    title: 'IQL, ES',
    ownName: 'IQL',
    description:
      'Trained on ES, a large-tick market, for every weighting of the reward, from episodes of baselines, noisy versions of them, and random quoting.',
    config: told(ES, 8000),
  },
  pretrainedToxic: {
    title: 'IQL, toxic ES',
    ownName: 'IQL',
    description:
      'Trained on toxic ES, where many traders are informed, for every weighting of the reward, from episodes that mostly quote little, on one side, or not at all.',
    config: told(
      parseRunConfig({
        ...ES,
        market: { ...ES.market, regime: 'toxic' },
        dataset: { episodes: 400, behaviours: parseMixture(CAUTIOUS) },
        learning: { ...ES.learning, discount: DEFAULT_LEARNING_CONFIG.discount },
      }),
      6000,
    ),
  },
  pretrainedTransformer: {
    title: 'Decision Transformer, ES',
    ownName: 'Decision Transformer',
    description:
      'Trained on the same episodes as the ES agent to reach the return it is asked for, on returns without luck.',
    config: parseRunConfig({
      ...ES,
      decisionTransformer: { ...COMPACT_DECISION_TRANSFORMER_CONFIG, updates: 2500 },
    }),
  },
};
