/**
 * The rates of the order-flow events follow from the queues and from how far the efficient price is
 * from the mid. Rates are per second of business time; every one but CREATE and REACTION is
 * multiplied by the excitation that trades leave.
 */
import { exp, pow } from '../elementary';
import type { QueueReactiveParameters } from './presets';
import type { Rng } from '../rng';

export const ADD_BID = 0;
export const ADD_ASK = 1;
export const CANCEL_BID = 2;
export const CANCEL_ASK = 3;
export const DEEP_ADD = 4;
export const DEEP_CANCEL = 5;
export const UNINFORMED = 6;
export const INFORMED = 7;
export const CREATE = 8;
const REACTION = 9;
const FLOWS = 10;

/** Largest |v − mid| that flow leans on, in ticks, and its steps of 1 / 256 tick. */
const TETHER_CAP = 2;
const TETHER_STEPS = 256;
const TETHER_ENTRIES = 2 * TETHER_CAP * TETHER_STEPS + 1;
/**
 * Exponent of the cancel rate: it grows more slowly than the queue, as (orders / reference)^0.6.
 */
const CANCEL_EXPONENT = 0.6;
/** Orders up to which cancel rates are tabulated; beyond, they stay. */
const MOST_ORDERS = 1024;

/** Ticks beyond the threshold that |v − mid| is, on average. */
export const TYPICAL_EXCESS = 0.35;

/** Orders per second that trades take from a best queue, about. */
export const takenByTrades = ({
  uninformedRate,
  informedRate,
  meanAddSize,
}: QueueReactiveParameters): number =>
  (0.9 * 0.5 * 3 * (uninformedRate + TYPICAL_EXCESS * informedRate)) / meanAddSize;

export class FlowRates {
  /** Rate of all events together, excitation included. */
  total = 0;
  /**
   * v − mid, in ticks. Like the next two, it is set before `update`: a double passed to a call
   * would be allocated.
   */
  mispricing = 0;
  /** h, the fraction that recent trades add to all rates. */
  excitation = 0;
  /** Reactions of other makers per second of business time. @see MakerReactions */
  reactionRate = 0;
  private readonly cumulated = new Float64Array(FLOWS);
  /** e^(κ·x), by step of x from −TETHER_CAP. */
  private readonly leans = new Float64Array(TETHER_ENTRIES);
  /** Cancels of each order of a best queue, by the number of orders in it. */
  private readonly cancels = new Float64Array(MOST_ORDERS);

  constructor(private parameters: QueueReactiveParameters) {
    this.use(parameters);
  }

  /** Changes the parameters, from the next update on. */
  use(parameters: QueueReactiveParameters): void {
    this.parameters = parameters;
    const { addRate, meanAddSize, referenceQueue } = parameters;
    for (let step = 0; step < TETHER_ENTRIES; step++) {
      this.leans[step] = exp(parameters.tether * (step / TETHER_STEPS - TETHER_CAP));
    }
    // Adds balance what cancels and trades take at the reference queue.
    const cancelsAtReference = Math.max(0.2, addRate - takenByTrades(parameters));
    const referenceOrders = referenceQueue / meanAddSize;
    for (let orders = 1; orders < MOST_ORDERS; orders++) {
      this.cancels[orders] =
        (cancelsAtReference * pow(orders / referenceOrders, CANCEL_EXPONENT)) / orders;
    }
  }

  /**
   * Computes the rates from `mispricing` and `excitation` as they are now.
   * @param bidOrders the market's orders in the best bid
   * @param bidSeen the orders that others see there, with those of agents
   * @param isWide whether the spread is two ticks or more
   */
  update(
    bidOrders: number,
    askOrders: number,
    bidSeen: number,
    askSeen: number,
    isWide: boolean,
  ): void {
    const { parameters, cumulated, cancels, leans, mispricing, excitation } = this;
    const lean = Math.max(-TETHER_CAP, Math.min(TETHER_CAP, mispricing));
    const step = ((lean + TETHER_CAP) * TETHER_STEPS + 0.5) | 0;
    const up = leans[step];
    const down = leans[TETHER_ENTRIES - 1 - step];
    const excess = Math.abs(mispricing) - parameters.informedThreshold;
    const informed = Math.max(0, Math.min(parameters.informedCap, excess));
    const excited = 1 + excitation;
    let sum = parameters.addRate * up;
    cumulated[ADD_BID] = sum;
    sum += parameters.addRate * down;
    cumulated[ADD_ASK] = sum;
    sum += bidOrders * cancels[bidSeen < MOST_ORDERS ? bidSeen : MOST_ORDERS - 1] * down;
    cumulated[CANCEL_BID] = sum;
    sum += askOrders * cancels[askSeen < MOST_ORDERS ? askSeen : MOST_ORDERS - 1] * up;
    cumulated[CANCEL_ASK] = sum;
    sum += parameters.deepAddRate;
    cumulated[DEEP_ADD] = sum;
    sum += parameters.deepCancelRate;
    cumulated[DEEP_CANCEL] = sum;
    sum += parameters.uninformedRate;
    cumulated[UNINFORMED] = sum;
    sum += parameters.informedRate * informed;
    cumulated[INFORMED] = sum;
    // Dividing what is multiplied below leaves creation and reactions unexcited.
    if (isWide) sum += parameters.createRate / excited;
    cumulated[CREATE] = sum;
    sum += this.reactionRate / excited;
    cumulated[REACTION] = sum;
    this.total = sum * excited;
  }

  /** Draws the event that happens, by the rates of the last update. */
  pick(rng: Rng): number {
    const { cumulated } = this;
    rng.drawUniform();
    const draw = rng.drawn * cumulated[REACTION];
    let flow = draw < cumulated[ADD_ASK] ? ADD_BID : CANCEL_BID;
    while (draw >= cumulated[flow]) flow++;
    return flow;
  }

  /** Copies everything that `update` leaves behind. */
  snapshot(): Float64Array {
    return Float64Array.of(this.total, ...this.cumulated);
  }

  restore(state: Float64Array): void {
    this.total = state[0];
    this.cumulated.set(state.subarray(1));
  }
}
