/** What the panel says beside the numbers of Out of distribution. */
import { MISSING, formatCompact, formatFixed, formatShare } from '../charts/format';

export const OUT_OF_DISTRIBUTION_TEXTS = {
  byHand: 'Not measured while you quote by hand.',
  none: 'Nothing outside its usual range',
  baseline: 'Baselines have no training data to compare with.',
  noReference: 'This agent’s file has no statistics of its training data.',
  waiting: 'Waiting for its first decision.',
  /** @param decisions that are watched, or as many as there are */
  last: (decisions: number) =>
    `of the last ${decisions} ${decisions === 1 ? 'decision' : 'decisions'}`,
  /**
   * @param share of all decisions, 0 to 1
   * @param policy of a run whose policies follow each other; NaN for an agent that stays
   * @param gate share that the deploy gate measured; NaN where it measured none
   */
  all: (share: number, decisions: number, policy: number, gate: number) => {
    const count = Number.isFinite(decisions) ? formatCompact(decisions) : MISSING;
    const since = Number.isFinite(policy)
      ? `of policy ${formatFixed(policy, 0)}`
      : 'since it took over';
    const atGate = Number.isFinite(gate) ? `, ${formatShare(gate)} at its gate` : '';
    return `${formatShare(share)} of all ${count} ${since}${atGate}`;
  },
} as const;
