/**
 * What a thread of the command line can be asked for: plain data in, plain data
 * out. A job's result depends on the job alone, never on the thread or on what
 * the thread did before.
 */
import { evaluateAgent } from '../evaluation/evaluateAgent';
import type { EpisodeMetrics, EvaluationRequest } from '../evaluation/metrics';
import { trainPolicy, type TrainingJob, type TrainingReport } from './training';
import {
  trainTransformer,
  type TransformerJob,
  type TransformerReport,
} from './transformerTraining';

export interface Work {
  readonly train: { readonly job: TrainingJob; readonly result: TrainingReport };
  readonly trainTransformer: {
    readonly job: TransformerJob;
    readonly result: TransformerReport;
  };
  readonly evaluate: { readonly job: EvaluationRequest; readonly result: EpisodeMetrics[] };
}
export type WorkKind = keyof Work;

type Performers = {
  readonly [Kind in WorkKind]: (job: Work[Kind]['job']) => Promise<Work[Kind]['result']>;
};

const PERFORMERS: Performers = {
  train: (job) => trainPolicy(job),
  trainTransformer: (job) => trainTransformer(job),
  evaluate: (request) => Promise.resolve(evaluateAgent(request)),
};

/** A backend must have been chosen. */
export async function perform<Kind extends WorkKind>(
  kind: Kind,
  job: Work[Kind]['job'],
): Promise<Work[Kind]['result']> {
  return await PERFORMERS[kind](job);
}
