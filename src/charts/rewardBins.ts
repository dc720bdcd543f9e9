/**
 * Sums each weighted reward term over bins of time. Weights are applied here, to stored unweighted
 * terms, so that a slider re-scores what is on screen without any simulation.
 */
import { weightedReward, weightedTerms } from '../env/reward';
import { REWARD_TERMS, REWARD_TERM_COUNT, type RewardTerm, type RewardWeights } from '../env/types';
import { SAMPLE_TERMS } from '../protocol/frames';
import { samplesInWindow, type History, type TimeWindow } from './history';

export type RewardBin = Readonly<Record<RewardTerm, number>> & {
  /** Seconds on the shared axis. */
  readonly from: number;
  readonly to: number;
  /** Sum of the weighted terms; null in a bin without steps. */
  readonly reward: number | null;
  readonly steps: number;
};

/**
 * @param count number of bins over the window; their edges stay where they are when the window
 *   moves by whole bins
 */
export function binReward(
  history: History,
  window: TimeWindow,
  weights: RewardWeights,
  count: number,
): RewardBin[] {
  const width = (window.to - window.from) / count;
  const sums = Array.from({ length: count }, () => new Float64Array(REWARD_TERM_COUNT));
  const steps = new Uint32Array(count);
  const [from, to] = samplesInWindow(history, window);
  for (let index = from; index < to; index++) {
    const bin = Math.ceil((history.timeAt(index) - window.from) / width - 1e-9) - 1;
    if (bin < 0 || bin >= count) continue;
    steps[bin]++;
    for (let term = 0; term < REWARD_TERM_COUNT; term++) {
      sums[bin][term] += history.valueAt(index, SAMPLE_TERMS + term);
    }
  }
  return sums.map((terms, bin) => ({
    from: window.from + bin * width,
    to: window.from + (bin + 1) * width,
    steps: steps[bin],
    reward: steps[bin] === 0 ? null : weightedReward(terms, weights),
    ...(Object.fromEntries(
      weightedTerms(terms, weights).map((value, term) => [REWARD_TERMS[term], value]),
    ) as Record<RewardTerm, number>),
  }));
}
