/**
 * Markets to trade in: an order-by-order exchange with price-time priority, driven by simulated
 * order flow. Prices are whole ticks, sizes whole contracts, times whole nanoseconds.
 *
 * @example
 * ```ts
 * import { BUY, createMarket, DEFAULT_MARKET_CONFIG } from 'nanoarb-lab/market';
 *
 * const market = createMarket({ ...DEFAULT_MARKET_CONFIG, preset: 'es' });
 * market.reset(7);
 * market.advanceTo(1e9); // one second, in nanoseconds
 * const { book } = market;
 * const order = market.submitLimit(BUY, book.bestBid, 2);
 * console.log(book.orderSize(order)); // 2
 * console.log(book.quantityAhead(order) === book.sizeAt(book.bestBid) - 2); // true
 * ```
 *
 * @module market
 */
export {
  DEFAULT_MARKET_CONFIG,
  MARKET_PRESETS,
  parseMarketConfig,
  PRESET_REGIMES,
  type MarketConfig,
  type MarketPreset,
  type MarketRegime,
} from '../market/config';
export { createMarket } from '../market/createMarket';
export {
  AGENT_OWNER,
  BUY,
  NANOSECONDS_PER_SECOND,
  NO_ORDER,
  SELL,
  type BookView,
  type MarketListener,
  type MarketSeat,
  type MarketSource,
  type Side,
} from '../market/types';
export { InvalidInputError } from '../market/validation';
export { LAB_VERSION, MARKET_VERSION } from '../market/version';
