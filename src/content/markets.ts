/** The names of markets on the page. */
import type { MarketConfig, MarketPreset, TapeReference, TapeSplit } from '../market/config';

export const MARKET_NAMES: Readonly<Record<MarketPreset, string>> = {
  es: 'ES',
  nq: 'NQ',
  avellanedaStoikov: 'Analytic',
};

/** Sources of the accepted ranges of a market's facts. */
export const RANGE_SOURCES: Readonly<Record<MarketPreset, string>> = {
  es: 'Ranges for ES: queue imbalance around Gould and Bonart 2016 (slope 2.0 to 2.7, AUC 0.75 to 0.80 for large ticks), return facts after Cont 2001, trade-sign memory after Lillo and Farmer 2004; spread, depth and markouts are what a large-tick future plausibly shows.',
  nq: 'Ranges for NQ: the share of one-tick spreads is what a small-tick future plausibly shows; the depth, 2 to 8 contracts, is the lab’s own choice. Nothing else is judged.',
  avellanedaStoikov:
    'Ranges for the analytic market are the lab’s own, around what its definition implies: diffusivity σ² ± 40 %, uncorrelated returns, and fills that keep the half tick they earn.',
};

/** A recording in words, and which part of it: `ESH4 2024-01-02, test part`. */
export function recordedTitle({
  instrument,
  day,
  split,
}: Pick<TapeReference, 'instrument' | 'day'> & { readonly split?: TapeSplit | undefined }): string {
  const name = day === undefined ? instrument : `${instrument} ${day}`;
  return split === undefined ? name : `${name}, ${split} part`;
}

/**
 * A market with the part of it that is played: `ES toxic`, `recorded ESH4 2024-01-02, test part`.
 */
export const playedTitle = (market: MarketConfig): string =>
  market.tape === undefined ? marketTitle(market) : `recorded ${recordedTitle(market.tape)}`;

/** A market in words: `ES toxic`, `custom ES`, or the instrument of a recording. */
export function marketTitle({ preset, regime, tape, parameters }: MarketConfig): string {
  if (tape !== undefined) return `recorded ${recordedTitle({ ...tape, split: undefined })}`;
  const name = parameters === undefined ? MARKET_NAMES[preset] : `custom ${MARKET_NAMES[preset]}`;
  return regime === 'base' ? name : `${name} ${regime}`;
}
