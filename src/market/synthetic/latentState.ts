/**
 * The latent state drives the market and is never shown: the efficient price v, the speed of
 * business time, and the regime both are in. v is a Brownian motion with jumps, impact of trades
 * and an optional trend that turns at random. Business time runs at g·e^(y − s²/2), with y an
 * Ornstein-Uhlenbeck process; that alone gives clustered volatility, volume that moves with it, and
 * fat tails (Clark, "A Subordinated Stochastic Process Model", Econometrica 41, 1973).
 */
import { exp } from '../elementary';
import type { QueueReactiveParameters } from './presets';
import type { Rng } from '../rng';
import { BUY, NANOSECONDS_PER_SECOND, SELL, type Side } from '../types';

/**
 * Seconds for which the clock's rate is held: y changes little in a tenth of a second of its 90.
 */
const REFRESH_SECONDS = 0.1;
const CLOCK_MEMORY_SECONDS = 90;
/** Mean seconds until a trend turns, and until a session that switches regimes does so. */
const TREND_SECONDS = 45;
const REGIME_SECONDS = 60;
const SECONDS_PER_NANOSECOND = 1 / NANOSECONDS_PER_SECOND;
const REFRESH_NS = REFRESH_SECONDS * NANOSECONDS_PER_SECOND;
const CLOCK_DECAY = exp(-REFRESH_SECONDS / CLOCK_MEMORY_SECONDS);
const CLOCK_NOISE = Math.sqrt(1 - CLOCK_DECAY * CLOCK_DECAY);

export interface LatentSnapshot {
  readonly price: number;
  readonly driftTicks: number;
  readonly clockLevel: number;
  readonly regime: number;
  readonly direction: Side;
  readonly times: readonly [number, number, number, number, number];
}

export class LatentState {
  /** Efficient price v, in ticks. */
  price = 0;
  /** Part of v's move since `reset` that its trend and the impact of trades made, in ticks. */
  driftTicks = 0;
  /** Business seconds per second until the next change. */
  clockRate = 1;
  /** Business seconds of the last `advance`. */
  businessSeconds = 0;
  /** Time at which `change` is due. */
  nextChangeNs = 0;

  /** y / s, which is stationary with variance 1. */
  private clockLevel = 0;
  private regime = 0;
  private direction: Side = BUY;
  /** Volatility in ticks per √second of business time. */
  private volatility = 0;
  /** Drift in ticks per second. */
  private drift = 0;
  private settledNs = 0;
  private refreshNs = 0;
  private jumpNs = 0;
  private turnNs = 0;
  private regimeNs = 0;

  /**
   * @param clock read here, since a double passed to a call would be allocated
   * @param regimes what to switch between; a single one stays
   */
  constructor(
    private readonly clock: { readonly timeNs: number },
    private readonly rng: Rng,
    private readonly regimes: readonly QueueReactiveParameters[],
  ) {}

  /** Parameters of the regime that holds until the next change. */
  get parameters(): QueueReactiveParameters {
    return this.regimes[this.regime];
  }

  reset(timeNs: number, priceTicks: number): void {
    this.price = priceTicks;
    this.driftTicks = 0;
    this.settledNs = timeNs;
    this.clockLevel = this.rng.normal();
    this.refreshNs = timeNs + REFRESH_NS;
    this.direction = this.rng.coin() ? BUY : SELL;
    this.enter(this.rng.below(this.regimes.length), timeNs);
    this.scheduleChange();
  }

  /** Moves v on to the clock's time, over a stretch in which nothing changed. */
  advance(): void {
    const { timeNs } = this.clock;
    const seconds = (timeNs - this.settledNs) * SECONDS_PER_NANOSECOND;
    this.settledNs = timeNs;
    this.businessSeconds = seconds * this.clockRate;
    const drift = this.drift * seconds;
    this.rng.drawNormal();
    this.price += this.volatility * Math.sqrt(this.businessSeconds) * this.rng.drawn + drift;
    this.driftTicks += drift;
  }

  /** Refreshes the clock, jumps, turns or switches, whichever is due at `timeNs`. */
  change(timeNs: number): void {
    if (timeNs >= this.refreshNs) {
      this.clockLevel = CLOCK_DECAY * this.clockLevel + CLOCK_NOISE * this.rng.normal();
      this.refreshNs += REFRESH_NS;
      this.setClockRate();
    }
    if (timeNs >= this.jumpNs) {
      const size = this.parameters.jumpMean * this.rng.exponential();
      this.price += this.rng.coin() ? size : -size;
      this.drawJump(timeNs);
    }
    if (timeNs >= this.turnNs) {
      this.direction = this.direction === BUY ? SELL : BUY;
      this.drift = this.direction * this.parameters.trend;
      this.drawTurn(timeNs);
    }
    if (timeNs >= this.regimeNs) {
      const step = 1 + this.rng.below(this.regimes.length - 1);
      this.enter((this.regime + step) % this.regimes.length, timeNs);
    }
    this.scheduleChange();
  }

  snapshot(): LatentSnapshot {
    const { price, driftTicks, clockLevel, regime, direction } = this;
    return {
      price,
      driftTicks,
      clockLevel,
      regime,
      direction,
      times: [this.settledNs, this.refreshNs, this.jumpNs, this.turnNs, this.regimeNs],
    };
  }

  restore(state: LatentSnapshot): void {
    this.price = state.price;
    this.driftTicks = state.driftTicks;
    this.clockLevel = state.clockLevel;
    this.regime = state.regime;
    this.direction = state.direction;
    this.applyRegime();
    [this.settledNs, this.refreshNs, this.jumpNs, this.turnNs, this.regimeNs] = state.times;
    this.scheduleChange();
  }

  private enter(regime: number, timeNs: number): void {
    this.regime = regime;
    this.applyRegime();
    this.drawJump(timeNs);
    this.drawTurn(timeNs);
    this.regimeNs = timeNs + this.wait(this.regimes.length > 1 ? 1 / REGIME_SECONDS : 0);
  }

  private applyRegime(): void {
    this.volatility = this.parameters.volatility;
    this.drift = this.direction * this.parameters.trend;
    this.setClockRate();
  }

  private setClockRate(): void {
    const { clockRate, clockDeviation } = this.parameters;
    this.clockRate =
      clockRate * exp(clockDeviation * this.clockLevel - 0.5 * clockDeviation * clockDeviation);
  }

  private drawJump(timeNs: number): void {
    this.jumpNs = timeNs + this.wait(this.parameters.jumpRate);
  }

  private drawTurn(timeNs: number): void {
    this.turnNs = timeNs + this.wait(this.parameters.trend === 0 ? 0 : 1 / TREND_SECONDS);
  }

  private wait(rate: number): number {
    return rate > 0
      ? Math.ceil((this.rng.exponential() / rate) * NANOSECONDS_PER_SECOND)
      : Infinity;
  }

  private scheduleChange(): void {
    this.nextChangeNs = Math.min(this.refreshNs, this.jumpNs, this.turnNs, this.regimeNs);
  }
}
