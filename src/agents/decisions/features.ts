/**
 * Features that a response surface may vary. What hangs together is moved together, so that the
 * agent is asked about situations that could be: the imbalance moves contracts between the best
 * queues and takes the microprice along, the spread moves both sides of the book.
 */
import type { ObservationLayout } from '../../env/observationLayout';
import { moveImbalance, moveInventory, moveSpread, type Situation } from './situation';
import type { TypicalValues } from './typicalValues';

export const FEATURES = [
  'inventory',
  'imbalance',
  'spread',
  'timeLeft',
  'volatility',
  'quoteFlow',
  'tradeFlow',
  'lastReturn',
  'unrealizedPnl',
  'ownBidQueue',
  'ownAskQueue',
] as const;
export type Feature = (typeof FEATURES)[number];

/** Share by which one best queue is larger at the end of the axis: a queue is never empty. */
const LARGEST_IMBALANCE = 0.95;

interface Axis {
  readonly low: number;
  readonly high: number;
}

interface FeatureRule {
  /** Index in an observation; −1 where the layout has none. */
  index(layout: ObservationLayout): number;
  read(situation: Situation, index: number): number;
  move(situation: Situation, layout: ObservationLayout, value: number, index: number): void;
  axis(situation: Situation, typical: TypicalValues, index: number): Axis;
}

/** A number of the observation that nothing else hangs on, over its usual range. */
const single = (name: string): FeatureRule => ({
  index: ({ names }) => names.indexOf(name),
  read: ({ observation }, index) => observation[index],
  move: ({ observation }, _layout, value, index) => {
    observation[index] = value;
  },
  axis: ({ observation }, { low, high }, index) =>
    widen(Math.min(low[index], observation[index]), Math.max(high[index], observation[index])),
});

const RULES: Readonly<Record<Feature, FeatureRule>> = {
  inventory: {
    ...single('inventory'),
    read: ({ inventory }) => inventory,
    move: (situation, layout, value) => moveInventory(situation, layout, value),
    axis: ({ maxInventory }) => ({ low: -maxInventory, high: maxInventory }),
  },
  imbalance: {
    ...single('imbalance'),
    read: ({ imbalance }) => imbalance,
    move: (situation, layout, value) => moveImbalance(situation, layout, value),
    axis: () => ({ low: -LARGEST_IMBALANCE, high: LARGEST_IMBALANCE }),
  },
  spread: {
    ...single('spread'),
    move: (situation, layout, value) => moveSpread(situation, layout, value),
  },
  timeLeft: {
    ...single('timeLeft'),
    move: (situation, _layout, value, index) => {
      situation.observation[index] = value;
      situation.timeLeftSeconds = value * situation.episodeSeconds;
    },
    axis: () => ({ low: 0, high: 1 }),
  },
  volatility: {
    ...single('volatility'),
    move: (situation, _layout, value, index) => {
      situation.observation[index] = value;
      situation.volatilityTicks = value;
    },
  },
  quoteFlow: single('quoteFlow'),
  tradeFlow: single('tradeFlow'),
  lastReturn: single('recentReturn[0]'),
  unrealizedPnl: single('unrealizedPnl'),
  ownBidQueue: { ...single('ownBidQueue'), axis: () => ({ low: 0, high: 1 }) },
  ownAskQueue: { ...single('ownAskQueue'), axis: () => ({ low: 0, high: 1 }) },
};

/** Lists the features that observations of this layout have. */
export const featuresOf = (layout: ObservationLayout): Feature[] =>
  FEATURES.filter((feature) => RULES[feature].index(layout) >= 0);

export const readFeature = (
  situation: Situation,
  layout: ObservationLayout,
  feature: Feature,
): number => RULES[feature].read(situation, RULES[feature].index(layout));

/** Moves a feature of the situation, and what hangs on it. */
export function moveFeature(
  situation: Situation,
  layout: ObservationLayout,
  feature: Feature,
  value: number,
): void {
  RULES[feature].move(situation, layout, value, RULES[feature].index(layout));
}

/** @returns [steps] values over the range in which the feature lies, rising */
export function axisValues(
  situation: Situation,
  layout: ObservationLayout,
  typical: TypicalValues,
  feature: Feature,
  steps: number,
): Float64Array {
  const { low, high } = RULES[feature].axis(situation, typical, RULES[feature].index(layout));
  return Float64Array.from(
    { length: steps },
    (_, place) => low + ((high - low) * place) / (steps - 1),
  );
}

/** An axis has to have a length. */
const widen = (low: number, high: number): Axis =>
  high > low ? { low, high } : { low: low - 1, high: high + 1 };
