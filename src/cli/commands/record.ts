/**
 * Writes a market of the lab as recorded data: market by order in DBN, as an exchange publishes it.
 * Read back, it gives the identical book at every event.
 */
import { InvalidInputError } from '../../market/validation';
import { defineCommand } from '../program/command';
import { wholeFlag } from '../program/flags';
import { formatNumber } from '../output/results';
import { writeTarget } from '../output/target';
import { CONFIG_FLAG } from '../program/configSource';
import { marketOfFlags } from '../program/runFlags';
import { MARKET_FLAGS, SEED_FLAG } from '../program/settings';
import { recordMarket } from '../work/recordMarket';

export const record = defineCommand(
  'write a market of the lab as recorded data, market by order in DBN',
  {
    ...CONFIG_FLAG,
    ...MARKET_FLAGS,
    seconds: wholeFlag({ default: 1800, min: 1, max: 100_000, help: 'length of the session' }),
    seed: { ...SEED_FLAG, help: 'of the session' },
    out: {
      kind: 'text',
      writes: 'recording',
      placeholder: 'FILE',
      help: 'file to write, such as es.dbn',
    },
  },
  async (flags, terminal, given) => {
    const { out, seconds, seed } = flags;
    if (out === null) throw new InvalidInputError('--out', 'FILE', undefined);
    const config = await marketOfFlags(flags, given);
    const { parts, records, events } = recordMarket(config, seconds, seed, (done) =>
      terminal.progress.update(`Recording: ${done} of ${seconds} s`),
    );
    writeTarget(out, parts);
    const bytes = parts.reduce((sum, { length }) => sum + length, 0);
    terminal.progress.finish(`Recorded ${seconds} s, ${formatNumber(records)} records.`);
    terminal.print(`Written to ${out}.`);
    return {
      config: { market: config, seconds, seed },
      results: [
        { name: 'record.records', value: records, unit: 'records' },
        { name: 'record.events', value: events, unit: 'events' },
        { name: 'record.bytes', value: bytes, unit: 'bytes' },
      ],
    };
  },
);
