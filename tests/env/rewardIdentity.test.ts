/**
 * Holds what the environment claims about money against a ledger that shares no code with it: every
 * contract and every dollar, after every step, over random markets, actions, latencies and limits.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS, type EnvConfig } from '../../src/env/config';
import { MarketMakingEnv } from '../../src/env/marketMakingEnv';
import { weightedReward } from '../../src/env/reward';
import { ADVERSE_HORIZONS_SECONDS } from '../../src/env/types';
import { unscaleDimension } from '../../src/env/actionMap';
import { createMarket } from '../../src/market/createMarket';
import { ES } from '../../src/market/synthetic/presets';
import { queueReactiveMarket } from '../../src/market/synthetic/queueReactiveFlow';
import { Rng } from '../../src/market/rng';
import type { MarketListener, MarketSource, Side } from '../../src/market/types';
import { actions, scripts, settings } from './arbitraries';
import { ScriptedMarket } from './scriptedMarket';

interface LedgerFill {
  readonly timeNs: number;
  readonly side: Side;
  readonly price: number;
  readonly size: number;
  readonly isMaker: boolean;
  readonly midHalfTicks: number;
}

/** Listens to the market beside the environment and keeps everything. */
class Ledger implements MarketListener {
  fills: LedgerFill[] = [];
  moves: { timeNs: number; change: number; fillsBefore: number }[] = [];
  midHalfTicks = 0;
  inner: MarketListener | null = null;

  onFill(...[timeNs, id, side, price, size, isMaker]: Parameters<MarketListener['onFill']>): void {
    this.fills.push({ timeNs, side, price, size, isMaker, midHalfTicks: this.midHalfTicks });
    this.inner?.onFill(timeNs, id, side, price, size, isMaker);
  }

  onMid(timeNs: number, before: number, after: number): void {
    expect(before).toBe(this.midHalfTicks);
    this.midHalfTicks = after;
    this.moves.push({ timeNs, change: after - before, fillsBefore: this.fills.length });
    this.inner?.onMid(timeNs, before, after);
  }

  onTrade(...trade: Parameters<MarketListener['onTrade']>): void {
    this.inner?.onTrade(...trade);
  }

  get position(): number {
    return this.fills.reduce((sum, fill) => sum + fill.side * fill.size, 0);
  }

  get cashHalfTicks(): number {
    return this.fills.reduce((sum, fill) => sum - fill.side * fill.size * fill.price * 2, 0);
  }

  /** Average cost as a trader keeps it: an average price, and profit booked on each reduction. */
  get averageCost(): { average: number; realisedTicks: number } {
    let position = 0;
    let average = 0;
    let realisedTicks = 0;
    for (const { side, price, size } of this.fills) {
      const closing = position * side < 0 ? Math.min(size, Math.abs(position)) : 0;
      if (closing > 0) realisedTicks += closing * (price - average) * Math.sign(position);
      position += side * closing;
      const opening = size - closing;
      if (opening > 0) {
        average =
          position === 0
            ? price
            : (average * Math.abs(position) + price * opening) / (Math.abs(position) + opening);
        position += side * opening;
      }
    }
    return { average, realisedTicks };
  }

  /** ∫ y dM since the first move, from the definition: no running sums. */
  adverseHalfTicks(horizonSeconds: number, fromMove: number): number {
    return this.moves.slice(fromMove).reduce((sum, { timeNs, change, fillsBefore }) => {
      const fresh = this.fills
        .slice(0, fillsBefore)
        .filter((fill) => timeNs - fill.timeNs <= horizonSeconds * 1e9)
        .reduce((signed, fill) => signed + fill.side * fill.size, 0);
      return sum + fresh * change;
    }, 0);
  }
}

