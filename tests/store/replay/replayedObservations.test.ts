import { describe, expect, it } from 'vitest';
import type { AgentSpec } from '../../../src/agents/agentSpec';
import { createAgent } from '../../../src/agents/createAgent';
import { OutOfDistributionMonitor } from '../../../src/agents/policies/outOfDistribution';
import {
  DEFAULT_ENV_CONFIG,
  DEFAULT_REWARD_WEIGHTS,
  type EnvConfig,
} from '../../../src/env/config';
import { MarketMakingEnv } from '../../../src/env/marketMakingEnv';
import { ACTION_LENGTH } from '../../../src/env/types';
import { createMarket } from '../../../src/market/createMarket';
import type { EpisodeRecord } from '../../../src/protocol/frames';
import { ReplayedObservations } from '../../../src/store/replay/replayedObservations';
import { examplePolicy, exampleReference } from '../../agents/policies/examplePolicy';
import { PLAYED_SEED, playedSession } from '../../session/playedSession';

const market = { preset: 'es', regime: 'base' } as const;
const STEPS = 40;
const env: EnvConfig = { ...DEFAULT_ENV_CONFIG, episodeLength: STEPS };
/**
 * Most observations of the market are unusual beside uniform ones, and some quantiles tell how
 * much.
 */
const reference = {
  ...exampleReference(),
  distances: Float32Array.from({ length: 101 }, (_, percent) => 40 * percent),
};
const network: AgentSpec = {
  kind: 'network',
  policy: { ...examplePolicy([8]), reference },
  stochastic: false,
};

function observationsOf(record: EpisodeRecord): ReplayedObservations {
  const found = ReplayedObservations.of(record);
  if (typeof found === 'string') throw new Error(`expected observations, got ${found}`);
  return found;
}

describe('observations of a replayed episode', () => {
  it('are as unusual as they were when the agent decided', () => {
    const observations = observationsOf(playedSession(network));
    const world = new MarketMakingEnv(createMarket(market), env, DEFAULT_REWARD_WEIGHTS);
    const agent = createAgent(network, env);
    const monitor = new OutOfDistributionMonitor(reference);
    const action = new Float64Array(ACTION_LENGTH);
    const percentiles: number[] = [];
    let beyond = 0;
    world.reset({ seed: PLAYED_SEED });
    agent.reset(PLAYED_SEED);
    for (let step = 0; step < STEPS; step += 1) {
      monitor.observe(world.context.observation);
      percentiles.push(monitor.percentile);
      beyond += Number(monitor.isBeyond);
      agent.act(world.context, action);
      world.step(action);
      const seen = observations.at(step);
      expect(seen).toMatchObject({ percentile: monitor.percentile, decisions: step + 1 });
      expect(seen?.share).toBe(beyond / (step + 1));
      expect(seen?.unusual[0]).toEqual({
        feature: monitor.unusual[0],
        value: monitor.unusualValues[0],
        low: monitor.usualLow(monitor.unusual[0]),
        high: monitor.usualHigh(monitor.unusual[0]),
      });
    }
    expect(new Set(percentiles).size).toBeGreaterThan(1);
    expect(observations.share).toBe(beyond / STEPS);
    // A step that is looked at first is measured like any other.
    const late = observationsOf(playedSession(network));
    expect(late.at(STEPS - 1)?.share).toBe(beyond / STEPS);
    expect(late.percentileAt(STEPS)).toBeNaN();
    expect(late.percentileAt(-1)).toBeNaN();
  });

  it('are not there where nobody recorded them, or nothing was trained', () => {
    const record = playedSession(network);
    const { decisions: _, decider: __, ...older } = record;
    expect(ReplayedObservations.of(older)).toBe('notRecorded');
    const plain: AgentSpec = { kind: 'network', policy: examplePolicy([8]), stochastic: false };
    expect(ReplayedObservations.of(playedSession(plain))).toBe('noReference');
    const rule: AgentSpec = { kind: 'fixedSpread', spreadTicks: 1, sizeFraction: 0.5 };
    expect(ReplayedObservations.of(playedSession(rule))).toBe('baseline');
  });

  it('are none of a step that nobody decided', () => {
    const record = playedSession(network);
    const decisions = record.decisions?.slice() ?? new Float32Array();
    const width = decisions.length / STEPS;
    decisions.fill(Number.NaN, 3 * width, 4 * width);
    const observations = observationsOf({ ...record, decisions });
    expect(observations.at(3)).toBeNull();
    expect(observations.percentileAt(3)).toBeNaN();
    expect(observations.at(5)?.decisions).toBe(5);
  });
});
