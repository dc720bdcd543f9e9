/** The formats that recordings are read from. */
import { DBN } from './dbn/dbnFormat';
import type { RecordingFormat } from './reader';
import { tardis } from './readers/tardis';
import { hftbacktest } from './readers/hftbacktest';
import { lobster } from './readers/lobster';
import { binanceCsv } from './readers/binanceCsv';
import { binanceStream } from './readers/binanceStream';

export const RECORDING_FORMATS: readonly RecordingFormat[] = [
  DBN,
  tardis,
  lobster,
  hftbacktest,
  binanceCsv,
  binanceStream,
];
