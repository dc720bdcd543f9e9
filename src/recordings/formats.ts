/** The formats that recordings are read from. */
import { databentoCsv } from './dbn/dbnCsv';
import { DBN } from './dbn/dbnFormat';
import type { RecordingFormat } from './reader';
import { binanceCsv } from './readers/binanceCsv';
import { binanceStream } from './readers/binanceStream';
import { fi2010 } from './readers/fi2010';
import { hftbacktest } from './readers/hftbacktest';
import { lobster } from './readers/lobster';
import { tardis } from './readers/tardis';

export const RECORDING_FORMATS: readonly RecordingFormat[] = [
  DBN,
  databentoCsv,
  tardis,
  lobster,
  binanceCsv,
  binanceStream,
  hftbacktest,
  fi2010,
];
