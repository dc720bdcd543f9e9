/**
 * Intervals for what was measured with several datasets, several training seeds on each, and
 * several episodes per policy. Data seeds are drawn first, so whatever happens below them (training
 * seeds, episodes) is in the spread between them: resampling lower levels as well would count it
 * twice (Ren et al. 2010, "Nonparametric bootstrapping for hierarchical data"). With one dataset,
 * training seeds and episodes cross, and each is resampled by itself; the interval then says
 * nothing of other datasets, and `counts` says so.
 *
 * A percentile interval of three datasets is far too narrow. So the bootstrap gives a standard
 * error, corrected for the n/(n − 1) that resampling loses, and Student's quantile makes an
 * interval of it (Hesterberg 2015, "What Teachers Should Know About the Bootstrap", section 5.4).
 */
import {
  DEFAULT_CONFIDENCE,
  DEFAULT_RESAMPLES,
  mean,
  standardDeviation,
  withoutLimits,
  type BootstrapOptions,
  type Interval,
} from './statistics';
import { studentQuantile } from './studentT';

/** Sources of chance that an interval may count. */
type Level = 'data seeds' | 'training seeds' | 'episodes';

export interface HierarchicalInterval extends Interval {
  /** Sources of chance in the interval; the others were not varied. */
  readonly counts: readonly Level[];
}

/**
 * Values by [data seed][training seed][episode]. The training seeds of a dataset are evaluated on
 * the same episodes, and another dataset's on others.
 */
export type HierarchicalValues = readonly (readonly (readonly number[])[])[];

export interface HierarchicalOptions extends BootstrapOptions {
  /** Episodes of a dataset that say something of their own, where they overlap on a recording. */
  readonly distinctEpisodes?: number;
}

/**
 * Bootstraps a statistic of policies, each with its mean over the episodes.
 * @param statistic of one score per policy, all datasets together; the mean by default
 * @returns NaN where a value is NaN
 */
export function hierarchicalInterval(
  values: HierarchicalValues,
  options: HierarchicalOptions,
  statistic: (scores: readonly number[]) => number = mean,
): HierarchicalInterval {
  const scores = values.map((policies) => policies.map((episodes) => mean(episodes)));
  const estimate = statistic(scores.flat());
  if (Number.isNaN(estimate)) return { ...withoutLimits(estimate), counts: [] };
  const { confidence = DEFAULT_CONFIDENCE } = options;
  if (values.length > 1) {
    const error = resampledError(scores, (drawn) => statistic(drawn.flat()), options);
    const counts = ['data seeds', 'training seeds', 'episodes'] as const;
    return { ...combined(estimate, [{ error, degrees: values.length - 1 }], confidence), counts };
  }
  return crossed(values[0], scores[0], estimate, options, statistic);
}

function crossed(
  policies: readonly (readonly number[])[],
  scores: readonly number[],
  estimate: number,
  options: HierarchicalOptions,
  statistic: (scores: readonly number[]) => number,
): HierarchicalInterval {
  const episodes = policies[0].map((_, episode) => policies.map((policy) => policy[episode]));
  const distinct = Math.min(episodes.length, options.distinctEpisodes ?? episodes.length);
  const sources = [
    {
      level: 'training seeds' as const,
      degrees: scores.length - 1,
      error: () => resampledError(scores, statistic, options),
    },
    {
      level: 'episodes' as const,
      degrees: distinct - 1,
      error: () =>
        Math.sqrt(episodes.length / distinct) *
        resampledError(
          episodes,
          (drawn) =>
            statistic(scores.map((_, policy) => mean(drawn.map((episode) => episode[policy])))),
          options,
        ),
    },
  ].filter(({ degrees }) => degrees > 0);
  const counts = sources.map(({ level }) => level);
  if (sources.length === 0) return { ...withoutLimits(estimate), counts };
  const parts = sources.map(({ degrees, error }) => ({ degrees, error: error() }));
  return { ...combined(estimate, parts, options.confidence), counts };
}

/** A source of chance: the standard error that it makes, and the degrees of freedom behind that. */
export interface ErrorPart {
  readonly error: number;
  readonly degrees: number;
}

/**
 * Joins independent sources of chance: their half-widths add up in squares (Zou and Donner 2008,
 * the method of variance estimates recovery). With Welch and Satterthwaite's degrees of freedom,
 * three seeds that differ much would cover 92 %.
 */
export function combined(
  estimate: number,
  parts: readonly ErrorPart[],
  confidence: number = DEFAULT_CONFIDENCE,
): Interval {
  const squares = parts.map(
    ({ error, degrees }) =>
      (error === 0 ? 0 : studentQuantile((1 + confidence) / 2, degrees) * error) ** 2,
  );
  const halfWidth = Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
  return { estimate, low: estimate - halfWidth, high: estimate + halfWidth };
}

/**
 * Returns the standard error of a statistic by the bootstrap, times √(n/(n − 1)), which makes that
 * of a mean unbiased.
 */
export function resampledError<Item>(
  items: readonly Item[],
  statistic: (drawn: readonly Item[]) => number,
  { random, resamples = DEFAULT_RESAMPLES }: BootstrapOptions,
): number {
  const count = items.length;
  const drawn = items.slice();
  const estimates = new Float64Array(resamples);
  for (let resample = 0; resample < resamples; resample += 1) {
    for (let index = 0; index < count; index += 1) {
      drawn[index] = items[Math.floor(random() * count)];
    }
    estimates[resample] = statistic(drawn);
  }
  return standardDeviation(estimates) * Math.sqrt(count / (count - 1));
}
