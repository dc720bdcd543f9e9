import { describe, expect, it } from 'vitest';
import {
  FILL,
  FILL_LENGTH,
  HEADER,
  LADDER_ROWS,
  QUEUE,
  QUEUE_LENGTH,
  RECORD_LADDER_LENGTH,
  SAMPLE,
  SAMPLE_LENGTH,
  SAMPLE_TERMS,
  SO_FAR_ID_MARK,
} from '../../src/protocol/frames';
import { STEPS, env, config, openSession, constantPolicy, NO_PAY } from './openSession';

describe('a market session', () => {
  it('shows the book before the first decision', () => {
    const { session, frameAfter } = openSession({ speed: 1 });
    expect(session.hasNews).toBe(true);
    const { header, ladder } = frameAfter(0);
    expect(header[HEADER.episode]).toBe(1);
    expect(header[HEADER.step]).toBe(0);
    expect(header[HEADER.sampleCount]).toBe(0);
    expect(header[HEADER.bestAsk]).toBeGreaterThan(header[HEADER.bestBid]);
    expect(session.hasNews).toBe(false);
    const base = header[HEADER.ladderBasePrice];
    for (let row = 0; row < LADDER_ROWS; row += 1) {
      const [bid, ask] = ladder.subarray(2 * row, 2 * row + 2);
      if (base + row > header[HEADER.bestBid]) expect(bid).toBe(0);
      if (base + row < header[HEADER.bestAsk]) expect(ask).toBe(0);
    }
    expect(ladder[2 * (header[HEADER.bestBid] - base)]).toBeGreaterThan(0);
    expect(ladder[2 * (header[HEADER.bestAsk] - base) + 1]).toBeGreaterThan(0);
  });

  it('decides as often as its speed says', () => {
    const { frameAfter } = openSession({ speed: 2 });
    frameAfter(0);
    expect(frameAfter(100).header[HEADER.step]).toBe(2);
    const { header } = frameAfter(150);
    expect(header[HEADER.step]).toBe(5);
    expect(header[HEADER.sampleCount]).toBe(3);
  });

  it('gives each step as it was: terms add up to the change of equity', () => {
    const { frameAfter, sample } = openSession();
    const { header } = frameAfter(0);
    const rows = header[HEADER.sampleCount];
    expect(rows).toBe(STEPS);
    let equity = 0;
    for (let row = 0; row < rows; row += 1) {
      const step = sample(row);
      const money = step.subarray(SAMPLE_TERMS, SAMPLE_TERMS + 4);
      equity += money.reduce((sum, term) => sum + term, 0);
      expect(step[SAMPLE.step]).toBe(row + 1);
      expect(step[SAMPLE.equityDollars]).toBeCloseTo(equity, 6);
    }
    expect(header[HEADER.equityDollars]).toBeCloseTo(equity, 6);
  });

  it('reports every fill with its step and time: they add up to the inventory', () => {
    const { frameAfter, fill, sample } = openSession();
    const { header } = frameAfter(0);
    const fills = header[HEADER.fillCount];
    expect(fills).toBeGreaterThan(0);
    const inventory = new Float64Array(STEPS + 1);
    let previous = 0;
    for (let row = 0; row < fills; row += 1) {
      const one = fill(row);
      const end = one[FILL.step] * env.decisionIntervalSeconds;
      if (one[FILL.step] < STEPS) {
        expect(one[FILL.timeSeconds]).toBeGreaterThan(end - env.decisionIntervalSeconds - 1e-9);
        expect(one[FILL.timeSeconds]).toBeLessThanOrEqual(end + 1e-9);
      }
      expect(one[FILL.timeSeconds]).toBeGreaterThanOrEqual(previous);
      previous = one[FILL.timeSeconds];
      inventory[one[FILL.step]] += one[FILL.side] * one[FILL.size];
    }
    for (let step = 1; step <= STEPS; step += 1) {
      inventory[step] += inventory[step - 1];
      expect(sample(step - 1)[SAMPLE.inventory]).toBe(inventory[step]);
    }
  });

  it('reports with every fill its fee, and where its quote stood at the decision before', () => {
    const { episodes, frameAfter } = openSession({ env: { ...env, episodeLength: 400 } });
    frameAfter(0);
    const [{ fills, samples, queue, steps }] = episodes;
    const paid = new Float64Array(steps + 1);
    let stood = 0;
    for (let row = 0; row < fills.length; row += FILL_LENGTH) {
      const one = fills.subarray(row, row + FILL_LENGTH);
      const step = one[FILL.step];
      paid[step] += one[FILL.feeDollars];
      const before = step - 2;
      const isBid = one[FILL.side] > 0;
      const price = isBid ? SAMPLE.bidPrice : SAMPLE.askPrice;
      if (before < 0 || samples[before * SAMPLE_LENGTH + price] !== one[FILL.priceTicks]) {
        expect([one[FILL.aheadContracts], one[FILL.levelContracts]]).toEqual([NaN, NaN]);
        continue;
      }
      stood += 1;
      expect(one[FILL.aheadContracts]).toBe(
        queue[before * QUEUE_LENGTH + (isBid ? QUEUE.bidAhead : QUEUE.askAhead)],
      );
      expect(one[FILL.levelContracts]).toBe(
        queue[before * QUEUE_LENGTH + (isBid ? QUEUE.bidLevelSize : QUEUE.askLevelSize)],
      );
    }
    expect(stood).toBeGreaterThan(0);
    for (let step = 1; step <= steps; step += 1) {
      expect(paid[step]).toBeCloseTo(-samples[(step - 1) * SAMPLE_LENGTH + SAMPLE.fees], 9);
    }
  });

  it('calls an episode after whoever traded in it, in turn', () => {
    const policy = constantPolicy(1, 0);
    const titled = { kind: 'network', policy, stochastic: false, title: 'Patient' } as const;
    const { session, episodes, frameAfter } = openSession({ speed: 1 });
    frameAfter(100);
    session.setAgent(titled);
    while (episodes.length < 2) frameAfter(200);
    expect(episodes.map(({ agentName }) => agentName)).toEqual([
      'inventory skewed, then Patient',
      'Patient',
    ]);
  });

  it('hands over the whole episode at its end, and starts the next with the next seed', () => {
    const { episodes, frameAfter } = openSession();
    expect(frameAfter(0).header[HEADER.seed]).toBe(7);
    expect(episodes).toHaveLength(1);
    const [record] = episodes;
    expect(record).toMatchObject({ episode: 1, seed: 7, steps: STEPS, maxInventory: 50 });
    expect(record.samples).toHaveLength(STEPS * SAMPLE_LENGTH);
    expect(record.ladder).toHaveLength(STEPS * RECORD_LADDER_LENGTH);
    expect(record.queue).toHaveLength(STEPS * QUEUE_LENGTH);
    expect(record.ladder.every((size) => size >= 0)).toBe(true);
    const { header } = frameAfter(0);
    expect(header[HEADER.episode]).toBe(2);
    expect(header[HEADER.seed]).toBe(8);
  });

  it('plays the same episode for the same seed at any speed', () => {
    const fast = openSession();
    fast.frameAfter(0);
    const slow = openSession({ speed: 3 });
    while (slow.episodes.length === 0) slow.frameAfter(16);
    expect(slow.episodes[0].samples).toEqual(fast.episodes[0].samples);
    expect(slow.episodes[0].fills).toEqual(fast.episodes[0].fills);
  });

  it('never puts two episodes into one frame', () => {
    const { session, episodes } = openSession();
    expect(session.run(10)).toBe(Infinity);
    expect(session.run(10)).toBe(Infinity);
    expect(episodes).toHaveLength(1);
  });

  it('stands still while paused, and takes single decisions', () => {
    const { session, frameAfter } = openSession({ speed: 1 });
    frameAfter(100);
    session.pause();
    expect(frameAfter(5000).header[HEADER.step]).toBe(1);
    session.stepOnce();
    expect(frameAfter(0).header[HEADER.step]).toBe(2);
    session.resume();
    session.stepOnce();
    expect(frameAfter(50).header[HEADER.step]).toBe(2);
    expect(frameAfter(50).header[HEADER.step]).toBe(3);
  });

  it('that opens paused takes no decision until it is resumed', () => {
    const { session, frameAfter } = openSession({ speed: 1, isPaused: true });
    expect(frameAfter(5000).header[HEADER.step]).toBe(0);
    session.resume();
    expect(frameAfter(100).header[HEADER.step]).toBe(1);
  });

  it('tells the episode so far, and goes on', () => {
    const { session, frameAfter, episodes } = openSession({ speed: 1 });
    for (let turn = 0; turn < 5; turn++) frameAfter(100);
    const soFar = session.recordSoFar();
    const { steps } = soFar;
    expect(steps).toBeGreaterThan(2);
    expect(soFar.id).toBe(`1-${soFar.seed}${SO_FAR_ID_MARK}${steps}`);
    while (episodes.length === 0) frameAfter(500);
    expect(episodes[0].samples.subarray(0, soFar.samples.length)).toEqual(soFar.samples);
  });

  it('tells markets apart in its frames, and episodes of one market not', () => {
    const { session, frameAfter } = openSession();
    const hash = () => frameAfter(10).header[HEADER.marketHash];
    const first = hash();
    expect(Number.isFinite(first)).toBe(true);
    session.configure({ market: config.market, env, seed: 99 });
    expect(hash()).toBe(first);
    session.configure({ market: { preset: 'nq', regime: 'base' }, env, seed: 7 });
    expect(hash()).not.toBe(first);
  });

  it('begins a new episode at once when configured, with the agent it had', () => {
    const { session, frameAfter, episodes } = openSession({ speed: 1 });
    frameAfter(100);
    session.configure({ market: config.market, env: { ...env, episodeLength: 20 }, seed: 99 });
    const { header } = frameAfter(0);
    expect([header[HEADER.episode], header[HEADER.seed], header[HEADER.step]]).toEqual([2, 99, 0]);
    while (episodes.length === 0) frameAfter(100);
    expect(episodes[0]).toMatchObject({ steps: 20, seed: 99 });
  });

  it('gives one key to the episodes of one agent in one market, and to no others', () => {
    const { session, frameAfter, episodes } = openSession({ speed: 1 });
    const keyNow = () => frameAfter(0).header[HEADER.playKey];
    const playEpisode = () => {
      const count = episodes.length;
      while (episodes.length === count) frameAfter(100);
      return episodes[count].origin?.playKey;
    };
    const first = keyNow();
    expect([playEpisode(), playEpisode()]).toEqual([first, first]);
    session.setWeights(NO_PAY);
    expect(playEpisode()).toBe(first);
    frameAfter(200);
    session.setAgent({ kind: 'random' });
    const random = keyNow();
    expect(random).not.toBe(first);
    // Two agents took turns in this one.
    expect(playEpisode()).toBeNaN();
    expect(playEpisode()).toBe(random);
    session.configure({ ...config, market: { preset: 'es', regime: 'toxic' }, seed: 7 });
    const toxic = playEpisode();
    session.configure({ ...config, env: { ...env, maxInventory: 7 }, seed: 7 });
    const narrow = playEpisode();
    expect(new Set([first, random, toxic, narrow]).size).toBe(4);
    session.configure({ ...config, seed: 9 });
    session.setAgent(config.agent);
    frameAfter(100);
    expect(keyNow()).toBe(first);
    session.offerPolicy(constantPolicy(4, 0));
    session.followPolicies(1, 'Run 1', 'run-1');
    session.configure({ ...config, seed: 9 });
    frameAfter(100);
    const fourth = keyNow();
    // Neither its name nor its run says who plays: the policy does.
    session.followPolicies(1, 'Patient', 'run-2');
    expect(keyNow()).toBe(fourth);
    session.followPolicies(1, 'Run 1', 'run-1');
    session.offerPolicy(constantPolicy(5, 2));
    expect(keyNow()).not.toBe(fourth);
    expect(playEpisode()).toBeNaN();
    expect(episodes.at(-1)).toMatchObject({
      agentName: 'Run 1',
      origin: { agent: { kind: 'network', title: 'Run 1', run: 'run-1', version: 5 } },
    });
  });
});
