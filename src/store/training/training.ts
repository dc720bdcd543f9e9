/**
 * The page sees a training run through a pure function, from the events of the workers to what the
 * panels show.
 */
import type { TargetPoint, TrainingEvent } from '../../lab/types';
import type { ValidationBaseline, ValidationPoint } from '../../protocol/validationHistory';
import type { DatasetOrigin, DatasetSummary, ImportedDataset } from '../../learning/data/dataset';
import type { TrainingProgress } from '../../protocol/api';
import type { RunConfig } from '../../protocol/run';

export type TrainingPhase =
  | 'idle'
  | 'collecting'
  | 'preparing'
  /** The data is there, and the learner is not yet. */
  | 'building'
  | TrainingProgress['phase']
  | 'comparing'
  | 'evaluating'
  | TrainingEnd;
type TrainingEnd = 'finished' | 'stopped' | 'diverged' | 'failed';

export interface TrainingState {
  readonly phase: TrainingPhase;
  readonly paused: boolean;
  /**
   * Episodes done while collecting and evaluating, updates while learning; 0 where nothing is
   * counted.
   */
  readonly done: number;
  readonly total: number;
  readonly progress: TrainingProgress | null;
  /** Reports so far; updates are counted from the start of the run, cloning included. */
  readonly curves: readonly TrainingProgress[];
  /** Returns of its policies while it trained. */
  readonly validation: readonly ValidationPoint[];
  /** Returns of the baselines on the same episodes; empty until they have played them. */
  readonly validationBaselines: readonly ValidationBaseline[];
  /**
   * Returns that a Decision Transformer achieved for what it was asked; empty until it is
   * evaluated.
   */
  readonly targets: readonly TargetPoint[];
  readonly dataset: DatasetSummary | null;
  /** Market and seed of that data; null where there is none. */
  readonly datasetOrigin: Pick<DatasetOrigin, 'market' | 'seed'> | null;
  /** Imported data that the next run learns from; null collects it. */
  readonly file: ImportedDataset | null;
  /** Config of the run under way, or of the last; null before the first. */
  readonly config: RunConfig | null;
  /** Ids of the runs that one press of Train started, the newest last: the verdict is on these. */
  readonly runIds: readonly string[];
  /** Name of that run; empty before the first. */
  readonly runName: string;
  /** Place of this training seed in its group, from 1; `seedCount` says of how many. */
  readonly seedNumber: number;
  readonly seedCount: number;
  /** Whether there is a policy of this visit, be it an earlier run's. */
  readonly hasPolicy: boolean;
  /** Whether the run under way, or the last one, has a policy of its own. */
  readonly hasOwnPolicy: boolean;
  readonly failure: { readonly message: string; readonly details: string } | null;
}

export const IDLE_TRAINING: TrainingState = {
  phase: 'idle',
  paused: false,
  done: 0,
  total: 0,
  progress: null,
  curves: [],
  validation: [],
  validationBaselines: [],
  targets: [],
  dataset: null,
  datasetOrigin: null,
  file: null,
  config: null,
  runIds: [],
  runName: '',
  seedNumber: 1,
  seedCount: 1,
  hasPolicy: false,
  hasOwnPolicy: false,
  failure: null,
};

/**
 * Most reports that the curves keep; beyond that every other one goes, so that they keep their
 * shape.
 */
export const MAX_CURVE_POINTS = 300;

const RUNNING: readonly TrainingPhase[] = [
  'collecting',
  'preparing',
  'building',
  'cloning',
  'critic',
  'training',
  'comparing',
  'evaluating',
];

export const isRunning = (phase: TrainingPhase): boolean => RUNNING.includes(phase);

/**
 * Makes the state in which a run begins.
 * @param previous the state before: a policy of an earlier run stays usable until the new run has
 *   one
 */
