/** What markets are called on the page. */
import type { MarketPreset } from '../market/config';

export const MARKET_NAMES: Readonly<Record<MarketPreset, string>> = {
  es: 'ES',
  nq: 'NQ',
  avellanedaStoikov: 'Analytic',
};
