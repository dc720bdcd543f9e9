/** Takes in a dataset that other tools have written again, and writes it as the lab's own. */
import { InvalidInputError } from '../../market/validation';
import { summarise } from '../../learning/data/datasetSummary';
import { readRewrittenDataset, writeDataset } from '../output/files';
import { formatNumber } from '../output/results';
import { defineCommand } from '../program/command';
import { oneFile } from '../program/flags';

export const adopt = defineCommand(
  'take in a dataset that another tool wrote again: lab adopt FILE.parquet',
  {
    data: { kind: 'text', reads: oneFile, placeholder: 'FILE', help: 'the dataset, as Parquet' },
    original: {
      kind: 'text',
      reads: oneFile,
      placeholder: 'FILE',
      help: 'the dataset that it was made of, where the tool dropped the footer or episodes',
    },
    out: {
      kind: 'text',
      writes: 'dataset',
      placeholder: 'FILE',
      help: 'where to write the dataset',
    },
  },
  async (flags, terminal) => {
    if (flags.data === null) throw new InvalidInputError('--data', 'FILE', undefined);
    const { dataset, origin, hash, adopted } = await readRewrittenDataset(
      flags.data,
      flags.original,
    );
    const { rows, episodes } = summarise(dataset);
    terminal.print(
      `${flags.data}: ${formatNumber(rows)} steps in ${formatNumber(episodes)} episodes, written by ${adopted.writtenBy}.`,
    );
    terminal.print(
      adopted.hash === hash
        ? `Its numbers are those of the lab, hash ${hash}.`
        : `Its numbers are not those that the lab wrote: their hash is ${hash}, and was ${adopted.hash}.`,
    );
    if (flags.out !== null) {
      writeDataset(flags.out, dataset, origin, adopted);
      terminal.print(`Written to ${flags.out}.`);
    }
    return {
      config: { ...origin, hash, adopted },
      results: [
        { name: 'adopt.rows', value: rows, unit: 'steps' },
        { name: 'adopt.episodes', value: episodes, unit: 'episodes' },
        { name: 'adopt.sameNumbers', value: Number(adopted.hash === hash), unit: '1 the same' },
      ],
    };
  },
  'data',
);