export function beginTraining(
  previous: TrainingState,
  config: RunConfig,
  seeds: { readonly number: number; readonly count: number } = { number: 1, count: 1 },
  runName = '',
): TrainingState {
  return {
    ...IDLE_TRAINING,
    phase: 'preparing',
    config,
    runName,
    seedNumber: seeds.number,
    seedCount: seeds.count,
    hasPolicy: previous.hasPolicy,
    dataset: previous.dataset,
    datasetOrigin: previous.datasetOrigin,
    file: previous.file,
  };
}

/**
 * Folds an event in. A report of progress has a port of its own, and may arrive after the end: then
 * it is dropped.
 */
export function reduceTraining(state: TrainingState, event: TrainingEvent): TrainingState {
  if (!isRunning(state.phase)) return state;
  switch (event.kind) {
    case 'collecting':
    case 'comparing':
    case 'evaluating':
      return { ...state, phase: event.kind, done: event.done, total: event.total };
    case 'collected':
      return {
        ...state,
        phase: 'building',
        done: 0,
        total: 0,
        dataset: event.dataset,
        datasetOrigin: state.config,
      };
    case 'progress':
      return withProgress(state, event.progress);
    case 'validated':
      // A run that has gone back to a checkpoint validates again what came after it.
      return {
        ...state,
        validation: [
          ...state.validation.filter(({ updates }) => updates < event.point.updates),
          event.point,
        ],
      };
    case 'validatedBaselines':
      return { ...state, validationBaselines: event.baselines };
    case 'targets':
      return { ...state, targets: event.points };
    case 'checkpoint':
      return state;
    case 'recovered':
      return { ...state, phase: 'preparing', done: 0, total: 0 };
    case 'paused':
      return { ...state, paused: true };
    case 'resumed':
      return { ...state, paused: false };
    case 'finished':
      return {
        ...state,
        phase: 'finished',
        // A run that was resumed at its end reports no progress.
        done: event.policy.updates,
        total: event.policy.updates,
        paused: false,
        hasPolicy: true,
        hasOwnPolicy: true,
      };
    case 'stopped':
      return {
        ...state,
        phase: 'stopped',
        ...(event.policy !== null && {
          done: event.policy.updates,
          total: state.progress?.totalUpdates ?? event.policy.updates,
        }),
        paused: false,
        hasPolicy: state.hasPolicy || event.policy !== null,
        hasOwnPolicy: state.hasOwnPolicy || event.policy !== null,
      };
    case 'diverged':
      return {
        ...state,
        phase: 'diverged',
        paused: false,
        failure: {
          message: `A loss was no longer a number at update ${event.update}. The last good policy is kept.`,
          details: `diverged at update ${event.update}, policy version ${event.policy.version}`,
        },
      };
    case 'failed':
      break;
  }
  return {
    ...state,
    phase: 'failed',
    paused: false,
    failure: { message: event.message, details: event.details },
  };
}

/** Adds a report; when the run has gone back to a checkpoint, later reports are dropped. */
function withProgress(state: TrainingState, progress: TrainingProgress): TrainingState {
  const past = state.curves.filter(({ update }) => update < progress.update);
  const curves = [...past, progress];
  // A critic is trained before there is a policy, and policy 0 is one that has learned nothing.
  const isNew = progress.policyVersion > 0 && progress.phase !== 'critic';
  return {
    ...state,
    phase: progress.phase,
    done: progress.update,
    total: progress.totalUpdates,
    progress,
    curves: curves.length > MAX_CURVE_POINTS ? thinned(curves) : curves,
    hasPolicy: state.hasPolicy || isNew,
    hasOwnPolicy: state.hasOwnPolicy || isNew,
  };
}

/** Keeps every other point, and always the newest. */
const thinned = (points: readonly TrainingProgress[]) =>
  points.filter((point, index) => point === points.at(-1) || index % 2 === 0);

/** Share of the phase that is done; NaN when its length is unknown. */
export const phaseShare = (state: TrainingState): number =>
  state.total > 0 ? Math.min(1, state.done / state.total) : Number.NaN;
