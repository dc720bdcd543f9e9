/**
 * What a person changes or reads slowly: the value in the zustand store. What
 * streams is in the frame ring beside it and never enters here.
 */
import type { WorkerName, WorkerStatus } from '../lab/types';
import type { BackendInfo } from '../protocol/api';
import type { RunSummary } from '../protocol/run';
import type { BaselinesState } from './runs/baselinesState';
import type { StoredEpisode } from './replay/episodes';
import type { BundledAgents } from './live/bundledAgentState';
import type { FactsState } from './live/factsState';
import type { ManualState } from './manual/manualState';
import type { Notice } from './notices';
import type { Readout } from './live/readout';
import type { LessonState } from './lessons/lessonState';
import type { ReplayState } from './replay/replayState';
import type { Settings } from './settings/settings';
import type { SettingsHistory } from './settings/settingsHistory';
import type { TrainingState } from './training/training';

export interface SessionState extends SettingsHistory {
  /** Market settings of the episode now running. */
  readonly applied: Settings;
  readonly mode: 'live' | 'replay';
  /** The live market's clock; replay has its own. */
  readonly playing: boolean;
  readonly replay: ReplayState;
  /** The fill that is explained, an index of the history on screen. */
  readonly selectedFill: number | null;
  readonly statuses: Readonly<Record<WorkerName, WorkerStatus>>;
  readonly backend: BackendInfo | null;
  /** Agents that come with the page. */
  readonly bundled: BundledAgents;
  readonly training: TrainingState;
  /** Of this visit and of earlier ones, oldest first. */
  readonly runs: readonly RunSummary[];
  /** False where they go when the page is closed. */
  readonly keepsRuns: boolean;
  /** Ids of runs that found no room in storage. */
  readonly unsavedRuns: readonly string[];
  /** Ids of runs that some tab trains, as far as this one has heard. */
  readonly heldRuns: readonly string[];
  /** Id of the run that trains in this tab. */
  readonly runUnderWay: string | null;
  /** Cut short in an earlier visit: it can go on. */
  readonly interruptedRun: string | null;
  /** The one deleted last, as long as it can be brought back. */
  readonly deletedRun: RunSummary | null;
  /** How the baselines did in the scenario on screen. */
  readonly baselines: BaselinesState;
  /** Key of the agent that others are compared with; null for the usual one. */
  readonly pinned: string | null;
  /** Id of the run whose policy trades live, where it is not the newest. */
  readonly watchedRun: string | null;
  readonly episodes: readonly StoredEpisode[];
  readonly facts: FactsState;
  readonly lessons: LessonState;
  /** A person in the agent's seat. */
  readonly manual: ManualState;
  readonly readout: Readout;
  readonly notices: readonly Notice[];
}

export const startingStatus = (worker: WorkerName): WorkerStatus => ({
  worker,
  state: 'starting',
  message: '',
  details: '',
});
