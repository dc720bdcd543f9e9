/**
 * What drives the market and is never shown: the efficient price v and the
 * speed of business time. v is a Brownian motion with jumps, impact of trades
 * and an optional trend that turns at random. Business time runs at
 * g·e^(y − s²/2), with y an Ornstein-Uhlenbeck process; that alone gives
 * clustered volatility, volume that moves with it, and fat tails (Clark, "A
 * Subordinated Stochastic Process Model", Econometrica 41, 1973).
 */
import { exp } from './elementary';
import type { QueueReactiveParameters } from './presets';
import type { Rng } from './rng';
import { NANOSECONDS_PER_SECOND } from './types';

/** y changes little in a tenth of a second of its 90: the rate is held between refreshes. */
const REFRESH_SECONDS = 0.1;
const CLOCK_MEMORY_SECONDS = 90;
const TREND_SECONDS = 45;
const SECONDS_PER_NANOSECOND = 1 / NANOSECONDS_PER_SECOND;
const REFRESH_NS = REFRESH_SECONDS * NANOSECONDS_PER_SECOND;
const CLOCK_DECAY = exp(-REFRESH_SECONDS / CLOCK_MEMORY_SECONDS);
const CLOCK_NOISE = Math.sqrt(1 - CLOCK_DECAY * CLOCK_DECAY);

export interface LatentSnapshot {
  readonly price: number;
  readonly clockLevel: number;
  readonly clockRate: number;
  readonly drift: number;
  readonly volatility: number;
  readonly times: readonly [number, number, number, number];
}

export class LatentState {
  /** v, in ticks. */
  price = 0;
  /** Business seconds per second until the next change. */
  clockRate = 1;
  /** Business seconds of the last `advanceTo`. */
  businessSeconds = 0;
  /** When `change` is due. */
  nextChangeNs = 0;

  /** y / s: stationary with variance 1. */
  private clockLevel = 0;
  /** Ticks per √second of business time. */
  private volatility = 0;
  /** Ticks per second. */
  private drift = 0;
  private settledNs = 0;
  private refreshNs = 0;
  private jumpNs = 0;
  private turnNs = 0;

  constructor(
    private readonly rng: Rng,
    private parameters: QueueReactiveParameters,
  ) {}

  reset(timeNs: number, priceTicks: number): void {
    this.price = priceTicks;
    this.volatility = this.parameters.volatility;
    this.settledNs = timeNs;
    this.clockLevel = this.rng.normal();
    this.refreshNs = timeNs + REFRESH_NS;
    this.setClockRate();
    this.drawJump(timeNs);
    this.drift = this.rng.uniform() < 0.5 ? this.parameters.trend : -this.parameters.trend;
    this.drawTurn(timeNs);
    this.scheduleChange();
  }

  /** Moves v on, over a stretch in which nothing changed. */
  advanceTo(timeNs: number): void {
    const seconds = (timeNs - this.settledNs) * SECONDS_PER_NANOSECOND;
    this.settledNs = timeNs;
    this.businessSeconds = seconds * this.clockRate;
    this.price +=
      this.volatility * Math.sqrt(this.businessSeconds) * this.rng.normal() + this.drift * seconds;
  }

  /** Refreshes the clock, jumps or turns, whichever is due at `timeNs`. */
  change(timeNs: number): void {
    if (timeNs >= this.refreshNs) {
      this.clockLevel = CLOCK_DECAY * this.clockLevel + CLOCK_NOISE * this.rng.normal();
      this.refreshNs += REFRESH_NS;
      this.setClockRate();
    }
    if (timeNs >= this.jumpNs) {
      const size = this.parameters.jumpMean * this.rng.exponential();
      this.price += this.rng.uniform() < 0.5 ? size : -size;
      this.drawJump(timeNs);
    }
    if (timeNs >= this.turnNs) {
      this.drift = -this.drift;
      this.drawTurn(timeNs);
    }
    this.scheduleChange();
  }

  snapshot(): LatentSnapshot {
    return {
      price: this.price,
      clockLevel: this.clockLevel,
      clockRate: this.clockRate,
      drift: this.drift,
      volatility: this.volatility,
      times: [this.settledNs, this.refreshNs, this.jumpNs, this.turnNs],
    };
  }

  restore(state: LatentSnapshot): void {
    this.price = state.price;
    this.clockLevel = state.clockLevel;
    this.clockRate = state.clockRate;
    this.drift = state.drift;
    this.volatility = state.volatility;
    [this.settledNs, this.refreshNs, this.jumpNs, this.turnNs] = state.times;
    this.scheduleChange();
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
    this.nextChangeNs = Math.min(this.refreshNs, this.jumpNs, this.turnNs);
  }
}
