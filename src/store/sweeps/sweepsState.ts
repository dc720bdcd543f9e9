/** What the page knows of sweeps of the reward weights. */
import type { RunSummary } from '../../protocol/run';
import type { SweepRecord } from '../../protocol/sweep';
import type { SweepResult } from './sweepResult';

/** A sweep that is under way in this tab. */
export interface SweepProgress {
  readonly id: string;
  /** Episodes played, or runs trained, of the total. */
  readonly done: number;
  readonly total: number;
  readonly isPaused: boolean;
  /** Seconds of work left; NaN where nothing tells yet. */
  readonly secondsLeft: number;
}

/** A file of the command line's sweep that was opened in this visit. */
export interface OpenedResult {
  readonly id: string;
  readonly name: string;
  readonly result: SweepResult;
}

export interface SweepsState {
  /** Sweeps of this visit and of earlier ones, newest first; null until they are read. */
  readonly records: readonly SweepRecord[] | null;
  /** Id of the sweep on the chart; null shows the runs of the table. */
  readonly shown: string | null;
  readonly running: SweepProgress | null;
  /** Says what the last attempt failed of; empty where nothing did. */
  readonly failure: string;
  /** Sweep that was deleted last, and can be brought back. */
  readonly deleted: SweepRecord | null;
  /** Results of the command line, the newest first. */
  readonly opened: readonly OpenedResult[];
  /** Id of the result or the sweep that is shown with every metric; null while none is. */
  readonly viewed: string | null;
}

/** Whether another tab measures the sweep: only what somebody measures is listed as under way. */
export const isSweptElsewhere = (
  { id, status }: Pick<SweepRecord, 'id' | 'status'>,
  running: SweepProgress | null,
): boolean => status === 'running' && running?.id !== id;

/** Names the agent of a sweep: a run that is still there by the name that it has now. */
export const sweepAgent = (
  { agentName, source }: Pick<SweepRecord, 'agentName' | 'source'>,
  runs: readonly Pick<RunSummary, 'id' | 'name'>[],
): string => (source?.kind === 'run' && runs.find(({ id }) => id === source.id)?.name) || agentName;

export const NO_SWEEPS: SweepsState = {
  records: null,
  shown: null,
  running: null,
  failure: '',
  deleted: null,
  opened: [],
  viewed: null,
};
