/**
 * Keeps the agent's account at every step of a record, from its fills and fees. The average-cost
 * method is the environment's, so that realised + unrealised − fees is the equity that was
 * recorded.
 */
import { Account } from '../../env/accounting';
import {
  FILL,
  FILL_LENGTH,
  SAMPLE,
  SAMPLE_LENGTH,
  type EpisodeRecord,
} from '../../protocol/frames';

export interface RecordAccounts {
  /** [steps] average entry price in ticks; NaN without a position. */
  readonly averageEntryTicks: Float64Array;
  /** [steps] profit of closed contracts, before fees. */
  readonly realisedDollars: Float64Array;
  /** [steps] profit of the open position at the mid, before fees. */
  readonly unrealisedDollars: Float64Array;
  /** [steps] fees paid so far. */
  readonly feesDollars: Float64Array;
  /** [steps] contracts traded so far. */
  readonly contracts: Float64Array;
}

/** Computes the account at every step, in one pass over the record: it costs steps + fills. */
export function accountsOf({
  samples,
  fills,
  steps,
  tickValueDollars,
}: EpisodeRecord): RecordAccounts {
  const column = () => new Float64Array(steps);
  const accounts = {
    averageEntryTicks: column(),
    realisedDollars: column(),
    unrealisedDollars: column(),
    feesDollars: column(),
    contracts: column(),
  };
  const dollarsPerHalfTick = tickValueDollars / 2;
  const account = new Account();
  let fees = 0;
  let fill = 0;
  for (let step = 0; step < steps; step++) {
    const sample = step * SAMPLE_LENGTH;
    for (; fill < fills.length; fill += FILL_LENGTH) {
      if (fills[fill + FILL.step] > samples[sample + SAMPLE.step]) break;
      const side = fills[fill + FILL.side] > 0 ? 1 : -1;
      const isMaker = fills[fill + FILL.isMaker] === 1;
      account.fill(side, fills[fill + FILL.priceTicks], fills[fill + FILL.size], isMaker);
      fees += fills[fill + FILL.feeDollars];
    }
    const midHalfTicks = samples[sample + SAMPLE.bestBid] + samples[sample + SAMPLE.bestAsk];
    accounts.averageEntryTicks[step] = account.averageEntryTicks;
    accounts.realisedDollars[step] = account.realisedHalfTicks * dollarsPerHalfTick;
    accounts.unrealisedDollars[step] =
      account.unrealisedHalfTicks(midHalfTicks) * dollarsPerHalfTick;
    accounts.feesDollars[step] = fees;
    accounts.contracts[step] = account.makerContracts + account.takerContracts;
  }
  return accounts;
}
