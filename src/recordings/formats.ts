/** The formats that recordings are read from. */
import { DBN } from './dbn/dbnFormat';
import type { RecordingFormat } from './reader';

export const RECORDING_FORMATS: readonly RecordingFormat[] = [DBN];
