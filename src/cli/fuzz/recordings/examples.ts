/** Sound recordings of every format, each the files that are read together. */
import { gzipSync } from 'fflate';
import {
  BINANCE_AGGREGATES,
  BINANCE_SNAPSHOT,
  BINANCE_TRADES,
  BINANCE_UPDATES,
} from './binanceCsv';
import { BINANCE_FUTURES, BINANCE_SPOT } from './binanceStream';
import { databentoCsv, DATABENTO_BEST, dbnExample } from './dbn';
import {
  eventFile,
  eventFileVersion1,
  LEVEL_ROWS,
  npz,
  ORDER_ROWS,
  VERSION_1_ROWS,
} from './hftbacktest';
import { lobsterFiles } from './lobster';
import { TARDIS_CHANGES, TARDIS_LEVELS, TARDIS_TRADES } from './tardis';

/** Files by their names. */
export type FilesByName = Readonly<Record<string, Uint8Array>>;

/** Makes the recordings; each reader has at least two. */
export function exampleRecordings(): FilesByName[] {
  const texts: Readonly<Record<string, string>>[] = [
    lobsterFiles(),
    lobsterFiles(),
    { 'changes.csv': TARDIS_CHANGES },
    { 'levels.csv': TARDIS_LEVELS },
    { 'changes.csv': TARDIS_CHANGES, 'trades.csv': TARDIS_TRADES },
    { 'spot.json': BINANCE_SPOT },
    { 'futures.json': BINANCE_FUTURES },
    { 'snapshot.csv': BINANCE_SNAPSHOT, 'updates.csv': BINANCE_UPDATES },
    { 'updates.csv': BINANCE_UPDATES, 'trades.csv': BINANCE_AGGREGATES },
    { 'trades.csv': BINANCE_TRADES },
    { 'orders.csv': databentoCsv(true) },
    { 'orders.csv': databentoCsv(false) },
    { 'best.csv': DATABENTO_BEST },
  ];
  const bytes = texts.map((files) =>
    Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)]),
    ),
  );
  return [
    ...bytes,
    { 'spot.gz': gzipSync(new TextEncoder().encode(BINANCE_SPOT), { mtime: 0 }) },
    { 'levels.npy': eventFile(LEVEL_ROWS) },
    { 'levels.npz': npz(eventFile(LEVEL_ROWS)) },
    { 'orders.npy': eventFile(ORDER_ROWS) },
    { 'first.npy': eventFileVersion1(VERSION_1_ROWS) },
    { 'orders.dbn': dbnExample() },
    { 'orders.dbn': dbnExample() },
  ];
}
