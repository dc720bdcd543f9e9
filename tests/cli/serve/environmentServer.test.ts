import { describe, expect, it } from 'vitest';
import { EnvironmentServer } from '../../../src/cli/serve/environmentServer';
import {
  FRAME,
  FrameReader,
  SERVE_PROTOCOL,
  encodeFrame,
  jsonFrame,
  type Frame,
} from '../../../src/cli/serve/frames';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { MarketMakingEnv } from '../../../src/env/marketMakingEnv';
import { DEFAULT_MARKET_CONFIG } from '../../../src/market/config';
import { createMarket } from '../../../src/market/createMarket';
import { Rng } from '../../../src/market/rng';

const TERMS = 6;
const FACTS = 6;

const textOf = ({ payload }: Frame): unknown => JSON.parse(new TextDecoder().decode(payload));

function opened(rows: number, more: object = {}): { server: EnvironmentServer; width: number } {
  const server = new EnvironmentServer();
  const asked = { protocol: SERVE_PROTOCOL, environments: rows, ...more };
  const ready = server.answer(jsonFrame(FRAME.open, asked));
  expect(ready.kind).toBe(FRAME.ready);
  const { observation } = textOf(ready) as { observation: { length: number } };
  return { server, width: observation.length };
}

const bytesOf = (...arrays: readonly (Float64Array | Float32Array)[]): Uint8Array => {
  const parts = arrays.map((array) => new Uint8Array(array.buffer));
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
};

const reset = (...seeds: number[]): Frame => ({
  kind: FRAME.reset,
  payload: bytesOf(Float64Array.from(seeds)),
});

const step = (seeds: readonly number[], actions: Float32Array): Frame => ({
  kind: FRAME.step,
  payload: bytesOf(Float64Array.from(seeds), actions),
});

/** Reads a state frame of N rows. */
function stateOf({ kind, payload }: Frame, rows: number, width: number) {
  expect(kind).toBe(FRAME.state);
  const { buffer } = payload;
  const rewards = new Float64Array(buffer, 0, rows);
  const terms = new Float64Array(buffer, rows * 8, rows * TERMS);
  const facts = new Float64Array(buffer, rows * 8 * (1 + TERMS), rows * FACTS);
  const at = rows * 8 * (1 + TERMS + FACTS);
  const observations = new Float32Array(buffer, at, rows * width);
  const [terminated, truncated] = [0, rows].map(
    (offset) => new Uint8Array(buffer, at + rows * width * 4 + offset, rows),
  );
  expect(payload.length).toBe(at + rows * width * 4 + 2 * rows);
  return { rewards, terms, facts, observations, terminated, truncated };
}

const ACTION = [0, 0, 1, 0.5, 0.5];
const IDLE = Float32Array.from([...ACTION, ...ACTION]);

