/** What the page says of sweeps of the reward weights and of the trade-off that they draw. */
import { REWARD_TERMS, type RewardTerm, type RewardWeights } from '../env/types';
import type { RunStatus } from '../protocol/run';
import type { SweepRecord } from '../protocol/sweep';
import { TERM_NAMES } from './terms';

export const SWEEP_TEXTS = {
  unreadable: 'A stored sweep cannot be shown by this version of the lab. It is kept as it is.',
  trainsNow: 'A run trains now: wait for it, or stop it first.',
  agentGone: (name: string) =>
    `${name} is not there any more, so that no further points can be played.`,
  runEnded: (status: RunStatus) => `Its run ended as ${status}, without an evaluation.`,
  noAgent: 'No trained agent yet: train one, or wait for those that come with the page.',
  evaluates: 'Told its weights: it plays under each of them, without training.',
  trains:
    'Trained for fixed weights: its recipe is trained again for each point, one run after another.',
  others: 'All other weights as the sliders stand.',
  noPoints: 'Nothing is measured yet.',
  noRuns: 'No run of this market was evaluated yet.',
  noBaselines: 'The baselines join when the points are there.',
} as const;

/** Names a weighting of a sweep by the weights that vary: "Inv. penalty 20, Adverse 1". */
export function weightingText(terms: readonly RewardTerm[], weights: RewardWeights): string {
  return terms.map((term) => `${TERM_NAMES[term]} ${weights[term]}`).join(', ');
}

/** Names a point of a sweep; one beside its grid by all that differs from the sweep's other weights. */
export function pointName(
  { axes, config }: Pick<SweepRecord, 'axes' | 'config'>,
  weights: RewardWeights,
): string {
  const varied = axes.map(({ term }) => term);
  const terms = REWARD_TERMS.filter(
    (term) => varied.includes(term) || weights[term] !== config.weights[term],
  );
  return weightingText(terms, weights);
}
