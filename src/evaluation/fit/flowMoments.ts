/** Moments that sums of order-book events have, each near linear in what the market is made of. */
import {
  AT,
  BINS_AT,
  MARKOUT_AT,
  SIGNATURE_AT,
  SIGNATURE_SECONDS,
  SUM_COUNT,
  type SumName,
} from './flowSums';
import { areaUnderBins, logitOfBins } from './imbalanceBins';

/** Names of what `momentsOf` gives, in its order. */
export const MOMENT_NAMES = [
  'rate',
  'adds',
  'trades',
  'deepAdds',
  'deepCancels',
  'creates',
  'wide',
  'depth',
  'createdLots',
  'rush',
  'fade',
  'takenSide',
  'sweeps',
  'largeTrades',
  'cancelPlace',
  'continuation',
  'followed',
  'imbalance.slope',
  'imbalance.auc',
  'markout.0s',
  'markout.0.05s',
  'markout.0.5s',
  'markout.10s',
  'signature.0.1s',
  'signature.1s',
  'variance',
  'impact',
] as const;

/**
 * Moments of sums: shares as logits, positive numbers as logarithms, so that they are near linear
 * in the logarithms of the parameters; markouts in ticks.
 * @param sums of a block, or of several added up
 */
export function momentsOf(sums: Float64Array): Float64Array {
  const of = (name: SumName) => sums[AT[name]];
  const events = of('events');
  const markout = (h: number) => sums[MARKOUT_AT + 2 * h] / sums[MARKOUT_AT + 2 * h + 1];
  const square = (h: number) => sums[SIGNATURE_AT + 2 * h] / sums[SIGNATURE_AT + 2 * h + 1];
  const bins = sums.subarray(BINS_AT, SUM_COUNT);
  const longest = SIGNATURE_SECONDS.length - 1;
  return Float64Array.of(
    Math.log(events / of('seconds')),
    logit(of('adds') / events),
    logit(of('trades') / events),
    logit(of('deepAdds') / events),
    logit(of('deepCancels') / events),
    logit(of('creates') / of('wideEvents')),
    logit(of('wideEvents') / events),
    Math.log(of('depth') / events),
    Math.log(of('createdLots') / of('creates')),
    Math.log(Math.max(1, of('rushAdds') - of('lateAdds')) / of('newBests')),
    Math.log(Math.max(1, of('fadeCancels') - of('lateCancels')) / of('threatened')),
    of('takenSide') / of('trades'),
    logit((of('sweeps') + 0.5) / of('trades')),
    logit((of('largeTrades') + 0.5) / (of('moreThanOne') + 1)),
    of('cancelPlaces') / of('cancelledLots'),
    logit(of('repeats') / of('moves')),
    logit(of('followed') / of('decided')),
    logitOfBins(bins),
    areaUnderBins(bins),
    markout(0),
    markout(1),
    markout(2),
    markout(3),
    Math.log(square(0) / square(longest)),
    Math.log(square(1) / square(longest)),
    Math.log(square(longest)),
    of('impactCross') / of('impactSquares'),
  );
}

const logit = (share: number) => Math.log(share / (1 - share));
