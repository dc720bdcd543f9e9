/** The names of observation features in plain words. */

const NAMES: Readonly<Record<string, string>> = {
  inventory: 'Inventory / limit',
  unrealizedPnl: 'Unrealised, ticks of a full position',
  timeSinceTrade: 'Time since own fill',
  spread: 'Spread, ticks',
  imbalance: 'Queue imbalance',
  ownBidDistance: 'Own bid, ticks from mid',
  ownBidQueue: 'Own bid, place in queue',
  ownBidSize: 'Own bid, size',
  ownAskDistance: 'Own ask, ticks from mid',
  ownAskQueue: 'Own ask, place in queue',
  ownAskSize: 'Own ask, size',
  timeLeft: 'Time left',
  micropriceMinusMid: 'Microprice − mid, ticks',
  quoteFlow: 'Quote flow',
  tradeFlow: 'Trade flow',
  volatility: 'Volatility',
};

const LEVEL_NAMES: Readonly<Record<string, string>> = {
  bidDistance: 'Bid distance',
  bidSize: 'Bid size, log',
  askDistance: 'Ask distance',
  askSize: 'Ask size, log',
};

/** @param name as `observationLayout` gives it */
export function featureLabel(name: string): string {
  const known = NAMES[name];
  if (known !== undefined) return known;
  const [, kind, first, level] = /^(\w+)\[(-?\d+)\](?:\[(\d+)\])?$/.exec(name) ?? [];
  const age = -Number(first);
  const ago = age === 0 ? '' : `, ${age} ${age === 1 ? 'step' : 'steps'} ago`;
  if (kind === 'recentReturn') return `Return${ago === '' ? ', newest' : ago}`;
  const field = LEVEL_NAMES[kind ?? ''];
  return field === undefined ? name : `${field}, level ${Number(level) + 1}${ago}`;
}
