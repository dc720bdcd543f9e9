import { describe, expect, it } from 'vitest';
import type { TrainingReference } from '../../src/agents/policies/trainingReference';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS, type EnvConfig } from '../../src/env/config';
import { createFrame, HEADER, HEADER_LENGTH, SAMPLE } from '../../src/protocol/frames';
import { MarketSession } from '../../src/session/marketSession';
import { WATCH_WINDOW } from '../../src/agents/policies/outOfDistribution';
import { ObservationWatch } from '../../src/session/observationWatch';
import { examplePolicy, exampleReference } from '../agents/policies/examplePolicy';

const reference = exampleReference();
const { length } = reference.mean;
/** Its distance is `length` times the square of its offset in standard deviations. */
const observation = (deviations: number) =>
  new Float32Array(length).fill(0.5 + deviations * reference.std[0]);
const header = () => new Float64Array(HEADER_LENGTH).fill(7);

describe('the watch', () => {
  it('says nothing of an agent without training data', () => {
    const watch = new ObservationWatch();
    watch.observe(observation(0));
    const row = header();
    watch.write(row);
    expect(row[HEADER.oodPercentile]).toBeNaN();
    expect(row[HEADER.unusual3High]).toBeNaN();
    // Its neighbours are not its own.
    expect([row[HEADER.unusual1 - 1], row[HEADER.ladderBasePrice]]).toEqual([7, 7]);
    expect(watch.streak).toBe(0);
  });

  it('counts the share beyond the limit over the newest 200 decisions, and decisions in a row', () => {
    const watch = new ObservationWatch();
    watch.follow(reference);
    const share = () => {
      const row = header();
      watch.write(row);
      return row[HEADER.oodShare];
    };
    for (let decision = 0; decision < 10; decision++) watch.observe(observation(100));
    expect([watch.streak, watch.isBeyond, share()]).toEqual([10, true, 1]);
    for (let decision = 0; decision < 30; decision++) watch.observe(observation(0));
    expect([watch.streak, watch.isBeyond, share()]).toEqual([30, false, 0.25]);
    for (let decision = 0; decision < WATCH_WINDOW - 30; decision++) watch.observe(observation(0));
    expect(share()).toBe(0);
  });

  it('counts the newest decisions of whoever decides, of a run those of its newest policy', () => {
    let nowMs = 0;
    const policy = (version: number) => ({ ...examplePolicy(), version, reference });
    const spec = (run?: string) => {
      const network = { kind: 'network', policy: policy(1), stochastic: false } as const;
      return run === undefined ? network : { ...network, run };
    };
    const session = new MarketSession(
      {
        market: { preset: 'es', regime: 'base' },
        env: { ...DEFAULT_ENV_CONFIG, episodeLength: 500 },
        agent: spec(),
        seed: 3,
        weights: DEFAULT_REWARD_WEIGHTS,
        speed: 10,
      },
      1,
      () => nowMs,
      { onEpisode: () => undefined, onAgentFailure: () => undefined },
    );
    const frame = createFrame();
    const countAfter = (decisions: number) => {
      for (let step = 0; step < decisions; step++) {
        nowMs += 10;
        session.run(10);
        session.writeFrame(frame, nowMs);
      }
      return frame.header[HEADER.oodRecentDecisions];
    };
    expect(countAfter(30)).toBe(30);
    session.setAgent(spec());
    // What the agent before saw is not counted as this one's, which has decided nothing yet.
    session.writeFrame(frame, nowMs);
    expect(frame.header[HEADER.oodRecentDecisions]).toBeNaN();
    expect(countAfter(5)).toBe(5);
    session.followPolicies(1, 'Run 1', 'run-1');
    expect(countAfter(5)).toBe(10);
    session.offerPolicy(policy(2));
    expect(countAfter(5)).toBe(5);
    session.offerPolicy(policy(3));
    expect(countAfter(5)).toBe(5);
    expect(frame.header[HEADER.oodDecisions]).toBe(5);
    session.setAgent(spec('run-1'));
    expect(countAfter(5)).toBe(5);
    expect(countAfter(3)).toBe(8);
    expect(frame.header[HEADER.oodDecisions]).toBe(8);
    session.setAgent({ kind: 'doNothing' });
    expect(countAfter(5)).toBeNaN();
  });

  it('names what stands out, with its value and its usual range', () => {
    const watch = new ObservationWatch();
    watch.follow(reference);
    const seen = observation(0);
    seen[6] = 4;
    seen[2] = -1;
    watch.observe(seen);
    const row = header();
    watch.write(row);
    expect(row[HEADER.unusual1]).toBe(6);
    expect(row[HEADER.unusual1Value]).toBe(4);
    expect(row[HEADER.unusual1Low]).toBeCloseTo(0.01, 6);
    expect(row[HEADER.unusual1High]).toBeCloseTo(0.99, 6);
    expect([row[HEADER.unusual2], row[HEADER.unusual2Value]]).toEqual([2, -1]);
    expect([row[HEADER.unusual3], row[HEADER.unusual3High]]).toEqual([Number.NaN, Number.NaN]);
  });

  it('counts all decisions of an agent over episodes, as the deploy gate does', () => {
    const watch = new ObservationWatch();
    const totals = () => {
      const row = header();
      watch.write(row);
      return [row[HEADER.oodDecisions], row[HEADER.oodTotalShare], row[HEADER.oodShare]];
    };
    watch.follow(reference);
    for (let decision = 0; decision < 30; decision++) watch.observe(observation(0));
    watch.clear();
    for (let decision = 0; decision < 10; decision++) watch.observe(observation(100));
    expect(totals()).toEqual([40, 0.25, 1]);
    watch.forget();
    watch.observe(observation(0));
    expect(totals().slice(0, 2)).toEqual([1, 0]);
    watch.follow(exampleReference());
    watch.observe(observation(100));
    expect(totals().slice(0, 2)).toEqual([1, 1]);
  });

  it('counts the decisions of the newest policy of a run, not those of the ones before', () => {
    const watch = new ObservationWatch();
    watch.follow(reference, 1);
    for (let decision = 0; decision < 5; decision++) watch.observe(observation(100));
    watch.follow(reference, 2);
    watch.observe(observation(0));
    watch.follow(reference, 2);
    watch.observe(observation(0));
    const row = header();
    watch.write(row);
    expect([row[HEADER.oodDecisions], row[HEADER.oodTotalShare]]).toEqual([2, 0]);
    // The last decisions are some of all: the fallback's streak alone goes on.
    expect([row[HEADER.oodRecentDecisions], row[HEADER.oodShare]]).toEqual([2, 0]);
  });
});

