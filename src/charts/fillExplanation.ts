/**
 * Explains why a fill went the way it did: where the quote stood, what the mid was before and
 * after, and what the fill earned of each reward term. It reads any history, live or recorded.
 */
import { ADVERSE_HORIZONS_SECONDS } from '../env/types';
import { FILL } from '../protocol/frames';
import { markoutTicks, type History } from './history';

export interface FillExplanation {
  /** +1 when the agent bought. */
  readonly side: number;
  readonly size: number;
  readonly priceTicks: number;
  /** Seconds since the start of the episode. */
  readonly seconds: number;
  readonly isMaker: boolean;
  /** Contracts ahead at the previous decision; NaN when the quote was not there yet. */
  readonly aheadContracts: number;
  readonly levelContracts: number;
  /** Mid just before the event that filled it; may end in a half. */
  readonly midTicks: number;
  /** The spread captured, in dollars, as the reward counts it: side · size · (mid − price). */
  readonly spreadCaptureDollars: number;
  readonly feeDollars: number;
  /** The moves of the mid, per horizon of ADVERSE_HORIZONS_SECONDS; NaN until it has passed. */
  readonly after: readonly {
    readonly horizonSeconds: number;
    /** Side · (mid then − mid before): negative moved against the agent. */
    readonly ticks: number;
    /** The effect of that move on the contracts of this fill. */
    readonly dollars: number;
  }[];
}

/**
 * @param fill an index from fillStart to fillEnd − 1
 * @param tickValueDollars per tick and contract
 */
export function explainFill(
  history: History,
  fill: number,
  tickValueDollars: number,
): FillExplanation {
  const at = (field: number) => history.fillAt(fill, field);
  const side = at(FILL.side);
  const size = at(FILL.size);
  const priceTicks = at(FILL.priceTicks);
  const midTicks = at(FILL.midTicks);
  return {
    side,
    size,
    priceTicks,
    seconds: at(FILL.timeSeconds),
    isMaker: at(FILL.isMaker) === 1,
    aheadContracts: at(FILL.aheadContracts),
    levelContracts: at(FILL.levelContracts),
    midTicks,
    spreadCaptureDollars: side * size * (midTicks - priceTicks) * tickValueDollars,
    feeDollars: at(FILL.feeDollars),
    after: ADVERSE_HORIZONS_SECONDS.map((horizonSeconds) => {
      const ticks = markoutTicks(history, fill, horizonSeconds);
      return { horizonSeconds, ticks, dollars: ticks * size * tickValueDollars };
    }),
  };
}

/** A fill's side as a verb: Bought, Sold. */
export const fillVerb = ({ side }: Pick<FillExplanation, 'side'>): string =>
  side > 0 ? 'Bought' : 'Sold';
