/**
 * Plays episodes and keeps every step: the only writer of a dataset's columns.
 * Memory is laid out once for the longest episodes possible and trimmed at the
 * end, so that a step costs its copies and nothing else. No tfjs: it runs in
 * collector workers and on the command line.
 */
import type { Agent } from '../../agents/agent';
import { createAgent } from '../../agents/createAgent';
import { runEpisode, type EpisodeListener } from '../../agents/episode';
import { scaleAction } from '../../env/actionMap';
import { MarketMakingEnv, type StepResult } from '../../env/marketMakingEnv';
import { observationLayout } from '../../env/observationLayout';
import { ACTION_LENGTH, REWARD_TERM_COUNT } from '../../env/types';
import { createMarket } from '../../market/createMarket';
import type { CollectionRequest, Dataset } from './dataset';

/**
 * The same request gives the same dataset on every machine, and requests that
 * split the episodes between them give the same rows.
 * @param onProgress episodes done so far
 */
export function collectEpisodes(
  request: CollectionRequest,
  onProgress: (episodes: number) => void = () => {},
): Dataset {
  const env = new MarketMakingEnv(createMarket(request.market), request.env, request.weights);
  const writer = new DatasetWriter(request);
  request.episodes.forEach(({ agent, seed }, index) => {
    runEpisode(env, createAgent(agent, request.env), seed, writer);
    onProgress(index + 1);
  });
  return writer.finish();
}

type Columns = { -readonly [Name in keyof Dataset]: Dataset[Name] };

class DatasetWriter implements EpisodeListener {
  private readonly columns: Columns;
  private readonly width: number;
  private readonly behaviours: string[] = [];
  private readonly scaled = new Float32Array(ACTION_LENGTH);
  private row = 0;
  private episode = -1;
  private behaviourIndex = 0;

  constructor({ env, episodes }: CollectionRequest) {
    const layout = observationLayout(env.observation);
    const rows = episodes.length * env.episodeLength;
    this.width = layout.length;
    this.columns = {
      rows,
      observationLength: layout.length,
      observationKey: layout.key,
      observations: new Float32Array(rows * layout.length),
      actions: new Float32Array(rows * ACTION_LENGTH),
      terms: new Float32Array(rows * REWARD_TERM_COUNT),
      rewards: new Float32Array(rows),
      inventory: new Float32Array(rows),
      midTicks: new Float64Array(rows),
      midInnovationTicks: new Float32Array(rows),
      terminated: new Uint8Array(rows),
      truncated: new Uint8Array(rows),
      behaviour: new Uint16Array(rows),
      behaviours: this.behaviours,
      logProbability: new Float32Array(rows),
      episode: new Uint32Array(rows),
      episodeSeeds: Float64Array.from(episodes, ({ seed }) => seed),
      finalObservations: new Float32Array(episodes.length * layout.length),
    };
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
    columns.terminated[row] = Number(result.terminated);
    columns.truncated[row] = Number(result.truncated);
    if (result.terminated || result.truncated) {
      columns.finalObservations.set(result.observation, this.episode * this.width);
    }
    this.row += 1;
  }

  /** The rows written; copies only when episodes ended early. */
  finish(): Dataset {
    const { columns, row: rows } = this;
    if (rows === columns.rows) return columns;
    const { width } = this;
    return {
      ...columns,
      rows,
      observations: columns.observations.slice(0, rows * width),
      actions: columns.actions.slice(0, rows * ACTION_LENGTH),
      terms: columns.terms.slice(0, rows * REWARD_TERM_COUNT),
      rewards: columns.rewards.slice(0, rows),
      inventory: columns.inventory.slice(0, rows),
      midTicks: columns.midTicks.slice(0, rows),
      midInnovationTicks: columns.midInnovationTicks.slice(0, rows),
      terminated: columns.terminated.slice(0, rows),
      truncated: columns.truncated.slice(0, rows),
      behaviour: columns.behaviour.slice(0, rows),
      logProbability: columns.logProbability.slice(0, rows),
      episode: columns.episode.slice(0, rows),
    };
  }
}
