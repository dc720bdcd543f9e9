import { describe, expect, it } from 'vitest';
import type { AgentSpec } from '../../src/agents/agentSpec';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../src/env/config';
import type { SurfaceRequest } from '../../src/protocol/decisions';
import { createFrame, HEADER } from '../../src/protocol/frames';
import { MEMORY_SURFACE_STEPS, SURFACE_STEPS } from '../../src/session/decisionProbe';
import { MarketSession } from '../../src/session/marketSession';
import {
  exampleReference,
  exampleToldPolicy,
  exampleTransformer,
} from '../agents/policies/examplePolicy';

const env = { ...DEFAULT_ENV_CONFIG, episodeLength: 40 };
const question: SurfaceRequest = {
  weights: DEFAULT_REWARD_WEIGHTS,
  x: 'inventory',
  y: 'imbalance',
  basis: 'now',
  closedForms: [],
};

function open(agent: AgentSpec) {
  const session = new MarketSession(
    {
      market: { preset: 'es', regime: 'base' },
      env,
      agent,
      weights: DEFAULT_REWARD_WEIGHTS,
      seed: 7,
      speed: 1,
    },
    1,
    () => 0,
    { onEpisode: () => undefined, onAgentFailure: () => undefined },
  );
  session.pause();
  const frame = createFrame();
  return {
    session,
    step: (count: number) => {
      for (let taken = 0; taken < count; taken += 1) session.stepOnce();
      session.writeFrame(frame, 0);
      return frame.header;
    },
    surfaceOf: (request: SurfaceRequest) => {
      const { scan, answer } = session.surface(request);
      while (!scan.isDone) scan.next();
      return answer;
    },
  };
}

const skewed: AgentSpec = {
  kind: 'inventorySkewed',
  spreadTicks: 2,
  skewTicks: 1,
  sizeFraction: 0.5,
};
const told: AgentSpec = { kind: 'network', policy: exampleToldPolicy(), stochastic: false };

describe('questions about the live agent’s decisions', () => {
  it('are answered for the weights asked about, while the market stands still', () => {
    const { step, surfaceOf } = open(told);
    step(10);
    const plain = surfaceOf(question);
    const averse = surfaceOf({
      ...question,
      weights: { ...DEFAULT_REWARD_WEIGHTS, inventoryPenalty: 900 },
    });
    expect(plain.hearsWeights).toBe(true);
    expect(averse.step).toBe(plain.step);
    expect([...averse.surface.grid.bidOffset]).not.toEqual([...plain.surface.grid.bidOffset]);
    expect(plain.surface.grid.spread).toHaveLength(SURFACE_STEPS ** 2);
  });

  it('are about the newest decision', () => {
    const { session, step, surfaceOf } = open(told);
    const before = surfaceOf(question);
    expect(before.step).toBe(0);
    step(10);
    const { features, step: asked } = surfaceOf(question);
    expect(asked).toBe(9);
    expect(features.map(({ feature }) => feature)).toContain('volatility');
    expect(session.why(question).step).toBe(9);
  });

  it('change nothing of what the agent does', () => {
    const [plain, questioned] = [told, told].map((agent) => open(agent));
    for (let episode = 0; episode < 2; episode += 1) {
      plain.step(20);
      for (let step = 0; step < 20; step += 1) {
        questioned.step(1);
        questioned.surfaceOf(question);
        questioned.session.why(question);
      }
    }
    const [expected, header] = [plain.step(1), questioned.step(1)];
    for (const field of ['inventory', 'equityDollars', 'bidPrice', 'askSize'] as const) {
      expect(header[HEADER[field]]).toBe(expected[HEADER[field]]);
    }
  });

  it('take what is typical from the training data, or else from what was seen', () => {
    const policy = { ...exampleToldPolicy(), reference: exampleReference() };
    const trained = open({ kind: 'network', policy, stochastic: false });
    trained.step(5);
    expect(trained.session.why(question)).toMatchObject({ typicalSource: 'trainingData' });
    const rule = open(skewed);
    rule.step(11);
    expect(rule.session.why(question)).toMatchObject({
      typicalSource: 'recorded',
      typicalCount: 3,
    });
  });

  it('say what a rule reads, and leave the rest of the surface flat', () => {
    const { step, surfaceOf } = open(skewed);
    step(3);
    const { reads, surface } = surfaceOf(question);
    expect(reads).toEqual(['inventory']);
    const { bidOffset } = surface.grid;
    for (let column = 0; column < SURFACE_STEPS; column += 1) {
      const last = (SURFACE_STEPS - 1) * SURFACE_STEPS + column;
      expect(bidOffset[column]).toBe(bidOffset[last]);
    }
    expect(bidOffset[SURFACE_STEPS - 2]).toBeGreaterThan(bidOffset[1]);
  });

  it('cost a transformer fewer points, from what it remembers', () => {
    const { step, surfaceOf } = open({
      kind: 'decisionTransformer',
      policy: exampleTransformer(),
      targetReturn: 5,
    });
    step(4);
    const answer = surfaceOf(question);
    expect(answer.memory).toBe('history');
    expect(answer.surface.xValues).toHaveLength(MEMORY_SURFACE_STEPS);
  });
});
