/**
 * Groups of features by which a quote is explained. A group is moved to its typical values as a
 * whole, and the others stay what they are: book and imbalance share the best queues, of which the
 * book has their contracts together and the imbalance their shares.
 */
import { LEVEL_LENGTH, type ObservationLayout } from '../../env/observationLayout';
import { DEFAULT_REWARD_WEIGHTS } from '../../env/rewardWeightFields';
import type { RewardWeights } from '../../env/types';
import {
  imbalanceAt,
  placeBestSizes,
  placeMicroprice,
  readScalars,
  type Situation,
} from './situation';
import type { TypicalValues } from './typicalValues';

const FEATURE_GROUPS = [
  'book',
  'imbalance',
  'inventory',
  'ownQuotes',
  'time',
  'returns',
  'weights',
] as const;
export type FeatureGroup = (typeof FEATURE_GROUPS)[number];

type LayoutGroup = keyof ObservationLayout['groups'];

/** Observation groups that each group is made of; the weights are no part of an observation. */
const PARTS: Readonly<Record<FeatureGroup, readonly LayoutGroup[]>> = {
  book: ['lobFeatures', 'spread'],
  imbalance: ['imbalance', 'microprice', 'orderFlowImbalance'],
  inventory: ['inventory', 'unrealizedPnl'],
  ownQuotes: ['ownQuotes'],
  time: ['timeLeft', 'timeSinceTrade'],
  returns: ['recentReturns', 'volatility'],
  weights: [],
};

/** Lists the groups that observations of this layout have, and the weights where they count. */
export const groupsOf = (layout: ObservationLayout, hearsWeights: boolean): FeatureGroup[] =>
  FEATURE_GROUPS.filter((group) =>
    group === 'weights'
      ? hearsWeights
      : PARTS[group].some((part) => layout.groups[part].end > layout.groups[part].start),
  );

/** The weights that count as typical: the defaults. */
export const typicalWeights = (group: FeatureGroup, weights: RewardWeights): RewardWeights =>
  group === 'weights' ? DEFAULT_REWARD_WEIGHTS : weights;

/** Moves a group of the situation to its typical values. */
export function makeTypical(
  situation: Situation,
  layout: ObservationLayout,
  { median }: TypicalValues,
  group: FeatureGroup,
): void {
  const { observation } = situation;
  const { groups } = layout;
  const bests = bestLevels(layout);
  const imbalances = bests.map((best) =>
    imbalanceAt(group === 'imbalance' ? median : observation, best),
  );
  for (const part of PARTS[group]) {
    const { start, end } = groups[part];
    observation.set(median.subarray(start, end), start);
  }
  if (group === 'book' || group === 'imbalance') {
    for (const [age, best] of bests.entries()) placeBestSizes(observation, best, imbalances[age]);
  }
  readScalars(situation, layout);
  if (group === 'book') placeMicroprice(situation, groups);
}

/** Where the best level of every snapshot begins, the oldest first. */
function bestLevels({ groups, snapshotLength }: ObservationLayout): number[] {
  const { start, end } = groups.lobFeatures;
  const snapshots = Math.floor((end - start) / Math.max(LEVEL_LENGTH, snapshotLength));
  return Array.from({ length: snapshots }, (_, age) => start + age * snapshotLength);
}
