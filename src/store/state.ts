/**
 * The session's state is the value in the zustand store: all that a person changes or reads slowly.
 * What streams is in the frame ring beside it and never enters here.
 */
import type { WorkerName, WorkerStatus } from '../lab/types';
import type { InvalidInputError } from '../market/validation';
import type { BackendInfo } from '../protocol/api';
import type { RunSummary } from '../protocol/run';
import {
  INITIAL_BASELINES,
  type BaselinesState,
  type RunEvaluationState,
} from './runs/baselinesState';
import { NO_FINAL_WORD, type FinalWordState } from './runs/finalWordState';
import type { StoredEpisode } from './replay/episodes';
import { NONE_LOADED, type BundledAgents } from './live/bundledAgentState';
import type { RivalRuns } from './live/rivalRunState';
import { INITIAL_FACTS, type FactsState } from './live/factsState';
import { INITIAL_MANUAL, type ManualState } from './manual/manualState';
import { NO_NOTICES, withNotice, type Notice } from './notices';
import type { EpisodeScore } from './live/scores';
import { emptyReadout, type Readout } from './live/readout';
import { INITIAL_LESSONS, type LessonState } from './lessons/lessonState';
import { INITIAL_REPLAY, type ReplayState } from './replay/replayState';
import { linkNotice } from './settings/link';
import type { LinkMoment } from './settings/linkMoment';
import { DEFAULT_SETTINGS, type Settings } from './settings/settings';
import type { SettingsHistory } from './settings/settingsHistory';
import { tunedSettings } from './settings/tuning';
import { NO_SWEEPS, type SweepsState } from './sweeps/sweepsState';
import { NO_TAPES, type TapesState } from './tapes/tapesState';
import { IDLE_TRAINING, type TrainingState } from './training/training';
import type { NewVersion } from './versions/versionState';

export interface SessionState extends SettingsHistory {
  /** Market settings of the live episode. */
  readonly applied: Settings;
  readonly mode: 'live' | 'replay';
  /** Whether the live market's clock runs; replay has its own. */
  readonly playing: boolean;
  readonly replay: ReplayState;
  /** Whether the charts show a window of the user's own, and do not follow. */
  readonly isZoomed: boolean;
  /** Seconds in that window, to two digits; null while the charts follow. */
  readonly zoomedSeconds: number | null;
  /** Index of the fill that is explained, in the history on screen. */
  readonly selectedFill: number | null;
  readonly statuses: Readonly<Record<WorkerName, WorkerStatus>>;
  readonly backend: BackendInfo | null;
  /** Agents that come with the page. */
  readonly bundled: BundledAgents;
  /** Stored runs that rivals are, or come from. */
  readonly rivalRuns: RivalRuns;
  readonly training: TrainingState;
  /** Runs of this visit and of earlier ones, oldest first. */
  readonly runs: readonly RunSummary[];
  /** Why nothing outlasts the page; null while storage works. */
  readonly storageProblem: string | null;
  /** Ids of runs that could not be stored, or whose labels could not. */
  readonly unsavedRuns: readonly string[];
  /** Why not; empty while all are stored. */
  readonly unsavedReason: string;
  /** Ids of runs that some tab trains, as far as this one has heard. */
  readonly heldRuns: readonly string[];
  /** Id of the run that trains in this tab. */
  readonly runUnderWay: string | null;
  /** Run whose policy is evaluated now; null while none is. */
  readonly evaluatedRun: RunEvaluationState | null;
  /** Files read of those that are imported; null while few or none are. */
  readonly importing: { readonly done: number; readonly total: number } | null;
  /** Id of a run that was cut short in an earlier visit and can go on. */
  readonly interruptedRun: string | null;
  /** Run that was deleted last, as long as it can be brought back. */
  readonly deletedRun: RunSummary | null;
  /** Baselines in the scenario on screen. */
  readonly baselines: BaselinesState;
  /** Evaluation of a run on fresh seeds. */
  readonly finalWord: FinalWordState;
  /** Sweeps of the reward weights. */
  readonly sweeps: SweepsState;
  /** Key of the agent that others are compared with; null for the default one. */
  readonly pinned: string | null;
  /** Id of the run whose policy trades live; null while a baseline or a bundled agent does. */
  readonly watchedRun: string | null;
  /** Whether the live agent takes every newer policy of that run. */
  readonly followsRun: boolean;
  /** File of a link whose agent was read, and its run; null while none was. */
  readonly agentFile: { readonly path: string; readonly run: string } | null;
  /**
   * Whether somebody chose the live agent while a run trained: then it stays until the next one.
   */
  readonly agentPinned: boolean;
  readonly episodes: readonly StoredEpisode[];
  /** Scores of the live market's episodes on this visit, oldest first. */
  readonly scores: readonly EpisodeScore[];
  readonly facts: FactsState;
  readonly tapes: TapesState;
  readonly lessons: LessonState;
  /** State of quoting by hand. */
  readonly manual: ManualState;
  readonly readout: Readout;
  readonly notices: readonly Notice[];
  /** A newer version of the page; null where none is known. */
  readonly newVersion: NewVersion | null;
}

