/**
 * Typical values of an observation: the medians of what an agent was trained on, or of what the
 * market has shown so far, with the range in which a feature usually lies.
 */
import type { ObservationLayout } from '../../env/observationLayout';
import {
  FEATURE_PROBABILITIES,
  FEATURE_QUANTILES,
  type TrainingReference,
} from '../policies/trainingReference';
import { copySituation, readScalars, type Situation } from './situation';

export interface TypicalValues {
  readonly source: 'trainingData' | 'recorded';
  /** Observations that the medians are of; NaN for training data, whose number is not kept. */
  readonly count: number;
  /** [observation] */
  readonly median: Float32Array;
  /** [observation] values that 1 % of the observations are below. */
  readonly low: Float32Array;
  /** [observation] values that 1 % of the observations are above. */
  readonly high: Float32Array;
}

const MEDIAN = FEATURE_PROBABILITIES.indexOf(0.5);

export function typicalOfTraining({ featureQuantiles, mean }: TrainingReference): TypicalValues {
  const quantile = (place: number) =>
    mean.map((_, feature) => featureQuantiles[feature * FEATURE_QUANTILES + place]);
  return {
    source: 'trainingData',
    count: Number.NaN,
    median: quantile(MEDIAN),
    low: quantile(0),
    high: quantile(FEATURE_QUANTILES - 1),
  };
}

/**
 * @param rows [count × length] observations, at least one
 * @param length of an observation
 */
export function typicalOfObservations(rows: Float32Array, length: number): TypicalValues {
  const count = rows.length / length;
  const [median, low, high] = [0, 1, 2].map(() => new Float32Array(length));
  const column = new Float32Array(count);
  for (let feature = 0; feature < length; feature += 1) {
    for (let row = 0; row < count; row += 1) column[row] = rows[row * length + feature];
    column.sort();
    const at = (share: number) => column[Math.round(share * (count - 1))];
    median[feature] = at(0.5);
    low[feature] = at(0.01);
    high[feature] = at(0.99);
  }
  return { source: 'recorded', count, median, low, high };
}

/** Gives the situation in which everything that an observation shows is typical. */
export function typicalSituation(
  now: Situation,
  { median }: TypicalValues,
  layout: ObservationLayout,
): Situation {
  const situation = { ...now, observation: new Float32Array(now.observation.length) };
  copySituation(now, situation);
  situation.observation.set(median);
  readScalars(situation, layout);
  return situation;
}
