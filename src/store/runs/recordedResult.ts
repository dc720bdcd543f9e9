/** What has to be said beside the results of a run on a recording. */
import { LARGEST_SHARE } from '../../evaluation/recordedShares';
import { distinctEpisodes } from '../../evaluation/distinctEpisodes';
import type { EvaluationRow } from '../../evaluation/metrics';
import { DEFAULT_CONFIDENCE, mean, meanInterval, type Interval } from '../../evaluation/statistics';
import { shareOfVolume } from '../../evaluation/tradedVolume';
import type { RunSummary } from '../../protocol/run';

interface RecordedResult {
  /** Of the agent, in everybody's contracts and in the queues at its prices; NaN if not known. */
  readonly shareOfVolume: number;
  readonly queueShare: number;
  /** Episodes played, and those of them that do not overlap. */
  readonly episodes: number;
  readonly distinct: number;
  /** Whether the agent was too large for the recording to have stayed as it was. */
  readonly isLarge: boolean;
  /** Profit by where cancels leave a queue; null where every order is known. */
  readonly profits: {
    readonly even: Interval;
    readonly measured: Interval;
    readonly exponent: number;
    readonly behind: Interval;
  } | null;
}

/** @returns null for a run on no recording, or without an evaluation */
export function recordedResult({
  config,
  evaluation,
}: Pick<RunSummary, 'config' | 'evaluation'>): RecordedResult | null {
  const own = evaluation.find(({ policyVersion }) => policyVersion !== null);
  if (config.market.tape === undefined || own === undefined || own.metrics.length === 0) {
    return null;
  }
  const share = shareOfVolume(own.metrics);
  const queueShare = mean(own.metrics.map((episode) => episode.queueShare ?? Number.NaN));
  return {
    shareOfVolume: share,
    queueShare,
    episodes: own.metrics.length,
    distinct: distinctEpisodes(own.metrics),
    isLarge: share > LARGEST_SHARE || queueShare > LARGEST_SHARE,
    profits: profitsOf(own),
  };
}

function profitsOf({ queueProfits, metrics }: EvaluationRow): RecordedResult['profits'] {
  if (queueProfits === undefined) return null;
  const distinct = distinctEpisodes(metrics);
  const over = (profits: readonly number[]) => meanInterval(profits, DEFAULT_CONFIDENCE, distinct);
  return {
    even: over(queueProfits.even),
    measured: over(metrics.map(({ profit }) => profit)),
    exponent: metrics[0].queueExponent ?? Number.NaN,
    behind: over(queueProfits.behind),
  };
}
