import { describe, expect, it } from 'vitest';
import { ES_CALIBRATION } from '../../../src/agents/baselines/tunedBaselines';
import { DEFAULT_ENV_CONFIG } from '../../../src/env/config';
import { createMarket } from '../../../src/market/createMarket';
import { Rng } from '../../../src/market/rng';
import { ES } from '../../env/episodes';
import { calibrate, fitIntensity, type IntensityProbe } from './calibration';

/** Expected counts at each distance, or counts drawn around them. */
function probesOf(a: number, k: number, seconds: number, random: Rng | null): IntensityProbe[] {
  return [0.5, 1.5, 2.5].map((distance) => {
    const expected = a * Math.exp(-k * distance) * seconds;
    if (random === null) return { distance, fills: expected, seconds };
    // A Poisson count: arrivals until the time is up.
    let fills = 0;
    for (let t = random.exponential(); t < expected; t += random.exponential()) fills++;
    return { distance, fills, seconds };
  });
}

describe('the fit of fill intensity', () => {
  it('finds A and k exactly where counts are what the model expects', () => {
    for (const [a, k] of [
      [140, 1.5],
      [0.9, 0.3],
      [33.6, 5],
      [5, 0.05],
    ]) {
      const fit = fitIntensity(probesOf(a, k, 1000, null));
      expect(fit.a / a).toBeCloseTo(1, 6);
      expect(fit.k / k).toBeCloseTo(1, 6);
    }
  });

  it('is unbiased on Poisson counts, within four standard errors', () => {
    const random = new Rng(5, 41);
    const fits = Array.from({ length: 400 }, () => fitIntensity(probesOf(10, 1, 200, random)).k);
    const mean = fits.reduce((a, b) => a + b) / fits.length;
    const std = Math.sqrt(fits.reduce((sum, k) => sum + (k - mean) ** 2, 0) / fits.length);
    expect(Math.abs(mean - 1)).toBeLessThan((4 * std) / Math.sqrt(fits.length) + 0.003);
    expect(std).toBeGreaterThan(0.005);
  });

  it('refuses probes that say nothing', () => {
    expect(() => fitIntensity([{ distance: 1, fills: 5, seconds: 10 }])).toThrow(/two distances/);
    expect(() => fitIntensity(probesOf(0, 1, 10, null))).toThrow(/fills/);
  });
});

describe('calibration', () => {
  it('finds in ES what the tuned baselines assume', () => {
    const found = calibrate(createMarket(ES), DEFAULT_ENV_CONFIG, { seconds: 400, seed: 3 });
    expect(found.volatilityTicks / ES_CALIBRATION.volatilityTicks).toBeGreaterThan(0.6);
    expect(found.volatilityTicks / ES_CALIBRATION.volatilityTicks).toBeLessThan(1.6);
    expect(Math.abs(found.k - ES_CALIBRATION.k)).toBeLessThan(1.5);
    expect(found.probes[0].fills).toBeGreaterThan(100 * found.probes[2].fills);
  }, 20_000);
});