describe('a fallback agent', () => {
  const env: EnvConfig = { ...DEFAULT_ENV_CONFIG, episodeLength: 40 };

  /** Plays an episode of an agent whose training data had distances up to a limit. */
  function play(limit: number, decisions: number) {
    let nowMs = 0;
    const distances = reference.distances.map((percent) => percent * limit);
    const own: TrainingReference = { ...reference, distances };
    const policy = { ...examplePolicy(), reference: own };
    const names: string[] = [];
    const session = new MarketSession(
      {
        market: { preset: 'es', regime: 'base' },
        env,
        agent: { kind: 'network', policy, stochastic: false },
        seed: 3,
        weights: DEFAULT_REWARD_WEIGHTS,
        speed: 10,
        fallback: {
          agent: { kind: 'fixedSpread', spreadTicks: 5, sizeFraction: 0.2 },
          decisions,
        },
      },
      1,
      () => nowMs,
      { onEpisode: ({ agentName }) => names.push(agentName), onAgentFailure: () => {} },
    );
    const frame = createFrame();
    const states: number[] = [];
    const spreads: number[] = [];
    for (let step = 0; step < 40; step++) {
      nowMs += 10;
      session.run(10);
      session.writeFrame(frame, nowMs);
      states.push(frame.header[HEADER.isFallbackQuoting]);
      spreads.push(frame.samples[SAMPLE.spread]);
    }
    return { states, spreads, names };
  }

  it('quotes after so many decisions in a row beyond the limit, and the record names both', () => {
    const { states, spreads, names } = play(1e-9, 6);
    expect(states.slice(0, 8)).toEqual([0, 0, 0, 0, 0, 1, 1, 1]);
    expect(states.slice(5).every((state) => state === 1)).toBe(true);
    expect(spreads[5]).toBe(5);
    expect(spreads[4]).not.toBe(5);
    expect(names.at(0)).toContain('network');
    expect(names.at(0)).toContain('fixed spread');
  });

  it('never quotes where nothing is unusual', () => {
    const { states } = play(1e9, 1);
    expect(new Set(states)).toEqual(new Set([0]));
  });
});
