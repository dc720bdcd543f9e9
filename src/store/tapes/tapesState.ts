/** What the page knows of recordings. */
import type { RecordingFit } from '../../evaluation/fit/fitRecording';
import type { StoredTape } from '../../lab/storage/types';
import type { ChosenTape } from '../settings/tapeFields';

/** A reading under way. */
export interface TapeReading {
  readonly names: readonly string[];
  readonly bytes: number;
  readonly ofBytes: number;
  readonly events: number;
  /** NaN until it can be told. */
  readonly secondsLeft: number;
}

export interface TapesState {
  /** Whether their dialog is open. */
  readonly isOpen: boolean;
  /** Stored recordings, newest first. */
  readonly list: readonly StoredTape[];
  readonly reading: TapeReading | null;
  /** Files of several instruments, of which one has to be chosen. */
  readonly choice: {
    readonly names: readonly string[];
    readonly instruments: readonly string[];
  } | null;
  /** Why the last thing that was asked for was not done; empty where nothing failed. */
  readonly failure: string;
  /** Recording that a link names and this browser does not have. */
  readonly missing: ChosenTape | null;
  /** The fit under way, by the hash of its recording. */
  readonly fitting: { readonly hash: string; readonly share: number } | null;
  /** What was fitted on this visit, by the hash of the recording. */
  readonly fits: Readonly<Record<string, RecordingFit | undefined>>;
  /** Why the last fit broke off; null where it did not. */
  readonly fitFailure: { readonly hash: string; readonly message: string } | null;
}

export const NO_TAPES: TapesState = {
  isOpen: false,
  list: [],
  reading: null,
  choice: null,
  failure: '',
  missing: null,
  fitting: null,
  fits: {},
  fitFailure: null,
};
