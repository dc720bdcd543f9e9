/** A market session under a clock that the test moves, and policies to trade in it. */
import type { PolicySnapshot } from '../../src/agents/policies/policySnapshot';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS, type EnvConfig } from '../../src/env/config';
import { observationLayout } from '../../src/env/observationLayout';
import { ACTION_LENGTH, type RewardWeights } from '../../src/env/types';
import type { MarketSessionConfig } from '../../src/protocol/api';
import {
  createFrame,
  FILL_LENGTH,
  SAMPLE_LENGTH,
  type EpisodeRecord,
} from '../../src/protocol/frames';
import { MarketSession } from '../../src/session/marketSession';

export const STEPS = 40;
export const env: EnvConfig = { ...DEFAULT_ENV_CONFIG, episodeLength: STEPS };
export const config: MarketSessionConfig = {
  market: { preset: 'es', regime: 'base' },
  env,
  agent: { kind: 'inventorySkewed', spreadTicks: 1, skewTicks: 1, sizeFraction: 0.5 },
  weights: DEFAULT_REWARD_WEIGHTS,
  seed: 7,
  speed: Infinity,
};

/** A session under a clock that the test moves. */
export function openSession(changes: Partial<MarketSessionConfig> = {}) {
  let nowMs = 0;
  const episodes: EpisodeRecord[] = [];
  const failures: unknown[] = [];
  const session = new MarketSession({ ...config, ...changes }, 1, () => nowMs, {
    onEpisode: (episode) => episodes.push(episode),
    onAgentFailure: (error) => failures.push(error),
  });
  const frame = createFrame();
  return {
    session,
    episodes,
    failures,
    /** Runs for so long, then reads a frame. */
    frameAfter: (ms: number) => {
      nowMs += ms;
      session.run(10);
      session.writeFrame(frame, nowMs);
      return frame;
    },
    sample: (row: number) => frame.samples.subarray(row * SAMPLE_LENGTH, (row + 1) * SAMPLE_LENGTH),
    fill: (row: number) => frame.fills.subarray(row * FILL_LENGTH, (row + 1) * FILL_LENGTH),
  };
}

/** A policy whose mean action is the same whatever it sees. */
export function constantPolicy(
  version: number,
  bias: number,
  observation = env.observation,
): PolicySnapshot {
  const { length, key } = observationLayout(observation);
  const parameters = new Float32Array(length * ACTION_LENGTH + ACTION_LENGTH);
  parameters.fill(bias, length * ACTION_LENGTH);
  return {
    kind: 'gaussianMlp',
    version,
    updates: version,
    layerSizes: [length, ACTION_LENGTH],
    parameters,
    logStd: new Float32Array(ACTION_LENGTH),
    observationMean: new Float32Array(length),
    observationStd: new Float32Array(length).fill(1),
    observationKey: key,
  };
}

export const NO_PAY: RewardWeights = {
  spreadCapture: 0,
  adverseSelection: 0,
  inventoryPnl: 0,
  fees: 0,
  inventoryPenalty: 0,
  spreadPenalty: 0,
};
