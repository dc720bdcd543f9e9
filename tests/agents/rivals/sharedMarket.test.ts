/** Rivals as a part of a market's config: what opens, what is refused, and who trades then. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createAgent } from '../../../src/agents/createAgent';
import { agentSpecOf, readAgentFile } from '../../../src/agents/files/agentFile';
import { RIVAL_BASELINES, rivalBaseline } from '../../../src/agents/rivals/rivalBaselines';
import { createEnvironment } from '../../../src/agents/rivals/createEnvironment';
import {
  MOST_RIVALS,
  parseSharedMarket,
  type RivalConfig,
} from '../../../src/agents/rivals/sharedMarket';
import { rivalNames } from '../../../src/agents/rivals/seatRivals';
import { specOfTrainedRival, trainedRivalOf } from '../../../src/agents/rivals/trainedRival';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { evaluateAgent } from '../../../src/evaluation/evaluateAgent';
import { collectEpisodes } from '../../../src/learning/data/collect';
import { datasetHash } from '../../../src/learning/data/datasetHash';
import { canonicalJson } from '../../../src/market/canonicalJson';
import { DEFAULT_MARKET_CONFIG } from '../../../src/market/config';
import { collectionOf, DEFAULT_RUN_CONFIG, parseRunConfig } from '../../../src/protocol/run';

const BUNDLED = ['es', 'es-dt'].map((name) =>
  readAgentFile(Uint8Array.from(readFileSync(`public/agents/${name}.safetensors`)), parseRunConfig),
);
const MAKER: RivalConfig = { agent: rivalBaseline('imbalanceMaker', 'es') };
const env = { ...DEFAULT_ENV_CONFIG, episodeLength: 60 };

describe('a config without rivals', () => {
  it('reads as it did before there were any, to the letter', () => {
    const text = canonicalJson(DEFAULT_RUN_CONFIG);
    expect(text).not.toContain('rivals');
    expect(canonicalJson(parseRunConfig(JSON.parse(text)))).toBe(text);
  });
});

describe('a config with rivals', () => {
  it.each(BUNDLED)('holds all of a trained agent: %#', (file) => {
    const rival = trainedRivalOf(file);
    const market = parseSharedMarket(
      JSON.parse(JSON.stringify({ ...DEFAULT_MARKET_CONFIG, rivals: [{ agent: rival }] })),
    );
    expect(market.rivals).toEqual([{ agent: rival }]);
    const { reference: _left, ...policy } = file.policy;
    const spec = specOfTrainedRival(rival);
    expect(spec).toEqual({ ...agentSpecOf(file), policy, title: file.card.name });
    const action = new Float64Array(5);
    const expected = new Float64Array(5);
    const world = createEnvironment({ market, env, weights: DEFAULT_REWARD_WEIGHTS });
    world.reset({ seed: 3 });
    for (const [agent, out] of [
      [createAgent(spec, env), action],
      [createAgent(agentSpecOf(file), env), expected],
    ] as const) {
      agent.reset(3);
      agent.act(world.context, out);
    }
    expect(action).toEqual(expected);
  });

  it('takes every baseline, up to seven, each with a latency of its own if need be', () => {
    const rivals = RIVAL_BASELINES.map((kind, index) => ({
      agent: rivalBaseline(kind, 'es'),
      orderLatencyMicroseconds: 100 * index,
    }));
    expect(rivals).toHaveLength(MOST_RIVALS);
    const market = parseSharedMarket({ ...DEFAULT_MARKET_CONFIG, rivals });
    expect(rivalNames(market, env)).toContain('imbalance-aware maker');
    const world = createEnvironment({ market, env, weights: DEFAULT_REWARD_WEIGHTS });
    expect(world.rivalSeats.map(({ config }) => config.orderLatencyMicroseconds)).toEqual([
      0, 100, 200, 300, 400, 500, 600,
    ]);
  });

  it('seats a rival with latencies and limits of its own, and with the agent’s where it has none', () => {
    const own = {
      orderLatencyMicroseconds: 2000,
      marketDataLatencyMicroseconds: 300,
      maxOrderSize: 2,
      maxInventory: 4,
    };
    const market = parseSharedMarket({
      ...DEFAULT_MARKET_CONFIG,
      rivals: [MAKER, { ...MAKER, ...own }],
    });
    const world = createEnvironment({ market, env, weights: DEFAULT_REWARD_WEIGHTS });
    const [same, other] = world.rivalSeats;
    expect(same.config).toEqual(env);
    expect(other.config).toEqual({ ...env, ...own });
    let [most, held] = [0, 0];
    world.reset({ seed: 2 });
    while (world.isActive) {
      world.step([0, 0, 1, 0, 0]);
      const { bidQuote, askQuote } = other;
      for (const { size } of [bidQuote, askQuote]) if (size > most) most = size;
      held = Math.max(held, Math.abs(other.inventory));
    }
    // Three tenths of ten contracts, and of its own two.
    expect(most).toBe(1);
    expect(held).toBeLessThanOrEqual(4);
  });

  it.each<[string, object]>([
    ['at most 7 rivals', { rivals: Array.from({ length: 8 }, () => MAKER) }],
    ['at least one rival', { rivals: [] }],
    ['market.rivals', { rivals: 'everybody' }],
    ['market.rivals.0.agent', { rivals: [{ agent: { kind: 'network' } }] }],
    ['orderLatencyMicroseconds', { rivals: [{ ...MAKER, orderLatencyMicroseconds: -1 }] }],
    ['maxOrderSize', { rivals: [{ ...MAKER, maxOrderSize: 0 }] }],
    ['maxInventory', { rivals: [{ ...MAKER, maxInventory: 2.5 }] }],
    ['no field of this name', { rivals: [{ ...MAKER, speed: 3 }] }],
    ['nobody queues there', { preset: 'avellanedaStoikov', rivals: [MAKER] }],
    ['a sound policy', { rivals: [{ agent: { ...trainedRivalOf(BUNDLED[0]), policy: 'AAAA' } }] }],
    [
      'a sound policy',
      { rivals: [{ agent: { ...trainedRivalOf(BUNDLED[0]), policy: 'not base64!' } }] },
    ],
  ])('is refused by name: %s', (words, changes) => {
    expect(() => parseSharedMarket({ ...DEFAULT_MARKET_CONFIG, ...changes })).toThrow(words);
  });

  it('changes what is collected and what is evaluated, and comes out the same every time', () => {
    const alone = {
      ...DEFAULT_RUN_CONFIG,
      env,
      dataset: { ...DEFAULT_RUN_CONFIG.dataset, episodes: 3 },
    };
    const crowded = parseRunConfig({
      ...alone,
      market: {
        ...alone.market,
        rivals: [MAKER, { agent: trainedRivalOf(BUNDLED[0]) }],
      },
    });
    const hashOf = (config: typeof alone) => datasetHash([collectEpisodes(collectionOf(config))]);
    expect(hashOf(crowded)).toBe(hashOf(crowded));
    expect(hashOf(crowded)).not.toBe(hashOf(alone));
    const profits = [alone, crowded].map(({ market, weights }) =>
      evaluateAgent({ market, env, weights, agent: MAKER.agent as never, seeds: [1, 2] }).map(
        ({ profit }) => profit,
      ),
    );
    expect(profits[0]).not.toEqual(profits[1]);
  });
});
