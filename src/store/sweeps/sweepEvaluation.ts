/**
 * Plays the missing points of a sweep on common episodes, and the baselines beside them. Episodes
 * are played a few at a time, so that a pause is soon one.
 */
import type { AgentSpec } from '../../agents/agentSpec';
import { deriveSeeds } from '../../agents/seeds';
import type { EpisodeMetrics, EvaluationRow } from '../../evaluation/metrics';
import type { Lab } from '../../lab/types';
import { evaluationMarket } from '../../recordings/play/recording';
import type { RunSummary } from '../../protocol/run';
import type { SweepRecord } from '../../protocol/sweep';
import { baselinesAmong, scenarioKey } from '../runs/scenarios';
import type { RunRepository } from '../runs/runRepository';
import { missingPoints, withPoint } from './sweepPlan';

export interface SweepEvaluation {
  readonly lab: Pick<Lab, 'evaluateAgent' | 'evaluateBaselines'>;
  readonly repository: Pick<RunRepository, 'attempt'>;
  /** Runs whose baselines may have played the episodes already. */
  readonly runs: readonly RunSummary[];
  readonly agent: AgentSpec;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Resolves when work may go on. */
  readonly resumed: () => Promise<void>;
  /** Called with the episodes done, and the seconds that one takes as far as was measured. */
  readonly onProgress: (done: number, secondsPerEpisode: number | null) => void;
  /** Called with the sweep as soon as a point of it was measured, and when all of it is. */
  readonly onMeasured: (sweep: SweepRecord) => void;
  readonly signal: AbortSignal;
}

/** Episodes that are played together. */
const EPISODES_TOGETHER = 4;

/** @throws WorkerFailure when no worker can do it; the signal's reason when aborted */
export async function evaluateSweep(sweep: SweepRecord, work: SweepEvaluation): Promise<void> {
  const { env, seed } = sweep.config;
  // A config names the part of a recording that data is collected on.
  const market = evaluationMarket(sweep.config.market, 'test');
  const seeds = deriveSeeds(seed, 'evaluation', sweep.episodes);
  let milliseconds = 0;
  let done = 0;
  let current = sweep;
  for (const index of missingPoints(sweep)) {
    const { weights } = current.points[index];
    const metrics: EpisodeMetrics[] = [];
    for (let first = 0; first < seeds.length; first += EPISODES_TOGETHER) {
      await work.resumed();
      work.signal.throwIfAborted();
      const before = done;
      const some = seeds.slice(first, first + EPISODES_TOGETHER);
      const start = work.now();
      const played = await work.lab.evaluateAgent(
        { market, env, weights, agent: work.agent, seeds: some },
        (episodes) => work.onProgress(before + episodes, null),
        work.signal,
      );
      milliseconds += work.now() - start;
      metrics.push(...played);
      done += some.length;
      work.onProgress(done, milliseconds / 1000 / done);
    }
    current = withPoint(current, index, { metrics, failure: '' });
    work.onMeasured(current);
  }
  if (current.baselines.length === 0) {
    current = { ...current, baselines: await baselinesOf(current, work) };
  }
  work.onMeasured({ ...current, status: 'finished' });
}

/** Gives the baselines on the sweep's episodes: from a run, from storage, or evaluated now. */
async function baselinesOf(
  { config, episodes }: SweepRecord,
  { lab, repository, runs, signal }: SweepEvaluation,
): Promise<SweepRecord['baselines']> {
  const { market, env, weights, seed } = config;
  const scenario = scenarioKey(config);
  const known =
    baselinesAmong(runs, scenario)?.rows ??
    (await repository.attempt((storage) => storage.baselines.get(scenario)));
  signal.throwIfAborted();
  const rows =
    known ?? (await lab.evaluateBaselines({ market, env, weights, seed }, () => {}, signal));
  if (known === undefined || known === null) {
    await repository.attempt((storage) => storage.baselines.put(scenario, rows));
  }
  const seeds = new Set(deriveSeeds(seed, 'evaluation', episodes));
  return measurementsOf(rows).map(({ agentName, metrics }) => ({
    agentName,
    metrics: metrics.filter((episode) => seeds.has(episode.seed)),
  }));
}

/** Leaves of rows what a sweep keeps of its baselines. */
export const measurementsOf = (rows: readonly EvaluationRow[]): SweepRecord['baselines'] =>
  rows.map(({ agentName, metrics }) => ({ agentName, metrics }));
