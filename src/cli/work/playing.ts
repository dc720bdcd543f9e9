/**
 * Collects and evaluates on every core: the episodes are cut into pieces, and a free thread takes
 * the next. The number of threads changes no result.
 */
import { availableParallelism } from 'node:os';
import { playArena, type ArenaRequest, type ArenaScore } from '../../evaluation/arena';
import { evaluateAgent } from '../../evaluation/evaluateAgent';
import type { ExaminationRequest, ExaminedEpisode } from '../../evaluation/examinationRequest';
import { examineAgent } from '../../evaluation/examineAgent';
import type { EpisodeMetrics, EvaluationRequest } from '../../evaluation/metrics';
import { collectEpisodes } from '../../learning/data/collect';
import type { CollectionRequest, Dataset } from '../../learning/data/dataset';
import { concatenateShards } from '../../learning/data/datasetOperations';
import { performAll } from './workPool';

/** Decision steps that make up for the start of a thread, which takes about two seconds. */
const STEPS_WORTH_A_THREAD = 40_000;
/**
 * Decision steps of a piece: few enough for progress to move, and for no core to wait long at the
 * end.
 */
const STEPS_PER_PIECE = 6_000;

type OnProgress = (episodes: number) => void;

/** @param threads the most threads to use; one is this one */
export async function collectOnCores(
  request: CollectionRequest,
  onProgress: OnProgress = () => {},
  threads = threadsFor(request.episodes.length * request.env.episodeLength),
): Promise<Dataset> {
  if (threads < 2) return collectEpisodes(request, onProgress);
  const pieces = cutEpisodes(request.episodes, request.env.episodeLength);
  const jobs = pieces.map((episodes) => ({ ...request, episodes }));
  const shards = await performAll('collect', jobs, threads, (done) =>
    onProgress(episodesIn(pieces, done)),
  );
  return concatenateShards(shards);
}

/** @returns a list per request, with an entry per seed in their order */
export async function evaluateOnCores(
  requests: readonly EvaluationRequest[],
  onProgress: OnProgress = () => {},
  threads = threadsFor(stepsOf(requests)),
): Promise<EpisodeMetrics[][]> {
  return await share(
    requests,
    evaluateAgent,
    (jobs, report) => performAll('evaluate', jobs, threads, report),
    onProgress,
    threads,
  );
}

/** Does the same as `evaluateOnCores` and examines trained agents too. */
export async function examineOnCores(
  requests: readonly ExaminationRequest[],
  onProgress: OnProgress = () => {},
  threads = threadsFor(stepsOf(requests)),
): Promise<ExaminedEpisode[][]> {
  return await share(
    requests,
    examineAgent,
    (jobs, report) => performAll('examine', jobs, threads, report),
    onProgress,
    threads,
  );
}

/** @returns a list per book, with an entry per seed in their order */
export async function playArenasOnCores(
  requests: readonly ArenaRequest[],
  onProgress: OnProgress = () => {},
  threads = threadsFor(stepsOf(requests)),
): Promise<ArenaScore[][][]> {
  if (threads < 2) {
    let before = 0;
    return requests.map((request) => {
      const scores = playArena(request, (done) => onProgress(before + done));
      before += scores.length;
      return scores;
    });
  }
  return await performAll('arena', requests, threads, (done) =>
    onProgress(requests.slice(0, done).reduce((sum, { seeds }) => sum + seeds.length, 0)),
  );
}

async function share<Request extends EvaluationRequest, Result>(
  requests: readonly Request[],
  play: (request: Request, onProgress: OnProgress) => Result[],
  perform: (jobs: readonly Request[], onProgress: OnProgress) => Promise<Result[][]>,
  onProgress: OnProgress,
  threads: number,
): Promise<Result[][]> {
  if (threads < 2) {
    let before = 0;
    return requests.map((request) => {
      const results = play(request, (done) => onProgress(before + done));
      before += results.length;
      return results;
    });
  }
  const jobs = requests.flatMap((request, owner) =>
    cutEpisodes(request.seeds, request.env.episodeLength).map((seeds) => ({
      owner,
      seeds,
      request,
    })),
  );
  const pieces = await perform(
    jobs.map(({ request, seeds }) => ({ ...request, seeds })),
    (done) =>
      onProgress(
        episodesIn(
          jobs.map(({ seeds }) => seeds),
          done,
        ),
      ),
  );
  return requests.map((_, owner) => pieces.filter((_, job) => jobs[job].owner === owner).flat());
}

/** Cuts episodes into pieces for threads. */
export function cutEpisodes<Episode>(
  episodes: readonly Episode[],
  episodeLength: number,
): Episode[][] {
  const size = Math.max(1, Math.floor(STEPS_PER_PIECE / episodeLength));
  return Array.from({ length: Math.ceil(episodes.length / size) }, (_, index) =>
    episodes.slice(index * size, (index + 1) * size),
  );
}

/** Pieces come back in any order; all but the last of a request are of one size. */
function episodesIn(pieces: readonly (readonly unknown[])[], done: number): number {
  return pieces.slice(0, done).reduce((sum, piece) => sum + piece.length, 0);
}

function stepsOf(requests: readonly Pick<EvaluationRequest, 'seeds' | 'env'>[]): number {
  return requests.reduce((sum, { seeds, env }) => sum + seeds.length * env.episodeLength, 0);
}

function threadsFor(steps: number): number {
  return Math.min(availableParallelism(), Math.floor(steps / STEPS_WORTH_A_THREAD));
}