describe('a server of environments', () => {
  it('plays what a MarketMakingEnv plays, bit for bit, and starts a row again at its seed', () => {
    const { server, width } = opened(2, { env: { episodeLength: 40 } });
    const env = new MarketMakingEnv(
      createMarket(DEFAULT_MARKET_CONFIG),
      { ...DEFAULT_ENV_CONFIG, episodeLength: 40 },
      DEFAULT_REWARD_WEIGHTS,
    );
    const rng = new Rng(3);
    const observed = env.reset({ seed: 11 }).observation;
    expect(stateOf(server.answer(reset(7, 11)), 2, width).observations.subarray(width)).toEqual(
      observed,
    );
    for (let decision = 1; decision <= 40; decision += 1) {
      const action = Float32Array.from([
        rng.uniform() * 2 - 1,
        rng.uniform() * 2 - 1,
        0.5 + rng.uniform() * 4.5,
        rng.uniform(),
        rng.uniform(),
      ]);
      const expected = env.step(action);
      const state = stateOf(
        server.answer(step([Number.NaN, Number.NaN], Float32Array.from([...ACTION, ...action]))),
        2,
        width,
      );
      expect(state.observations.subarray(width)).toEqual(expected.observation);
      expect(state.rewards[1]).toBe(expected.reward);
      expect(state.terms.subarray(TERMS)).toEqual(expected.rewardTerms);
      const { info } = expected;
      expect(Array.from(state.facts.subarray(FACTS))).toEqual([
        info.step,
        info.timeSeconds,
        info.midTicks,
        info.inventory,
        info.equityDollars,
        info.efficientPriceTicks,
      ]);
      expect([state.terminated[1], state.truncated[1]]).toEqual([0, decision === 40 ? 1 : 0]);
    }
    const again = stateOf(server.answer(step([Number.NaN, 11], IDLE)), 2, width);
    expect(again.observations.subarray(width)).toEqual(env.reset({ seed: 11 }).observation);
    expect([again.rewards[1], again.truncated[1]]).toEqual([0, 0]);
  });

  it('changes the weights of the rewards to come, and keeps those that were not named', () => {
    const { server, width } = opened(1, { weights: { spreadCapture: 3 } });
    const ready = server.answer(jsonFrame(FRAME.weights, { inventoryPenalty: 500 }));
    expect(textOf(ready)).toMatchObject({
      weights: { ...DEFAULT_REWARD_WEIGHTS, spreadCapture: 3, inventoryPenalty: 500 },
    });
    server.answer(reset(5));
    let held = false;
    for (let decision = 0; decision < 100 && !held; decision += 1) {
      const { terms, rewards } = stateOf(
        server.answer(step([Number.NaN], Float32Array.from(ACTION))),
        1,
        width,
      );
      const weights = Object.values({
        ...DEFAULT_REWARD_WEIGHTS,
        spreadCapture: 3,
        inventoryPenalty: 500,
      });
      const expected = terms.reduce((sum, term, index) => sum + term * weights[index], 0);
      expect(rewards[0]).toBeCloseTo(expected, 9);
      held = terms[4] !== 0;
    }
    expect(held).toBe(true);
  });

  it.each([
    ['open', jsonFrame(FRAME.open, { protocol: 9, environments: 1 }), 'open.protocol'],
    [
      'too many rows',
      jsonFrame(FRAME.open, { protocol: SERVE_PROTOCOL, environments: 5000 }),
      'open.environments',
    ],
    [
      'a latency below zero',
      jsonFrame(FRAME.open, {
        protocol: SERVE_PROTOCOL,
        environments: 1,
        env: { orderLatencyMicroseconds: -1 },
      }),
      'env.orderLatencyMicroseconds',
    ],
    [
      'an observation that is a text',
      jsonFrame(FRAME.open, {
        protocol: SERVE_PROTOCOL,
        environments: 1,
        env: { observation: 'compact' },
      }),
      'env.observation',
    ],
    ['no JSON', { kind: FRAME.weights, payload: Uint8Array.of(123, 255) }, 'weights'],
    ['an unknown weight', jsonFrame(FRAME.weights, { luck: 1 }), 'weights.luck'],
    ['a broken seed', reset(0.5, 1), 'seeds[0]'],
    ['half the seeds', reset(1), 'reset'],
    ['half the actions', step([Number.NaN, Number.NaN], Float32Array.from(ACTION)), 'step'],
    ['an unknown kind', { kind: 99, payload: new Uint8Array(0) }, 'frame.kind'],
    [
      'an action that is not a number',
      step([Number.NaN, Number.NaN], Float32Array.from([...ACTION, 0, 0, Number.NaN, 1, 1])),
      'actions[1].spread',
    ],
  ])('refuses %s by its field, and plays on as if nothing had been asked', (_, frame, field) => {
    const asked = opened(2);
    const other = opened(2);
    for (const { server } of [asked, other]) server.answer(reset(1, 2));
    const refused = asked.server.answer(frame);
    expect(refused.kind).toBe(FRAME.error);
    expect(textOf(refused)).toMatchObject({ field });
    const [one, two] = [asked, other].map(({ server }) =>
      server.answer(step([Number.NaN, Number.NaN], IDLE)),
    );
    expect(one.payload).toEqual(two.payload);
  });

  it('wants to be told what to play before anything else', () => {
    expect(textOf(new EnvironmentServer().answer(reset(1)))).toMatchObject({
      field: 'frame.kind',
      message: 'frame.kind: expected 1, open, got 2',
    });
  });
});

describe('a stream of frames', () => {
  it('is cut where frames end, whatever pieces it comes in', () => {
    const sent: Frame[] = [
      { kind: 1, payload: Uint8Array.of(1, 2, 3) },
      { kind: 2, payload: new Uint8Array(0) },
      { kind: 3, payload: Uint8Array.of(4) },
    ];
    const bytes = sent.flatMap((frame) => [...encodeFrame(frame)]);
    for (let size = 1; size <= bytes.length; size += 1) {
      const reader = new FrameReader();
      const got: Frame[] = [];
      for (let at = 0; at < bytes.length; at += size) {
        got.push(...reader.take(Uint8Array.from(bytes.slice(at, at + size))));
      }
      expect(got).toEqual(sent);
    }
  });

  it('with a length that no frame has is refused before memory is taken', () => {
    const head = Uint8Array.of(255, 255, 255, 255, 1, 0, 0, 0);
    expect(() => [...new FrameReader().take(head)]).toThrow(
      'frame.length: expected at most 67108864 bytes, got 4294967295',
    );
  });
});
