/** Plans sweeps: which points there are, which of them are missing, and how long they take. */
import { REWARD_TERMS, type RewardWeights } from '../../env/types';
import { weightGrid, type WeightAxis } from '../../evaluation/weightPlan';
import { learnerOf, type RunConfig } from '../../protocol/run';
import { SWEEP_VERSION, type SweepPoint, type SweepRecord } from '../../protocol/sweep';
import type { SweptAgent } from './sweptAgents';

export const isSameWeighting = (a: RewardWeights, b: RewardWeights): boolean =>
  REWARD_TERMS.every((term) => a[term] === b[term]);

const emptyPoint = (weights: RewardWeights): SweepPoint => ({
  weights,
  metrics: [],
  runId: null,
  failure: '',
});

/**
 * Lists the weightings of a sweep: the grid, and the sliders as they stand where the grid has not
 * got them.
 */
export function plannedWeights(
  axes: readonly WeightAxis[],
  sliders: RewardWeights,
): readonly RewardWeights[] {
  const grid = weightGrid(axes, sliders);
  return grid.some((weights) => isSameWeighting(weights, sliders)) ? grid : [...grid, sliders];
}

/**
 * Makes a sweep of which nothing is measured yet.
 * @param about.taken names of other sweeps
 * @param about.createdAt milliseconds since 1970
 */
export function newSweep(
  agent: SweptAgent,
  plan: {
    readonly config: RunConfig;
    readonly axes: readonly WeightAxis[];
    readonly episodes: number;
  },
  about: { readonly id: string; readonly createdAt: number; readonly taken: readonly string[] },
): SweepRecord {
  const { id, createdAt, taken } = about;
  const numbers = taken.flatMap((name) => {
    const match = /^Sweep (\d{1,6})$/.exec(name);
    return match === null ? [] : [Number(match[1])];
  });
  const { config, axes, episodes } = plan;
  return {
    version: SWEEP_VERSION,
    id,
    name: `Sweep ${1 + numbers.reduce((most, one) => Math.max(most, one), 0)}`,
    createdAt,
    status: 'running',
    method: agent.method,
    agentName: agent.title,
    source: agent.source,
    config,
    axes,
    episodes,
    points: plannedWeights(axes, config.weights).map(emptyPoint),
    baselines: [],
  };
}

/** Adds a point of other weights; gives the same sweep where there is one already. */
export function withWeighting(sweep: SweepRecord, weights: RewardWeights): SweepRecord {
  if (sweep.points.some((point) => isSameWeighting(point.weights, weights))) return sweep;
  return { ...sweep, points: [...sweep.points, emptyPoint(weights)] };
}

export const withPoint = (
  sweep: SweepRecord,
  index: number,
  change: Partial<SweepPoint>,
): SweepRecord => ({
  ...sweep,
  points: sweep.points.map((point, place) => (place === index ? { ...point, ...change } : point)),
});

/** Indices of the points that were not measured yet. */
export const missingPoints = ({ points }: SweepRecord): number[] =>
  points.flatMap(({ metrics }, index) => (metrics.length === 0 ? [index] : []));

/** Decision steps of a second of one collector, until this visit has measured them. */
const STEPS_PER_SECOND = 9600;
/** Updates of a second, until a run of this recipe or of this visit has measured them. */
const UPDATES_PER_SECOND = 30;

/** Seconds of playing one episode. @param secondsPerStep null until it was measured */
export const episodeSeconds = ({ env }: RunConfig, secondsPerStep: number | null): number =>
  env.episodeLength * (secondsPerStep ?? 1 / STEPS_PER_SECOND);

/**
 * Guesses the seconds that the training of one point takes: its updates, as many of the clone that
 * it is compared with, and the evaluation of it and its clone. Data is collected once, if at all.
 * @param updatesPerSecond as last measured; NaN where nothing was
 */
export function trainingSeconds(
  config: RunConfig,
  updatesPerSecond: number,
  secondsPerEpisode: number,
): number {
  const { learning, decisionTransformer } = config;
  const own =
    decisionTransformer === null
      ? learning.updates + learning.cloningUpdates
      : decisionTransformer.updates;
  const updates = learnerOf(config) === 'bc' ? own : 2 * own;
  const rate = updatesPerSecond > 0 ? updatesPerSecond : UPDATES_PER_SECOND;
  return updates / rate + 2 * 16 * secondsPerEpisode;
}
