import { describe, expect, it } from 'vitest';
import type { AgentSpec } from '../../src/agents/agentSpec';
import { createDecider } from '../../src/agents/decisions/decider';
import { createAgent } from '../../src/agents/createAgent';
import { unscaleDimension } from '../../src/env/actionMap';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS, type EnvConfig } from '../../src/env/config';
import { MarketMakingEnv } from '../../src/env/marketMakingEnv';
import { observationLayout } from '../../src/env/observationLayout';
import { ACTION_LENGTH } from '../../src/env/types';
import { createMarket } from '../../src/market/createMarket';
import { checkEpisode } from '../../src/protocol/checkEpisode';
import { readEpisodeFile, writeEpisodeFile } from '../../src/protocol/episodeFile';
import { SAMPLE, SAMPLE_LENGTH, type EpisodeRecord } from '../../src/protocol/frames';
import {
  DECISION_AT,
  decisionAt,
  decisionWidth,
  typicalOfRecord,
} from '../../src/protocol/recordedDecisions';
import { DecisionRecorder } from '../../src/session/decisionRecorder';
import { MarketSession } from '../../src/session/marketSession';
import { exampleModels } from '../agents/policies/exampleModels';
import {
  examplePolicy,
  exampleToldPolicy,
  exampleTransformer,
} from '../agents/policies/examplePolicy';

const market = { preset: 'es', regime: 'base' } as const;
const STEPS = 20;
const env: EnvConfig = { ...DEFAULT_ENV_CONFIG, episodeLength: STEPS };
const network: AgentSpec = {
  kind: 'network',
  policy: exampleToldPolicy(),
  stochastic: false,
  title: 'mine',
};

/** A whole episode of the live market. */
function played(agent: AgentSpec, config = env): EpisodeRecord {
  const episodes: EpisodeRecord[] = [];
  const session = new MarketSession(
    { market, env: config, agent, weights: DEFAULT_REWARD_WEIGHTS, seed: 7, speed: 1 },
    1,
    () => 0,
    { onEpisode: (episode) => episodes.push(episode), onAgentFailure: () => undefined },
  );
  session.pause();
  for (let step = 0; step < STEPS; step += 1) session.stepOnce();
  return episodes[0];
}

const fileOf = (record: EpisodeRecord) => writeEpisodeFile({ record, name: '', bookmarks: [] });

