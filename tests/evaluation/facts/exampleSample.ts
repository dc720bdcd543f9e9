/** What one session of a market showed. */
import type { MarketSample } from '../../../src/evaluation/facts/marketSample';

export const sample: MarketSample = {
  spreadShares: [0.9, 0.06, 0.02, 0.01, 0.01, 0],
  bestDepth: 50,
  signature: [2, 1.9, 1.8, 1.6, 1.5, 1.3, 1.2],
  returnCorrelation1s: 0,
  returnCorrelation10s: 0,
  kurtosis: 4,
  clustering: 0.1,
  signMemory: [0.3, 0.2, 0.15, 0.1, 0.05, 0.02],
  imbalanceCurve: [0.1, 0.2, 0.3, 0.4, 0.45, 0.55, 0.6, 0.7, 0.8, 0.9],
  imbalanceSlope: 2,
  imbalanceAuc: 0.77,
  continuation: 0.55,
  markouts: [0.4, 0.2, 0.1, 0.05],
  passiveMarkouts: [0.3, 0.2, 0.1],
  cancelPosition: 0.78,
  createdVolumes: [20, 25, 30],
  uncoveredVolumes: [40, 40, 40],
  mispricedMedianMs: 10,
  mispricedOutlastShare: 0.01,
  tradeShare: 0.05,
};
