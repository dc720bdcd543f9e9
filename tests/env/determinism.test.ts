import { describe, expect, it } from 'vitest';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS, FULL_OBSERVATION } from '../../src/env/config';
import { MarketMakingEnv } from '../../src/env/marketMakingEnv';
import { VectorEnv } from '../../src/env/vectorEnv';
import { createMarket } from '../../src/market/createMarket';
import type { MarketListener } from '../../src/market/types';
import { envWith, ES, MAKER, play, randomActions, stepRow } from './episodes';

const STEPS = 200;

describe('episodes', () => {
  it('are the same for the same seed, in a fresh environment and in a used one', () => {
    const config = { episodeLength: STEPS, latencyJitterMicroseconds: 5000 };
    const env = envWith(config);
    const first = play(env, MAKER, 1);
    // Fills lengthen a row: there were some.
    expect(new Set(first.map((row) => row.length)).size).toBeGreaterThan(1);
    play(env, { kind: 'random' }, 4);
    expect(play(env, MAKER, 1)).toEqual(first);
    expect(play(envWith(config), MAKER, 1)).toEqual(first);
    expect(play(env, MAKER, 5)).not.toEqual(first);
  });

  it('leave the tape as it is when the agent never quotes, whatever its jitter', () => {
    const tapeOf = (jitter: number | null) => {
      const market = createMarket(ES);
      const tape: number[] = [];
      const listener: MarketListener = {
        onFill: () => tape.push(Number.NaN),
        onMid: (...mid) => tape.push(...mid),
        onTrade: (...trade) => tape.push(...trade),
      };
      if (jitter === null) {
        market.reset(7);
        market.setListener(listener);
        market.advanceTo(STEPS * 0.1 * 1e9);
        return tape;
      }
      const config = {
        ...DEFAULT_ENV_CONFIG,
        episodeLength: STEPS,
        latencyJitterMicroseconds: jitter,
      };
      const env = new MarketMakingEnv(market, config, DEFAULT_REWARD_WEIGHTS);
      env.reset({ seed: 7 });
      market.setListener(listener);
      while (env.isActive) {
        // The flattening message passes at the end, with nothing to flatten.
        if (env.context.step === STEPS - 1) market.setListener(null);
        env.step([0, 0, 1, 0, 0]);
        if (env.context.step === STEPS - 1) tape.push(-1);
      }
      return tape.slice(0, -1);
    };
    const alone = tapeOf(null);
    const watched = tapeOf(10);
    expect(watched.length).toBeGreaterThan(1000);
    expect(watched).toEqual(alone.slice(0, watched.length));
    expect(tapeOf(5000)).toEqual(watched);
  });
});

describe('snapshot and restore', () => {
  it('continue bit for bit, in the same environment and in another one', () => {
    const config = {
      episodeLength: STEPS,
      // Longer than a decision, so that messages are under way at the snapshot.
      orderLatencyMicroseconds: 150_000,
      latencyJitterMicroseconds: 30_000,
      observation: { ...FULL_OBSERVATION, ownQuotes: true, volatility: true },
    };
    const env = envWith(config);
    const moves = randomActions(1, STEPS);
    env.reset({ seed: 11 });
    for (const action of moves.slice(0, 90)) env.step(action);
    const state = structuredClone(env.snapshot());
    const rest = moves.slice(90);
    const expected = rest.map((action) => stepRow(env, env.step(action)));
    expect(env.isActive).toBe(false);
    env.restore(state);
    expect(rest.map((action) => stepRow(env, env.step(action)))).toEqual(expected);
    const other = envWith(config);
    other.restore(state);
    expect(rest.map((action) => stepRow(other, other.step(action)))).toEqual(expected);
  });

  it('bring back the context that the agent decides on', () => {
    const env = envWith({ episodeLength: STEPS });
    env.reset({ seed: 2 });
    for (const action of randomActions(2, 50)) env.step(action);
    const before = {
      ...env.context,
      observation: env.context.observation.slice(),
      book: null,
    };
    const state = env.snapshot();
    for (const action of randomActions(3, 20)) env.step(action);
    env.restore(state);
    expect({ ...env.context, book: null }).toEqual(before);
  });
});

describe('VectorEnv', () => {
  it('has rows bit-identical to single environments, each ending on its own', () => {
    const config = { ...DEFAULT_ENV_CONFIG, episodeLength: 60, maxLossDollars: 150 };
    const rows = 3;
    const moves = Array.from({ length: rows }, (_, row) => randomActions(row + 5, 60));
    const seeds = [21, 22, 23];
    const vector = new VectorEnv(
      seeds.map(() => createMarket(ES)),
      config,
      DEFAULT_REWARD_WEIGHTS,
    );
    vector.reset({ seeds });
    const singles = seeds.map((seed) => {
      const env = new MarketMakingEnv(createMarket(ES), config, DEFAULT_REWARD_WEIGHTS);
      env.reset({ seed });
      return env;
    });
    const { length } = vector.layout;
    for (let step = 0; step < 60; step++) {
      const active = singles.map((env) => env.isActive);
      vector.step(moves.flatMap((each) => [...each[step]]));
      singles.forEach((env, row) => {
        if (!active[row]) {
          expect(vector.rewards[row]).toBe(0);
          return;
        }
        const result = env.step(moves[row][step]);
        expect(vector.observations.subarray(row * length, (row + 1) * length)).toEqual(
          result.observation,
        );
        expect(vector.rewards[row]).toBe(result.reward);
        expect(vector.rewardTerms.subarray(row * 6, row * 6 + 6)).toEqual(result.rewardTerms);
        expect(vector.terminated[row]).toBe(Number(result.terminated));
        expect(vector.truncated[row]).toBe(Number(result.truncated));
      });
    }
    // The loss limit is tight enough that both endings occur.
    expect([...vector.terminated]).toContain(1);
    expect([...vector.truncated]).toContain(1);
  });

  it('refuses to share a market between rows', () => {
    const market = createMarket(ES);
    expect(
      () => new VectorEnv([market, market], DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS),
    ).toThrow(/market of its own/);
  });
});
