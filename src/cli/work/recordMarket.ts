/** Records a session of a market of the lab as an exchange would publish it. */
import { createMarket } from '../../market/createMarket';
import type { MarketConfig } from '../../market/config';
import { ExchangeMarket } from '../../market/exchange/exchangeMarket';
import { INSTRUMENTS } from '../../market/instruments';
import { NANOSECONDS_PER_SECOND } from '../../market/types';
import { InvalidInputError } from '../../market/validation';
import { MboWriter } from '../../recordings/dbn/dbnWriter';
import { MarketRecorder } from '../../recordings/record/marketRecorder';
import { marketName } from '../program/settings';

/** Half past two in the afternoon of 2 January 2024, in UTC: the tape needs some day. */
const START_NS = 1_704_205_800_000_000_000n;

interface RecordedSession {
  readonly parts: readonly Uint8Array[];
  readonly records: number;
  readonly events: number;
}

/**
 * Records market by order in DBN.
 * @param onSecond called with the market seconds done
 * @throws InvalidInputError for a market without queues
 */
export function recordMarket(
  config: MarketConfig,
  seconds: number,
  seed: number,
  onSecond: (done: number) => void,
): RecordedSession {
  const market = createMarket(config);
  if (!(market instanceof ExchangeMarket)) {
    throw new InvalidInputError('--market', 'es or nq, which have queues', config.preset);
  }
  market.reset(seed);
  const { tickSize, tickValueDollars } = INSTRUMENTS[config.preset];
  const parts: Uint8Array[] = [];
  const symbol = marketName(config).toUpperCase();
  const instrument = { dataset: 'NANOARB.LAB', symbol, instrument: 1 };
  const writer = new MboWriter(instrument, START_NS, (bytes) => parts.push(bytes));
  writer.writeDefinition(tickSize, tickValueDollars / tickSize);
  const recorder = new MarketRecorder(market, writer, tickSize, START_NS);
  while (market.nextEventNs <= seconds * NANOSECONDS_PER_SECOND) {
    recorder.step();
    onSecond(Math.floor(market.timeNs / NANOSECONDS_PER_SECOND));
  }
  writer.finish();
  return { parts, records: writer.records, events: market.eventCount };
}