/** The market with the ledger between it and the environment. */
function overheard(market: MarketSource, ledger: Ledger): MarketSource {
  return new Proxy(market, {
    get(target, property) {
      if (property === 'setListener') {
        return (listener: MarketListener | null) => {
          ledger.inner = listener;
          target.setListener(listener === null ? null : ledger);
        };
      }
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Plays `moves` and checks everything after every step. */
function checkEpisode(
  market: MarketSource,
  config: EnvConfig,
  moves: readonly (readonly number[])[],
  seed: number,
): Ledger {
  const ledger = new Ledger();
  const env = new MarketMakingEnv(overheard(market, ledger), config, DEFAULT_REWARD_WEIGHTS);
  env.reset({ seed });
  ledger.midHalfTicks = market.book.midHalfTicks;
  let equityBefore = 0;
  for (const action of moves) {
    const [fillsBefore, movesBefore] = [ledger.fills.length, ledger.moves.length];
    const { rewardTerms, reward, terminated, truncated } = env.step(action);
    expect(ledger.midHalfTicks).toBe(market.book.midHalfTicks);
    const equity = ledger.cashHalfTicks + ledger.position * ledger.midHalfTicks;

    // The identity, in whole half-ticks × contracts.
    const { attribution } = env;
    ADVERSE_HORIZONS_SECONDS.forEach((horizon, h) => {
      const sum =
        attribution.spreadCapture + attribution.adverseSelection[h] + attribution.inventoryPnl(h);
      expect(sum === equity - equityBefore).toBe(true);
      expect(attribution.adverseSelection[h]).toBe(ledger.adverseHalfTicks(horizon, movesBefore));
    });
    const stepFills = ledger.fills.slice(fillsBefore);
    expect(attribution.spreadCapture).toBe(
      stepFills.reduce((sum, f) => sum + f.side * f.size * (f.midHalfTicks - 2 * f.price), 0),
    );
    expect(env.fills.count).toBe(stepFills.length);
    equityBefore = equity;

    // The books.
    expect(env.inventory).toBe(ledger.position);
    expect(env.account.equityHalfTicks(2 * env.midTicks)).toBe(equity);
    const contracts = (maker: boolean) =>
      ledger.fills.filter((f) => f.isMaker === maker).reduce((sum, f) => sum + f.size, 0);
    expect(env.account.makerContracts).toBe(contracts(true));
    expect(env.account.takerContracts).toBe(contracts(false));
    const { average, realisedTicks } = ledger.averageCost;
    if (env.inventory === 0) expect(env.averageEntryTicks).toBeNaN();
    else expect(env.averageEntryTicks).toBeCloseTo(average, 6);
    expect(env.realisedDollars).toBeCloseTo(realisedTicks * config.tickValueDollars, 5);
    const total = env.realisedDollars + env.unrealisedDollars - env.feesDollars;
    expect(total).toBeCloseTo(env.equityDollars, 5);

    // Dollars and weights.
    expect(rewardTerms[0]).toBe((attribution.spreadCapture * config.tickValueDollars) / 2);
    expect(reward).toBe(weightedReward(rewardTerms, DEFAULT_REWARD_WEIGHTS));

    // Limits: what is open could all fill, and the position would still be within them.
    const bidSize = Number.isNaN(env.bidQuote.size) ? 0 : env.bidQuote.size;
    const askSize = Number.isNaN(env.askQuote.size) ? 0 : env.askQuote.size;
    expect(env.inventory + bidSize).toBeLessThanOrEqual(config.maxInventory);
    expect(env.inventory - askSize).toBeGreaterThanOrEqual(-config.maxInventory);
    if (terminated || truncated) break;
  }
  return ledger;
}

describe('the reward identity and the books', () => {
  it('hold at every step over random scripted markets', () => {
    let traded = 0;
    fc.assert(
      fc.property(
        scripts(3),
        settings,
        fc.array(actions, { minLength: 30, maxLength: 30 }),
        (script, config, moves) => {
          traded += checkEpisode(new ScriptedMarket(() => script), config, moves, 1).fills.length;
        },
      ),
      { numRuns: 200, seed: 1 },
    );
    // The property would hold trivially if nobody traded.
    expect(traded).toBeGreaterThan(500);
  }, 30_000);

  it.each([
    ['simulated', () => createMarket({ preset: 'es', regime: 'base' }), 50],
    ['analytic', () => createMarket({ preset: 'avellanedaStoikov', regime: 'base' }), 15],
    // Nobody is informed and nobody leans towards the efficient price.
    [
      'uninformed',
      () => queueReactiveMarket([{ ...ES, informedRate: 0, tether: 0, createTether: 0 }]),
      50,
    ],
  ] as const)(
    'hold at every step in the %s market, passive and aggressive',
    (_name, market, least) => {
      const config = { ...DEFAULT_ENV_CONFIG, episodeLength: 300 };
      let maker = 0;
      let taker = 0;
      for (let seed = 1; seed <= 5; seed++) {
        const random = new Rng(seed, 77);
        const action = new Float64Array(5);
        // Each quote stands for a second, long enough to be hit.
        const moves = Array.from({ length: 300 }, (_, step) => {
          if (step % 10 === 0) {
            for (let i = 0; i < 5; i++) action[i] = unscaleDimension(2 * random.uniform() - 1, i);
            action[2] = 0.5 + random.uniform();
          }
          return [...action];
        });
        const { fills } = checkEpisode(market(), config, moves, seed);
        maker += fills.filter((fill) => fill.isMaker).length;
        taker += fills.filter((fill) => !fill.isMaker).length;
      }
      expect(maker).toBeGreaterThan(least);
      expect(taker).toBeGreaterThan(least);
    },
    30_000,
  );
});
