/**
 * Recipes tell how the agents that come with the page are made. A recipe is a whole run config: the
 * same recipe gives the same file, bit for bit, on the same backend.
 */
import { parseMixture } from '../../agents/agentSpecSchema';
import { defaultBehaviours } from '../../agents/baselines/behaviours';
import { COMPACT_DECISION_TRANSFORMER_CONFIG } from '../../learning/algorithms/decisionTransformerConfig';
import { FAR_SIGHTED } from '../experiments/iqlBeatsCloning';
import { CAUTIOUS, REACHING, SMALL_AND_LARGE } from '../experiments/steerableRecipe';
import type { BundledAgentName } from '../../lab/bundledAgents';
import { DEFAULT_RUN_CONFIG, parseRunConfig, type RunConfig } from '../../protocol/run';

export interface Recipe {
  readonly title: string;
  /** Name in tables. */
  readonly ownName: string;
  readonly description: string;
  readonly config: RunConfig;
}

/** The recipe of the experiment `iql-beats-cloning`. */
const ES: RunConfig = {
  ...DEFAULT_RUN_CONFIG,
  dataset: { episodes: 600, behaviours: parseMixture(defaultBehaviours()) },
  learning: { ...DEFAULT_RUN_CONFIG.learning, ...FAR_SIGHTED, updates: 6000 },
};

/** The recipe of the experiment `weights-that-steer`. */
const STEERABLE: RunConfig = {
  ...DEFAULT_RUN_CONFIG,
  dataset: { episodes: 800, behaviours: parseMixture(SMALL_AND_LARGE) },
  learning: { ...DEFAULT_RUN_CONFIG.learning, ...REACHING },
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
      'Trained on ES, a large-tick market, for every weighting of the reward, from episodes of baselines, noisy versions of them down to one contract, and random quoting.',
    config: told(STEERABLE, 6000),
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
        dataset: { episodes: 600, behaviours: parseMixture(CAUTIOUS) },
        learning: { ...ES.learning, ...REACHING },
      }),
      5000,
    ),
  },
  pretrainedTransformer: {
    title: 'Decision Transformer, ES',
    ownName: 'Decision Transformer',
    description:
      'Trained on episodes of baselines, noisy versions of them, and random quoting to reach the return it is asked for, on returns without luck.',
    config: parseRunConfig({
      ...ES,
      decisionTransformer: { ...COMPACT_DECISION_TRANSFORMER_CONFIG, updates: 2500 },
    }),
  },
};
