/** What replay says of the observations behind the quotes. */
import { formatShare } from '../charts/format';
import type { NotSeen } from '../store/replay/replayedObservations';
import { OUT_OF_DISTRIBUTION_TEXTS } from './outOfDistribution';

export const NOT_SEEN: Readonly<Record<NotSeen, string>> = {
  notRecorded: 'Not recorded in this episode.',
  baseline: OUT_OF_DISTRIBUTION_TEXTS.baseline,
  noReference: OUT_OF_DISTRIBUTION_TEXTS.noReference,
};

export const REPLAYED_TEXTS = {
  last: OUT_OF_DISTRIBUTION_TEXTS.last,
  ofSteps: (share: number, decisions: number) =>
    `${Math.round(share * decisions)} / ${decisions} = ${formatShare(share)}`,
  /** @param share of a whole episode, 0 to 1; NaN where it is not known */
  whole: (share: number) =>
    Number.isFinite(share) ? `${formatShare(share)} of the whole episode` : '',
} as const;
