import { describe, expect, it } from 'vitest';
import { envConfig, marketConfig } from '../../src/store/configs';
import { parseLink } from '../../src/store/link';

const settingsOf = (hash: string) => parseLink(hash).settings;

describe('the environment of the page', () => {
  it.each([
    ['es', 50],
    ['nq', 20],
  ])('counts a point of %s as the exchange does', (preset, dollarsPerPoint) => {
    const { tickSize, tickValueDollars } = envConfig(settingsOf(`#preset=${preset}`));
    expect(tickSize).toBe(0.25);
    expect(tickValueDollars / tickSize).toBe(dollarsPerPoint);
  });

  it('takes limits and each latency from its own setting', () => {
    expect(
      envConfig(
        settingsOf('#orderLatency=1000&marketDataLatency=2000&latencyJitter=300&maxLoss=4000'),
      ),
    ).toMatchObject({
      orderLatencyMicroseconds: 1000,
      marketDataLatencyMicroseconds: 2000,
      latencyJitterMicroseconds: 300,
      maxLossDollars: 4000,
    });
  });

  it('trades in the regime that was chosen', () => {
    expect(marketConfig(settingsOf('#preset=nq&regime=toxic'))).toEqual({
      preset: 'nq',
      regime: 'toxic',
    });
  });

  it('is in the base regime where the market has no other', () => {
    expect(marketConfig(settingsOf('#preset=avellanedaStoikov&regime=toxic'))).toEqual({
      preset: 'avellanedaStoikov',
      regime: 'base',
    });
  });
});
