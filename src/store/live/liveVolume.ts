/**
 * What the agent on screen gets of its market so far in its episode, from the header of a frame.
 */
import { HEADER } from '../../protocol/frames';

/**
 * Seconds of an episode before which a profit per minute would say more of its start than of it.
 */
const MINUTE_KNOWN_SECONDS = 10;

/** Share of all contracts; NaN where nobody else has traded, or a record does not say. */
export function liveShareOfVolume(header: Float64Array): number {
  const own = header[HEADER.contractsSoFar];
  const all = header[HEADER.marketContracts];
  return all > own ? own / all : Number.NaN;
}

/** Dollars after fees per contract so far, the position valued at the mid; NaN before a fill. */
export function liveProfitPerContract(header: Float64Array): number {
  const contracts = header[HEADER.contractsSoFar];
  return contracts > 0 ? header[HEADER.equityDollars] / contracts : Number.NaN;
}

/** Dollars after fees per minute so far; NaN in the first seconds. */
export function liveProfitPerMinute(header: Float64Array): number {
  const seconds = header[HEADER.timeSeconds];
  return seconds >= MINUTE_KNOWN_SECONDS
    ? (60 * header[HEADER.equityDollars]) / seconds
    : Number.NaN;
}
