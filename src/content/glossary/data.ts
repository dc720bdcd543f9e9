/** Entries on the dataset: its size, who played it, and how good it is to learn from. */
import { entry, type MetricText } from './entry';

export const DATA_ENTRIES = {
  dataRows: entry(
    'Decision steps in the training data.',
    '',
    'Tens of thousands for a first policy. More helps until the behaviours repeat themselves.',
  ),
  dataBytes: entry(
    'Memory the data takes in the trainer.',
    'rows · (observation, action, terms, reward and flags)',
    'Below a gigabyte.',
  ),
  behaviourEpisodes: entry(
    'Complete episodes in the data.',
    '',
    'Several per behaviour: a learner can only compare what it has seen.',
  ),
  returnHistogram: entry(
    'How many episodes ended with which return, on one scale for every behaviour.',
    '',
    'Some overlap. Behaviours that never earn what the best do teach what to avoid, not what to do.',
  ),
  trajectoryQuality: entry(
    'Where the average episode lies between the worst in the data and the best.',
    '(mean return − worst) / (best − worst)',
    'High for imitation; a learner that improves on its data needs less. Schweighofer et al. 2021.',
  ),
  stateActionCoverage: entry(
    'How much of the state and action space the data covers, counted in bins.',
    'different cells visited / rows',
    'Higher leaves a learner less to guess. Schweighofer et al. 2021, over four features and the action.',
  ),
  actionEntropy: entry(
    'How varied the actions are, averaged over their five dimensions.',
    'H(action bins) / log(bins)',
    'Above 0.3: with a single action everywhere there is nothing to compare. 1 is uniform.',
  ),
  behaviourReturn: entry(
    'Mean return of a behaviour’s episodes, under the weights that last labelled the data.',
    'Σ return / episodes',
    'Spread out: good behaviours to follow, and bad ones to avoid.',
  ),
} as const satisfies Record<string, MetricText>;
