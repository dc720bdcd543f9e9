/** A stored recording of 20 minutes, and storage that has some. */
import { createMemoryStorage } from '../../../src/lab/storage/memoryStorage';
import type { LabStorage, StoredTape } from '../../../src/lab/storage/types';
import type { TapeHeader } from '../../../src/recordings/tape';

export function exampleTape(
  hash = '0123456789abcdef',
  {
    header = {},
    ...change
  }: Partial<Omit<StoredTape, 'header'>> & { readonly header?: Partial<TapeHeader> } = {},
): StoredTape {
  return {
    hash,
    name: 'ESH4 2024-01-02',
    header: {
      version: 1,
      files: ['es.dbn.zst'],
      format: 'dbn mbo',
      queues: 'orders',
      instrument: 'ESH4',
      tickSize: 0.25,
      lotSize: 1,
      tickValue: 12.5,
      startNs: '1704205800000000000',
      day: '2024-01-02',
      endNs: 1.2e12,
      records: 68_792,
      rows: 70_000,
      events: 51_234,
      trades: 4_000,
      hasLatencies: false,
      latencyShiftNs: 0,
      openNs: 0,
      gaps: [{ fromNs: 1e11, toNs: 1.1e11 }],
      halts: [],
      skipped: { hiddenFills: 3 },
      hash,
      ...header,
    },
    description: {
      fifoGroups: 10,
      fifoExact: 10,
      crossedBeforeOpen: 0,
      crossedAfterOpen: 0,
      meanSpreadTicks: 1.02,
      meanBestSize: 49.4,
      volume: 11_000,
      openSeconds: 1190,
    },
    bytes: 2_000_000,
    savedAt: 5,
    place: 'files',
    file: 'first',
    ...change,
  };
}

/** Memory storage whose recordings a test puts in and takes out. */
export function storageWithTapes(...tapes: StoredTape[]) {
  const stored = [...tapes];
  const discarded: string[] = [];
  const storage: LabStorage = {
    ...createMemoryStorage(),
    tapes: {
      list: () => Promise.resolve([...stored]),
      label: (hash, { name }) => {
        const at = stored.findIndex((tape) => tape.hash === hash);
        stored[at] = { ...stored[at], name };
        return Promise.resolve(true);
      },
      delete: (hash) => {
        stored.splice(
          stored.findIndex((tape) => tape.hash === hash),
          1,
        );
        return Promise.resolve();
      },
      discard: (file) => Promise.resolve(void discarded.push(file)),
    },
  };
  return { storage, stored, discarded };
}
