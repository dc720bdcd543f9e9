/**
 * An agent of every weighting is told the weights that its steps are scored with, and no others.
 */
import { describe, expect, it } from 'vitest';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../src/env/config';
import { evaluateAgent } from '../../src/evaluation/evaluateAgent';
import type { AgentSpec } from '../../src/agents/agentSpec';
import { createFrame, HEADER, SAMPLE, SAMPLE_LENGTH } from '../../src/protocol/frames';
import { MarketSession } from '../../src/session/marketSession';
import { exampleToldPolicy, examplePolicy } from '../agents/policies/examplePolicy';

const env = { ...DEFAULT_ENV_CONFIG, episodeLength: 40 };
const market = { preset: 'es', regime: 'base' } as const;
const averse = { ...DEFAULT_REWARD_WEIGHTS, inventoryPenalty: 900, spreadPenalty: 0 };
const told: AgentSpec = { kind: 'network', policy: exampleToldPolicy(), stochastic: false };
const fixed: AgentSpec = { kind: 'network', policy: examplePolicy(), stochastic: false };

/** The actions of a paused session's first decisions; the weights change after the second. */
function actionsOf(agent: AgentSpec, change: boolean) {
  const session = new MarketSession(
    { market, env, agent, weights: DEFAULT_REWARD_WEIGHTS, seed: 7, speed: 1 },
    1,
    () => 0,
    { onEpisode: () => undefined, onAgentFailure: (error) => expect(error).toBeNull() },
  );
  session.pause();
  const frame = createFrame();
  const keys: number[] = [];
  const actions = [0, 1, 2, 3].map((step) => {
    if (change && step === 2) session.setWeights(averse);
    session.stepOnce();
    session.writeFrame(frame, step);
    keys.push(frame.header[HEADER.playKey]);
    const sample = frame.samples.subarray(0, SAMPLE_LENGTH);
    return [SAMPLE.bidSkew, SAMPLE.askSkew, SAMPLE.bidPrice].map((field) => sample[field]);
  });
  return { actions, keys };
}

describe('in a live session', () => {
  it('acts by other weights at the decision after they change, and plays under another key', () => {
    const still = actionsOf(told, false);
    const moved = actionsOf(told, true);
    expect(moved.actions.slice(0, 2)).toEqual(still.actions.slice(0, 2));
    expect(moved.actions[2]).not.toEqual(still.actions[2]);
    expect(moved.keys[1]).toBe(still.keys[1]);
    expect(moved.keys[2]).not.toBe(still.keys[2]);
  });

  it('is another matter for an agent of fixed weights', () => {
    expect(actionsOf(fixed, true)).toEqual(actionsOf(fixed, false));
  });
});

it('an evaluation tells it the weights that it scores with', () => {
  const play = (agent: AgentSpec, weights: typeof averse) =>
    evaluateAgent({ market, env, weights, agent, seeds: [3] })[0].terms;
  expect(play(told, averse)).not.toEqual(play(told, DEFAULT_REWARD_WEIGHTS));
  expect(play(fixed, averse)).toEqual(play(fixed, DEFAULT_REWARD_WEIGHTS));
});
