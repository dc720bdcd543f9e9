/** Entries on the stylised facts of a market. */
import { entry, type MetricText } from './entry';

export const FACT_ENTRIES = {
  factSpread: entry(
    'Share of time the spread is this many ticks wide.',
    'time at that spread / time',
    'One tick nearly always in a large-tick future such as ES; often wider in NQ.',
  ),
  factDepth: entry(
    'Contracts at the best price, averaged over time and both sides.',
    'time-mean of (bid size + ask size) / 2',
    'Some dozens in ES, a few in NQ.',
  ),
  factDiffusivity: entry(
    'Variance of the mid per second, from its changes over a minute.',
    'mean of (mid(t + 60 s) − mid(t))² / 60 s',
    'That of the efficient price: σ² times the clock’s rate.',
  ),
  factSignature: entry(
    'Variance of the mid per second, by the interval over which it is measured.',
    'V(τ) = mean of (mid(t + τ) − mid(t))² / τ',
    'V(0.1 s) is 1 to 2.2 times V(60 s): a little bounce, and no lag behind the efficient price.',
  ),
  factReturnCorrelation: entry(
    'How well one return predicts the next.',
    'correlation of r(t) with r(t + 1)',
    'Near zero: anything predictable would have been traded away.',
  ),
  factTrendiness: entry(
    'Variance per second over a minute, relative to that over a second.',
    'V(60 s) / V(1 s)',
    'About 1 without a trend, above 1 when moves persist, below 1 when they revert.',
  ),
  factKurtosis: entry(
    'Kurtosis of one-second returns: how often they are extreme.',
    'mean of (r − mean)⁴ / variance²',
    'Above the 3 of a normal distribution, as in every market.',
  ),
  factClustering: entry(
    'Whether busy seconds come together: correlation of absolute returns 10 to 60 s apart.',
    'mean over lags of correlation of |r(t)| with |r(t + lag)|',
    'Clearly above zero.',
  ),
  factSigns: entry(
    'Whether buys follow buys, because large orders are split.',
    'correlation of sign(t) with sign(t + lag), lags in trades',
    'Positive, and falling slowly over many trades (Lillo and Farmer 2004).',
  ),
  factImbalance: entry(
    'How well the two best queues predict the next move of the mid.',
    'logit P(up) = slope · (bid − ask) / (bid + ask)',
    'A rising curve, as Gould and Bonart (2016) find in large-tick stocks: slope 2 to 2.7.',
  ),
  factImbalanceAuc: entry(
    'Probability that imbalance was higher before an up-move than before a down-move.',
    'area under the receiver operating curve',
    '0.75 to 0.80 in large-tick stocks; 0.5 would be no information.',
  ),
  factContinuation: entry(
    'Share of mid moves in the same direction as the one before.',
    'moves on / moves',
    'Around a half, or a little above.',
  ),
  factMarkout: entry(
    'Value of a passive fill from the back of the queue against the mid some time later.',
    'mean of side · (mid then − price), ticks per contract',
    'Half a tick at first, then falling as the market moves against fresh fills: adverse selection.',
  ),
  factTradeShare: entry(
    'Share of order-flow events that are trades; the rest are new orders and cancels.',
    'trades / events',
    'A few percent: most orders are cancelled.',
  ),
  factPassive: entry(
    'Value of every contract that rested and was hit, whoever’s it was, against the mid some time later.',
    'mean of side · (mid then − price), ticks per contract',
    'Near zero after some seconds: the half-spread is about what a trade moves the price (Wyart and others 2008).',
  ),
  factCancelPosition: entry(
    'Mean relative position of cancelled contracts in their queue: 0 is the front, 1 the back.',
    'Σ size · (ahead + size / 2) / level / Σ size',
    '0.78 in recorded ES queues, 0.82 in Apple’s: those at the front stay.',
  ),
  factNewLevel: entry(
    'Contracts at a price that somebody has just quoted inside the spread, some time later.',
    'mean contracts; 0 once the level is gone',
    'Grown at once where others rush to the front: who comes later stands behind them.',
  ),
  factUncovered: entry(
    'Contracts at a price that has become the best because a better one emptied, some time later.',
    'mean contracts; 0 once the level is gone',
    'Falling where makers leave a queue that is about to go.',
  ),
  factMispriced: entry(
    'How long a best queue lasts once the efficient price is 0.75 tick beyond it.',
    'time from then until the queue is gone',
    'Milliseconds: an agent that decides ten times a second is too late.',
  ),
  factAhead: entry(
    'Contracts ahead of the orders of the imbalance-aware maker, when they join and when last looked at before they fill.',
    'Σ ahead / orders',
    'About the whole queue when joining, little before the fill.',
  ),
  factWait: entry(
    'Median time from joining to the first fill, over the orders of the imbalance-aware maker that fill.',
    'median of fill time − join time',
    'Longer where nobody ahead leaves.',
  ),
  factFillsPerQuote: entry(
    'Share of the orders of the imbalance-aware maker of which at least one contract trades.',
    'orders filled / orders that joined',
    'Far below 1: most quotes of a real maker are cancelled.',
  ),
  factLatency: entry(
    'Dollars a minute of the imbalance-aware maker of ten contracts, deciding every millisecond, by the time that its orders take.',
    '60 · Σ profit / Σ seconds',
    'Rising as latency falls: where it does not, being fast is worth nothing.',
  ),
} as const satisfies Record<string, MetricText>;
