/**
 * Several agents in one book: what they share, what each has for itself, and what order changes.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAgent } from '../../src/agents/createAgent';
import type { AgentSpec } from '../../src/agents/agentSpec';
import { AgentSeat } from '../../src/env/agentSeat';
import { ArenaEnv } from '../../src/env/arenaEnv';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS, type EnvConfig } from '../../src/env/config';
import { MarketMakingEnv, type Rival } from '../../src/env/marketMakingEnv';
import { createMarket } from '../../src/market/createMarket';
import { MARKET_OWNER, NO_ORDER, type MarketSource } from '../../src/market/types';
import { flowPrograms, holdingOf, programMarket } from '../market/exchange/programFlow';
import { actions, settings } from './arbitraries';
import { ES, MAKER, play, randomActions, stepRow } from './episodes';

const IDLE = [0, 0, 1, 0, 0];

const seatsIn = (market: MarketSource, configs: readonly EnvConfig[]) =>
  configs.map(
    (config, index) => new AgentSeat(market, config, DEFAULT_REWARD_WEIGHTS, undefined, index + 1),
  );

describe('an arena', () => {
  const agents = fc.array(
    fc.record({ config: settings, moves: fc.array(actions, { minLength: 30, maxLength: 30 }) }),
    {
      minLength: 2,
      maxLength: 8,
    },
  );

  it('buys as much as it sells, and all equity together is minus the fees', () => {
    let traded = 0;
    fc.assert(
      fc.property(flowPrograms(100_000_000), agents, (flow, players) => {
        const { market, ledger } = programMarket(flow);
        const seats = seatsIn(
          market,
          players.map(({ config }) => config),
        );
        const arena = new ArenaEnv(market, seats);
        arena.reset({ seed: 5 });
        for (let step = 0; arena.isActive; step++) {
          arena.step(players.map(({ moves }) => moves[step]));
        }
        const held = holdingOf(MARKET_OWNER, ledger);
        let position = held.bought - held.sold;
        let equity = held.cashTicks + position * (market.book.midHalfTicks / 2);
        let fees = 0;
        for (const seat of seats) {
          position += seat.inventory;
          equity += seat.account.equityHalfTicks(market.book.midHalfTicks) / 2;
          fees += seat.feesDollars;
          const own = holdingOf(seat.owner, ledger);
          traded += own.bought + own.sold;
          expect(seat.inventory).toBe(own.bought - own.sold);
        }
        expect(position).toBe(0);
        expect(equity).toBe(0);
        const dollars = seats.reduce((sum, seat) => sum + seat.equityDollars, 0);
        const marketTicks =
          held.cashTicks + (held.bought - held.sold) * (market.book.midHalfTicks / 2);
        expect(dollars + marketTicks * DEFAULT_ENV_CONFIG.tickValueDollars).toBeCloseTo(-fees, 6);
      }),
      { numRuns: 1000 },
    );
    expect(traded).toBeGreaterThan(10_000);
  });

  it('gives every owner the same results in whatever order the seats are listed', () => {
    fc.assert(
      fc.property(
        flowPrograms(100_000_000),
        agents,
        fc.nat({ max: 1000 }),
        fc.infiniteStream(fc.nat({ max: 1000 })),
        (flow, players, seed, keys) => {
          const order = players
            .map((_, index) => ({ index, key: keys.next().value }))
            .toSorted((a, b) => a.key - b.key)
            .map(({ index }) => index);
          const rowsOf = (listed: readonly number[]) => {
            const { market } = programMarket(flow);
            const seats = seatsIn(
              market,
              players.map(({ config }) => config),
            );
            const arena = new ArenaEnv(
              market,
              listed.map((index) => seats[index]),
            );
            arena.reset({ seed });
            const rows: number[][] = [];
            for (let step = 0; arena.isActive; step++) {
              arena.step(listed.map((index) => players[index].moves[step]));
              for (const seat of seats) rows.push([...seat.result.observation, seat.equityDollars]);
            }
            return rows;
          };
          const listed = players.map((_, index) => index);
          expect(rowsOf(order)).toEqual(rowsOf(listed));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('draws who comes first of those who arrive together, fairly and from the seed', () => {
    const config = {
      ...DEFAULT_ENV_CONFIG,
      latencyJitterMicroseconds: 0,
      episodeLength: 10,
      flattenAtEnd: false,
    };
    const market = createMarket(ES);
    const seats = seatsIn(market, [config, config, config, config]);
    const arena = new ArenaEnv(market, seats);
    const firsts = [0, 0, 0, 0];
    const EPISODES = 400;
    const firstOf = (seed: number) => {
      arena.reset({ seed });
      arena.step(seats.map(() => [-1, 1, 5, 0.1, 0.1]));
      const ahead = seats.map(({ bidQuote }) => bidQuote.ahead);
      return ahead.indexOf(Math.min(...ahead));
    };
    for (let seed = 0; seed < EPISODES; seed++) firsts[firstOf(seed)] += 1;
    // A quarter each; four standard deviations of a binomial are 35.
    for (const first of firsts) expect(Math.abs(first - EPISODES / 4)).toBeLessThan(35);
    expect(firstOf(3)).toBe(firstOf(3));
  });

  it('leaves an agent alone with the episode that it has by itself', () => {
    const config = { ...DEFAULT_ENV_CONFIG, episodeLength: 100 };
    const moves = randomActions(4, 100);
    const alone = new MarketMakingEnv(createMarket(ES), config, DEFAULT_REWARD_WEIGHTS);
    alone.reset({ seed: 9 });
    const expected = moves.map((action) => stepRow(alone, alone.step(action)));
    const market = createMarket(ES);
    const seats = seatsIn(market, [config, config, config]);
    const arena = new ArenaEnv(market, seats);
    arena.reset({ seed: 9 });
    for (const [step, action] of moves.entries()) {
      arena.step([action, IDLE, IDLE]);
      const [seat] = seats;
      const { fills } = seat;
      const { observation, reward, rewardTerms, terminated, truncated, info } = seat.result;
      expect([
        ...observation,
        reward,
        ...rewardTerms,
        ...seat.adverseTerms,
        seat.midInnovationTicks,
        seat.midDriftTicks,
        Number(terminated),
        Number(truncated),
        ...Object.values(info),
        ...fills.timeNs.subarray(0, fills.count),
        ...fills.priceTicks.subarray(0, fills.count),
        ...fills.size.subarray(0, fills.count),
      ]).toEqual(expected[step]);
    }
  });

  it('lets agents of different latency race: the faster one has the better place', () => {
    const config = { ...DEFAULT_ENV_CONFIG, latencyJitterMicroseconds: 0, episodeLength: 10 };
    const market = createMarket(ES);
    const slow = { ...config, orderLatencyMicroseconds: 50_000 };
    const seats = seatsIn(market, [slow, config]);
    const arena = new ArenaEnv(market, seats);
    for (let seed = 1; seed <= 20; seed++) {
      arena.reset({ seed });
      arena.step([
        [-1, 1, 4, 0.5, 0.5],
        [-1, 1, 4, 0.5, 0.5],
      ]);
      const [late, early] = seats.map(({ bidQuote }) => bidQuote);
      expect(late.price).toBe(early.price);
      expect(early.ahead).toBeLessThan(late.ahead);
    }
  });

  it('goes on without an agent whose episode has ended, once its position is flat', () => {
    const market = createMarket(ES);
    const short = { ...DEFAULT_ENV_CONFIG, episodeLength: 20 };
    const [first, second] = seatsIn(market, [short, { ...short, episodeLength: 60 }]);
    const arena = new ArenaEnv(market, [first, second]);
    arena.reset({ seed: 2 });
    const maker = createAgent(MAKER, short);
    const action = new Float64Array(5);
    let heldAtEnd = 0;
    for (let step = 0; step < 60; step++) {
      maker.act(second.context, action);
      arena.step([[1, 1, 0.5, 0.5, 0], action]);
      if (step === 19) {
        heldAtEnd = first.inventory;
        expect([first.isActive, first.isFlattening]).toEqual([false, true]);
      }
      if (step === 20) expect([first.inventory, first.isFlattening]).toEqual([0, false]);
    }
    expect(heldAtEnd).not.toBe(0);
    expect(first.result.info.step).toBe(20);
    expect(first.bidQuote.size).toBeNaN();
    expect([second.isActive, second.inventory, arena.isActive]).toEqual([false, 0, false]);
    expect(() => arena.step([IDLE, IDLE])).toThrow('the episode is over');
  });

  it('continues from a copy bit for bit', () => {
    const config = {
      ...DEFAULT_ENV_CONFIG,
      episodeLength: 60,
      orderLatencyMicroseconds: 150_000,
      latencyJitterMicroseconds: 30_000,
    };
    const market = createMarket(ES);
    const seats = seatsIn(market, [config, config, config]);
    const arena = new ArenaEnv(market, seats);
    const moves = [1, 2, 3].map((stream) => randomActions(stream, 60));
    const run = (from: number, to: number) => {
      const rows: number[] = [];
      for (let step = from; step < to; step++) {
        arena.step(moves.map((own) => own[step]));
        for (const seat of seats) rows.push(...seat.result.observation, seat.equityDollars);
      }
      return rows;
    };
    arena.reset({ seed: 3 });
    run(0, 25);
    const copy = structuredClone(arena.snapshot());
    const expected = run(25, 60);
    arena.restore(copy);
    expect(run(25, 60)).toEqual(expected);
  });

  it('refuses seats that do not fit together', () => {
    const market = createMarket(ES);
    const seat = (owner: number, changes: Partial<EnvConfig> = {}) =>
      new AgentSeat(
        market,
        { ...DEFAULT_ENV_CONFIG, ...changes },
        DEFAULT_REWARD_WEIGHTS,
        undefined,
        owner,
      );
    expect(() => new ArenaEnv(market, [seat(1), seat(1)])).toThrow('a different one for each seat');
    const slower = seat(2, { decisionIntervalSeconds: 1 });
    expect(() => new ArenaEnv(market, [seat(1), slower])).toThrow(
      'decisionIntervalSeconds: expected 0.1 s, as for the other agents, got 1',
    );
    expect(() => seat(9)).toThrow('owner: expected a whole number from 1 to 8, got 9');
  });
});

describe('an environment with rivals', () => {
  const config = { ...DEFAULT_ENV_CONFIG, episodeLength: 200 };
  const rival = (spec: AgentSpec): Rival => ({
    config,
    weights: DEFAULT_REWARD_WEIGHTS,
    trader: createAgent(spec, config),
  });
  const envWith = (...specs: AgentSpec[]) =>
    new MarketMakingEnv(
      createMarket(ES),
      config,
      DEFAULT_REWARD_WEIGHTS,
      undefined,
      specs.map(rival),
    );

  it('is that of the agent alone when they do nothing, and another when they trade', () => {
    const alone = play(envWith(), MAKER, 6);
    expect(play(envWith({ kind: 'doNothing' }, { kind: 'doNothing' }), MAKER, 6)).toEqual(alone);
    const crowded = envWith(MAKER, { kind: 'random' });
    const first = play(crowded, MAKER, 6);
    expect(first).not.toEqual(alone);
    for (const seat of crowded.rivalSeats) {
      expect(seat.account.makerContracts + seat.account.takerContracts).toBeGreaterThan(0);
      expect(seat.inventory).toBe(0);
    }
    expect(play(crowded, MAKER, 6)).toEqual(first);
  });

  it('lets two rivals of a kind that draws at random draw differently', () => {
    const env = envWith({ kind: 'random' }, { kind: 'random' });
    env.reset({ seed: 1 });
    for (let step = 0; step < 20; step++) env.step(IDLE);
    const [one, other] = env.rivalSeats.map(({ bidQuote, askQuote }) => [
      bidQuote.price,
      bidQuote.size,
      askQuote.price,
      askQuote.size,
    ]);
    expect(one).not.toEqual(other);
  });

  it('ends with the agent, whatever becomes of the rivals', () => {
    const short = { ...config, episodeLength: 10 };
    const env = new MarketMakingEnv(createMarket(ES), short, DEFAULT_REWARD_WEIGHTS, undefined, [
      rival(MAKER),
    ]);
    env.reset({ seed: 1 });
    for (let step = 0; step < 10; step++) env.step([0, 0, 1, 0.5, 0.5]);
    expect(env.isActive).toBe(false);
    expect(env.inventory).toBe(0);
    expect(env.rivalSeats[0].isActive).toBe(true);
    expect(() => env.step(IDLE)).toThrow('call reset first');
    expect(env.market.cancelOrder(NO_ORDER)).toBe(0);
  });
});
