/**
 * Writes a market of the lab as recorded data: market by order in DBN, as an exchange publishes it.
 * Read back, it gives the identical book at every event.
 */
import { ExchangeMarket } from '../../market/exchange/exchangeMarket';
import { createMarket } from '../../market/createMarket';
import { INSTRUMENTS } from '../../market/instruments';
import { NANOSECONDS_PER_SECOND } from '../../market/types';
import { InvalidInputError } from '../../market/validation';
import { MboWriter } from '../../recordings/dbn/dbnWriter';
import { MarketRecorder } from '../../recordings/record/marketRecorder';
import { defineCommand } from '../program/command';
import { wholeFlag } from '../program/flags';
import { formatNumber } from '../output/results';
import { writeTarget } from '../output/target';
import { CONFIG_FLAG } from '../program/configSource';
import { marketOfFlags } from '../program/runFlags';
import { MARKET_FLAGS, SEED_FLAG, marketName } from '../program/settings';

/** Half past two in the afternoon of 2 January 2024, in UTC: the tape needs some day. */
const START_NS = 1_704_205_800_000_000_000n;

export const record = defineCommand(
  'write a market of the lab as recorded data, market by order in DBN',
  {
    ...CONFIG_FLAG,
    ...MARKET_FLAGS,
    seconds: wholeFlag({ default: 1800, min: 1, max: 100_000, help: 'length of the session' }),
    seed: { ...SEED_FLAG, help: 'of the session' },
    out: { kind: 'text', writes: true, placeholder: 'FILE', help: 'file to write, such as es.dbn' },
  },
  async (flags, terminal, given) => {
    const { out, seconds, seed } = flags;
    if (out === null) throw new InvalidInputError('--out', 'a file', out);
    const config = await marketOfFlags(flags, given);
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
      terminal.progress.update(
        `Recording: ${Math.floor(market.timeNs / NANOSECONDS_PER_SECOND)} of ${seconds} s`,
      );
    }
    writer.finish();
    writeTarget(out, parts);
    const bytes = parts.reduce((sum, { length }) => sum + length, 0);
    terminal.progress.finish(`Recorded ${seconds} s, ${formatNumber(writer.records)} records.`);
    terminal.print(`Written to ${out}.`);
    return {
      config: { market: config, seconds, seed },
      results: [
        { name: 'record.records', value: writer.records, unit: 'records' },
        { name: 'record.events', value: market.eventCount, unit: 'events' },
        { name: 'record.bytes', value: bytes, unit: 'bytes' },
      ],
    };
  },
);