describe('recorded decisions', () => {
  it('are what the agent saw, under any window of snapshots', () => {
    const observation = { ...env.observation, snapshots: 4 };
    const rule: AgentSpec = {
      kind: 'inventorySkewed',
      spreadTicks: 1,
      skewTicks: 1,
      sizeFraction: 0.5,
    };
    const record = played(rule, { ...env, observation });
    const world = new MarketMakingEnv(
      createMarket(market),
      { ...env, observation },
      DEFAULT_REWARD_WEIGHTS,
    );
    const agent = createAgent(rule, env);
    const action = new Float64Array(ACTION_LENGTH);
    world.reset({ seed: 7 });
    for (let step = 0; step < STEPS; step += 1) {
      const { context } = world;
      const decision = decisionAt(record, step);
      expect(decision?.situation.observation).toEqual(context.observation);
      expect(decision?.situation).toMatchObject({ step, inventory: context.inventory });
      expect(decision?.situation.volatilityTicks).toBeCloseTo(context.volatilityTicks, 5);
      agent.act(context, action);
      world.step(action);
    }
    expect(typicalOfRecord(record)?.count).toBe(STEPS);
  });

  it('say what it meant to do, and lead to the same action when it is asked again', () => {
    const record = played(network);
    const decision = decisionAt(record, 12);
    if (decision === null) throw new Error('the decision was not recorded');
    const action = new Float64Array(ACTION_LENGTH);
    createDecider(network, env).decide(decision.situation, decision.weights, action);
    const sample = record.samples.subarray(12 * SAMPLE_LENGTH, 13 * SAMPLE_LENGTH);
    for (let dimension = 0; dimension < ACTION_LENGTH; dimension += 1) {
      expect(action[dimension]).toBe(sample[SAMPLE.bidSkew + dimension]);
      const mean = unscaleDimension(decision.mean[dimension], dimension);
      expect(mean).toBeCloseTo(sample[SAMPLE.bidSkew + dimension], 5);
      const logStd = network.policy.logStd[dimension];
      expect(decision.std[dimension]).toBeCloseTo(Math.exp(logStd), 5);
    }
    expect(decision.weights).toMatchObject({ inventoryPenalty: 20, fees: 1 });
    expect(decision.policyVersion).toBe(12);
    expect(decision.meanValue).toBeNaN();
  });

  it('have what critics expect, where the agent came with any', () => {
    const policy = examplePolicy();
    const { critics } = exampleModels(policy);
    if (critics === null) throw new Error('no critics');
    const record = played({
      kind: 'network',
      policy,
      stochastic: false,
      critics,
    });
    const decision = decisionAt(record, 3);
    expect(decision?.actionValue).toBeTypeOf('number');
    expect(decision?.actionValue).not.toBeNaN();
    // Nothing quoted in its place: it did what it meant, to the last bit of a float.
    expect(decision?.actionValue).toBeCloseTo(decision?.meanValue ?? Number.NaN, 3);
  });

  it('keep the newest rows of an endless episode, without half a window', () => {
    const layout = observationLayout({ ...env.observation, snapshots: 3 });
    const width = decisionWidth(layout);
    const recorder = new DecisionRecorder(layout, 5 * width + 1);
    for (let step = 0; step < 12; step += 1) {
      recorder.row.fill(step);
      recorder.endStep();
    }
    const decisions = recorder.copy() ?? new Float32Array();
    expect(recorder.firstStep).toBe(7);
    expect(decisions).toHaveLength(5 * width);
    expect([0, 1, 4].map((row) => decisions[row * width])).toEqual([7, 8, 11]);
    const decider = {
      agent: { kind: 'doNothing' },
      observationKey: layout.key,
      episodeSeconds: 60,
      maxOrderSize: 10,
      firstStep: 7,
    } as const;
    const record = { ...played({ kind: 'doNothing' }), decider, decisions };
    expect([6, 7, 8, 9].map((step) => decisionAt(record, step) !== null)).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  it('take as many bytes as the documents say', () => {
    const { decisions } = played(network);
    expect(decisions?.byteLength).toBe(STEPS * 276);
  });
});

describe('an episode file', () => {
  it.each([
    ['a network', network],
    [
      'a transformer',
      { kind: 'decisionTransformer', policy: exampleTransformer(), targetReturn: 5 } as const,
    ],
    ['a baseline', { kind: 'fixedSpread', spreadTicks: 1, sizeFraction: 0.1 } as const],
  ])('carries the decisions of %s, and who took them', (_, agent: AgentSpec) => {
    const record = played(agent);
    const { record: read } = readEpisodeFile(fileOf(record));
    expect(read.decisions).toEqual(record.decisions);
    expect(read.decider?.agent.kind).toBe(agent.kind);
    if ('policy' in agent && read.decider !== undefined && 'policy' in read.decider.agent) {
      expect(read.decider.agent.policy.parameters).toEqual(agent.policy.parameters);
      expect(read.decider.agent.title).toBe(agent.title);
    }
    expect(decisionAt(read, 5)).toEqual(decisionAt(record, 5));
  });

  it('of an earlier version opens, and has no decisions', () => {
    const { decisions: _, decider: __, ...older } = played(network);
    const { record } = readEpisodeFile(fileOf(older));
    expect(decisionAt(record, 5)).toBeNull();
  });

  it('is refused where its decisions are not sound', () => {
    const record = played(network);
    const { decisions = new Float32Array(), decider } = record;
    if (decider === undefined) throw new Error('no decider');
    const spoilt = (change: (rows: Float32Array) => void) => {
      const rows = decisions.slice();
      change(rows);
      return () => checkEpisode({ ...record, decisions: rows });
    };
    expect(spoilt((rows) => (rows[DECISION_AT.midTicks] = Infinity))).toThrow(
      'episode.decisions.midTicks[0]',
    );
    const width = decisions.length / STEPS;
    expect(spoilt((rows) => (rows[3 * width - 1] = Number.NaN))).toThrow(
      'episode.decisions.volatility[2]',
    );
    expect(() => checkEpisode({ ...record, decisions: decisions.subarray(1) })).toThrow(
      'episode.decisions.shape',
    );
    const unknown = { ...decider, observationKey: 'v9+1x5' };
    expect(() => checkEpisode({ ...record, decider: unknown })).toThrow(
      'episode.decider.observationKey',
    );
    const other = { ...decider, agent: { ...network, policy: examplePolicy([16, 8], 3) } };
    expect(() =>
      fileOf({ ...record, decider: { ...other, agent: spoiltPolicy(other.agent) } }),
    ).toThrow(/finite|a number from/);
  });
});

function spoiltPolicy(agent: Extract<AgentSpec, { kind: 'network' }>): AgentSpec {
  const parameters = agent.policy.parameters.map((value, index) =>
    index === 4 ? Number.NaN : value,
  );
  return { ...agent, policy: { ...agent.policy, parameters } };
}