const startingStatus = (worker: WorkerName): WorkerStatus => ({
  worker,
  state: 'starting',
  message: '',
  details: '',
});

/** Settings and problems that a page starts from. */
export interface Opening {
  /** Settings of the link, or the defaults. */
  readonly settings: Settings;
  /** Fields of the link that are wrong. */
  readonly problems: readonly InvalidInputError[];
  /** Id of the run that the link names; null where it names none. */
  readonly run?: string | null;
  /** Path of the file whose agent trades; null where the link names none. */
  readonly agentFile?: string | null;
  /** Moment of an episode that the link shows; null where it names none. */
  readonly moment?: LinkMoment | null;
  /** Whether the market's clock is stopped at first, because the user prefers reduced motion. */
  readonly startPaused: boolean;
}

/**
 * Makes the state of a page that has just opened. A trained agent gives way to the default one, and
 * a recording to a market of the lab, until they are read from storage.
 */
export function initialState({ settings: wanted, problems, startPaused }: Opening): SessionState {
  const { agent, tape } = DEFAULT_SETTINGS;
  const settings =
    wanted.agent === 'trained'
      ? { ...wanted, agent, ...tunedSettings(agent, wanted.preset), tape }
      : { ...wanted, tape };
  const problem = linkNotice(problems, wanted);
  return {
    settings,
    past: [],
    future: [],
    applied: settings,
    mode: 'live',
    playing: !startPaused,
    replay: INITIAL_REPLAY,
    isZoomed: false,
    zoomedSeconds: null,
    selectedFill: null,
    statuses: {
      market: startingStatus('market'),
      collector: startingStatus('collector'),
      trainer: startingStatus('trainer'),
    },
    backend: null,
    bundled: NONE_LOADED,
    rivalRuns: {},
    training: IDLE_TRAINING,
    runs: [],
    storageProblem: null,
    unsavedRuns: [],
    unsavedReason: '',
    heldRuns: [],
    runUnderWay: null,
    evaluatedRun: null,
    importing: null,
    interruptedRun: null,
    deletedRun: null,
    baselines: INITIAL_BASELINES,
    finalWord: NO_FINAL_WORD,
    sweeps: NO_SWEEPS,
    pinned: null,
    watchedRun: null,
    followsRun: false,
    agentFile: null,
    agentPinned: false,
    episodes: [],
    scores: [],
    facts: INITIAL_FACTS,
    tapes: NO_TAPES,
    lessons: INITIAL_LESSONS,
    manual: INITIAL_MANUAL,
    readout: emptyReadout(),
    notices:
      problem === null ? NO_NOTICES : withNotice(NO_NOTICES, problem.message, problem.details),
    newVersion: null,
  };
}
