/** Holds the latent state against the definitions: business time, jumps, trends, regimes. */
import { describe, expect, it } from 'vitest';
import { LatentState } from '../../../src/market/synthetic/latentState';
import { ES, type QueueReactiveParameters } from '../../../src/market/synthetic/presets';
import { regimeParameters } from '../../../src/market/synthetic/regimes';
import { Rng } from '../../../src/market/rng';

const STILL: QueueReactiveParameters = { ...ES, volatility: 0, jumpRate: 0, trend: 0 };
const SECOND = 1e9;

/** Every change of so many seconds, and the state after it. */
function follow(
  regimes: readonly QueueReactiveParameters[],
  seconds: number,
  look: (latent: LatentState, timeNs: number) => void,
): LatentState {
  const clock = { timeNs: 0 };
  const latent = new LatentState(clock, new Rng(5), regimes);
  latent.reset(0, 1000);
  while (latent.nextChangeNs <= seconds * SECOND) {
    const now = latent.nextChangeNs;
    clock.timeNs = now;
    latent.advance();
    latent.change(now);
    look(latent, now);
  }
  return latent;
}

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((x) => (x - centre) ** 2)));
}

describe('business time', () => {
  // 1000 memories of 90 s: a mean over them has a standard error of √(2 / 1000) of the deviation.
  const seconds = 90_000;
  const parameters = { ...STILL, clockRate: 2.5, clockDeviation: 0.7 };
  const logs: number[] = [];
  follow([parameters], seconds, ({ clockRate }) => logs.push(Math.log(clockRate / 2.5)));

  it('runs at g on average, with a log of standard deviation s', () => {
    const error = 4 * 0.7 * Math.sqrt(2 / 1000);
    expect(Math.abs(mean(logs) + 0.7 ** 2 / 2)).toBeLessThan(error);
    expect(Math.abs(deviation(logs) - 0.7)).toBeLessThan(error);
    expect(Math.abs(mean(logs.map(Math.exp)) - 1)).toBeLessThan(0.15);
  });

  it('forgets with a time constant of 90 s', () => {
    const centre = mean(logs);
    const centred = logs.map((log) => log - centre);
    const correlation = (lag: number) =>
      mean(centred.slice(lag).map((x, i) => x * centred[i])) / deviation(logs) ** 2;
    // A refresh every tenth of a second.
    expect(correlation(1)).toBeGreaterThan(0.998);
    expect(Math.abs(correlation(900) - Math.exp(-1))).toBeLessThan(0.1);
    expect(Math.abs(correlation(3600))).toBeLessThan(0.15);
  });
});

describe('the efficient price', () => {
  it('diffuses by σ in business time', () => {
    const moves: number[] = [];
    let last = 1000;
    // A constant clock of two business seconds a second.
    const parameters = { ...STILL, volatility: 1.1, clockRate: 2, clockDeviation: 0 };
    follow([parameters], 4000, ({ price }) => {
      moves.push(price - last);
      last = price;
    });
    const expected = 1.1 * Math.sqrt(2 * 0.1);
    expect(Math.abs(deviation(moves) / expected - 1)).toBeLessThan(4 / Math.sqrt(2 * moves.length));
    expect(Math.abs(mean(moves))).toBeLessThan((4 * expected) / Math.sqrt(moves.length));
  });

  it('jumps at its rate, either way, by exponential sizes', () => {
    const jumps: number[] = [];
    let last = 1000;
    follow([{ ...STILL, jumpRate: 0.5, jumpMean: 3 }], 8000, ({ price }) => {
      if (price !== last) jumps.push(price - last);
      last = price;
    });
    const sizes = jumps.map(Math.abs);
    expect(Math.abs(jumps.length - 4000)).toBeLessThan(4 * Math.sqrt(4000));
    expect(Math.abs(mean(sizes) - 3)).toBeLessThan((4 * 3) / Math.sqrt(4000));
    expect(Math.abs(deviation(sizes) - 3)).toBeLessThan(0.4);
    const up = jumps.filter((jump) => jump > 0).length / jumps.length;
    expect(Math.abs(up - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / jumps.length));
  });

  it('drifts at the trend, which turns every 45 s or so', () => {
    let turns = 0;
    let last = 1000;
    let lastNs = 0;
    let direction = 0;
    let worst = 0;
    follow([{ ...STILL, trend: 0.25 }], 45_000, ({ price }, timeNs) => {
      const drift = (price - last) / ((timeNs - lastNs) / SECOND);
      if (timeNs > lastNs) worst = Math.max(worst, Math.abs(Math.abs(drift) - 0.25));
      if (direction !== 0 && Math.sign(drift) !== direction) turns++;
      direction = Math.sign(drift);
      last = price;
      lastNs = timeNs;
    });
    expect(worst).toBeLessThan(1e-3);
    expect(Math.abs(turns - 1000)).toBeLessThan(4 * Math.sqrt(1000));
  });
});

describe('the schedule of regimes', () => {
  const regimes = regimeParameters(ES, 'switching');

  it('goes to another regime every minute or so, and to each as often', () => {
    const visits = new Map<QueueReactiveParameters, number>();
    let current: QueueReactiveParameters | null = null;
    let switches = 0;
    follow(regimes, 60_000, ({ parameters }) => {
      if (parameters !== current) {
        visits.set(parameters, (visits.get(parameters) ?? 0) + 1);
        switches++;
      }
      current = parameters;
    });
    expect(Math.abs(switches - 1000)).toBeLessThan(4 * Math.sqrt(1000));
    expect(visits.size).toBe(5);
    for (const count of visits.values()) {
      expect(Math.abs(count - switches / 5)).toBeLessThan(4 * Math.sqrt(switches / 5));
    }
  });

  it('a single regime stays', () => {
    const latent = follow([ES], 1000, ({ parameters }) => expect(parameters).toBe(ES));
    expect(latent.parameters).toBe(ES);
  });
});
