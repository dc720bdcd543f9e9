/** What the page says of training for the weights as they stand, or for every weighting. */
import type { LearningConfig } from '../learning/algorithms/config';

type Conditioning = LearningConfig['conditioning'];

/** Says beside the objectives when the agent that trades acts on one. */
export const objectivesApply = (isFollowed: boolean): string =>
  isFollowed ? 'Scored and acted on at once.' : 'Scored at once; acted on after the next training.';

/** Says why nothing can be continued. */
export const NO_RUN_TO_CONTINUE =
  'No stored run has matching networks: of the same sizes, kind and observations';

/** Says what fine-tuning continues, and under which weights. @param run name of the run */
export const fineTuneTitle = (run: string, conditioning: Conditioning): string =>
  conditioning === 'weights'
    ? `Continue from ${run}, for every weighting`
    : `Continue from ${run} with the current weights`;

/** Says what is trained from scratch. */
export const retrainTitle = (conditioning: Conditioning): string =>
  `Train from scratch, ${conditioning === 'weights' ? 'for every weighting' : 'for the current weights'}. Data is collected again only if the market, environment, mixture or seed changed`;

/** Says before any training what pressing Train does. */
export const trainingIdea = (conditioning: Conditioning): string =>
  `Collects episodes from several market makers, clones them, then improves on them while you watch, ${
    conditioning === 'weights'
      ? 'for every weighting of the reward: the agent then follows the sliders'
      : 'for the reward weights as they stand'
  }. Runs entirely on this machine.`;

/** Says on a card what an agent was trained for. */
export const trainedFor = (conditioning: Conditioning): string =>
  conditioning === 'weights'
    ? 'every weighting: it follows the sliders at once. Its figures are those of the default weights'
    : 'the default weights';

/** Stands in place of the choice where a critic labels the returns. */
export const CRITIC_IS_FIXED = 'Trained for these weights: a critic knows one weighting.';
