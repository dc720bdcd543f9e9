/**
 * Threads of the command line do this work: plain data in, plain data out. A job's result depends
 * on the job alone, never on the thread or on what the thread did before.
 */
import { playArena, type ArenaRequest, type ArenaScore } from '../../evaluation/arena';
import { evaluateAgent } from '../../evaluation/evaluateAgent';
import type { ExaminationRequest, ExaminedEpisode } from '../../evaluation/examinationRequest';
import { examineAgent } from '../../evaluation/examineAgent';
import type { EpisodeMetrics, EvaluationRequest } from '../../evaluation/metrics';
import {
  playMaker,
  type MakerRequest,
  type MakerSample,
} from '../../evaluation/facts/referenceMakers';
import { collectEpisodes } from '../../learning/data/collect';
import type { CollectionRequest, Dataset } from '../../learning/data/dataset';
import type { BackendName } from '../../learning/algorithms/engineChoice';
import type { EngineHooks } from '../../learning/runs/engine';
import type { TrainingJob, TrainingReport } from '../training/training';

/** A training in which an experiment may change the updates, by a hook that is known by name. */
export interface ExperimentJob extends TrainingJob {
  readonly hook?: 'broadcastAdvantages';
  /** Backend to train on; WebAssembly where it is not said. */
  readonly backend?: BackendName;
}

export interface Work {
  readonly train: { readonly job: ExperimentJob; readonly result: TrainingReport };
  readonly collect: { readonly job: CollectionRequest; readonly result: Dataset };
  readonly examine: { readonly job: ExaminationRequest; readonly result: ExaminedEpisode[] };
  readonly evaluate: { readonly job: EvaluationRequest; readonly result: EpisodeMetrics[] };
  readonly arena: { readonly job: ArenaRequest; readonly result: ArenaScore[][] };
  readonly maker: { readonly job: MakerRequest; readonly result: MakerSample };
}
export type WorkKind = keyof Work;

/** Backend of a thread that trains, unless its job names another. */
const THREAD_BACKEND = 'wasm';

type Performers = {
  readonly [Kind in WorkKind]: (job: Work[Kind]['job']) => Promise<Work[Kind]['result']>;
};

const PERFORMERS: Performers = {
  train: async ({ hook, backend = THREAD_BACKEND, ...job }) => {
    // Training loads tfjs, which takes longer than many an episode; threads that only play do
    // without.
    const { startBackend } = await import('../training/backend');
    await startBackend(backend);
    const { train } = await import('../training/training');
    return await train(job, backend, () => {}, await hooksNamed(hook));
  },
  collect: (request) => Promise.resolve(collectEpisodes(request)),
  examine: (request) => Promise.resolve(examineAgent(request)),
  evaluate: (request) => Promise.resolve(evaluateAgent(request)),
  arena: (request) => Promise.resolve(playArena(request)),
  maker: (request) => Promise.resolve(playMaker(request)),
};

async function hooksNamed(hook: ExperimentJob['hook']): Promise<EngineHooks> {
  if (hook === undefined) return {};
  const { broadcastAdvantages } = await import('../experiments/broadcastAdvantages');
  return { transformAdvantages: broadcastAdvantages };
}

/** Performs a job; a training chooses its backend itself. */
export async function perform<Kind extends WorkKind>(
  kind: Kind,
  job: Work[Kind]['job'],
): Promise<Work[Kind]['result']> {
  return await PERFORMERS[kind](job);
}
