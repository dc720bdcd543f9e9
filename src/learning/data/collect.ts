/**
 * Plays episodes and keeps every step: nothing else writes a dataset's columns. Memory is laid out
 * once for the longest episodes possible and trimmed at the end, so that a step costs its copies
 * and nothing else. No tfjs: it runs in collector workers and on the command line.
 */
import type { Agent } from '../../agents/agent';
import { createAgent } from '../../agents/createAgent';
import { createEnvironment } from '../../agents/rivals/createEnvironment';
import { episodeInSteps, type EpisodeListener } from '../../agents/episode';
import { scaleAction } from '../../env/actionMap';
import type { MarketMakingEnv, StepResult } from '../../env/marketMakingEnv';
import { observationLayout } from '../../env/observationLayout';
import { ACTION_LENGTH, REWARD_TERM_COUNT } from '../../env/types';
import { finish } from '../../market/steps';
import type { CollectionRequest, Dataset } from './dataset';
import { allocateColumns } from './datasetColumns';
import { firstRows } from './datasetOperations';

/**
 * The same request gives the same dataset on every machine, and requests that split the episodes
 * between them give the same rows.
 * @param onProgress episodes done so far
 */
export function collectEpisodes(
  request: CollectionRequest,
  onProgress: (episodes: number) => void = () => {},
): Dataset {
  return finish(collectInSteps(request, onProgress));
}

/** Collects the same dataset in pieces; yields the decisions of the episode under way. */
export function* collectInSteps(
  request: CollectionRequest,
  onProgress: (episodes: number) => void,
): Generator<number, Dataset> {
  const env = createEnvironment(request);
  const writer = new DatasetWriter(request);
  for (const [index, { agent, seed }] of request.episodes.entries()) {
    yield* episodeInSteps(env, createAgent(agent, request.env), seed, writer);
    onProgress(index + 1);
  }
  return writer.finish();
}

class DatasetWriter implements EpisodeListener {
  private readonly columns: Dataset;
  private readonly width: number;
  private readonly behaviours: string[] = [];
  private readonly scaled = new Float32Array(ACTION_LENGTH);
  private row = 0;
  private episode = -1;
  private behaviourIndex = 0;

  constructor({ env, episodes }: CollectionRequest) {
    const { length, key } = observationLayout(env.observation);
    const rows = episodes.length * env.episodeLength;
    this.width = length;
    this.columns = {
      ...allocateColumns({ rows, episodes: episodes.length, observationLength: length }),
      rows,
      observationLength: length,
      observationKey: key,
      behaviours: this.behaviours,
    };
    this.columns.episodeSeeds.set(episodes.map(({ seed }) => seed));
  }

  onStart(_env: MarketMakingEnv, agent: Agent): void {
    this.episode += 1;
    this.behaviourIndex = this.behaviours.indexOf(agent.name);
    if (this.behaviourIndex === -1) {
      this.behaviourIndex = this.behaviours.push(agent.name) - 1;
    }
  }

  onDecision(env: MarketMakingEnv, agent: Agent, action: Float64Array): void {
    const { columns, row, scaled } = this;
    const { context } = env;
    scaleAction(action, scaled);
    for (let index = 0; index < ACTION_LENGTH; index++) {
      // The environment clamps too: the dataset holds what was played.
      scaled[index] = Math.min(1, Math.max(-1, scaled[index]));
    }
    columns.observations.set(context.observation, row * this.width);
    columns.actions.set(scaled, row * ACTION_LENGTH);
    columns.inventory[row] = context.inventory;
    columns.midTicks[row] = context.midTicks;
    columns.logProbability[row] = agent.logProbability;
    columns.behaviour[row] = this.behaviourIndex;
    columns.episode[row] = this.episode;
  }

  onStep(env: MarketMakingEnv, result: StepResult): void {
    const { columns, row } = this;
    columns.terms.set(result.rewardTerms, row * REWARD_TERM_COUNT);
    columns.rewards[row] = result.reward;
    columns.midInnovationTicks[row] = env.midInnovationTicks;
    columns.midDriftTicks[row] = env.midDriftTicks;
    columns.terminated[row] = Number(result.terminated);
    columns.truncated[row] = Number(result.truncated);
    if (result.terminated || result.truncated) {
      columns.finalObservations.set(result.observation, this.episode * this.width);
    }
    this.row += 1;
  }

  /** Returns the rows that were written; copies only when episodes ended early. */
  finish(): Dataset {
    const { columns, row: rows } = this;
    return rows === columns.rows ? columns : firstRows(columns, rows);
  }
}
