import { describe, expect, it } from 'vitest';
import { parseRunConfig } from '../../../src/protocol/run';
import { envConfig, marketConfig, runConfig } from '../../../src/store/settings/configs';
import { parseLink } from '../../../src/store/settings/link';
import { RUN_SETTINGS, settingsOfRun, shapesRun } from '../../../src/store/settings/sections';
import { DEFAULT_SETTINGS } from '../../../src/store/settings/settings';

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

describe('the config of a run', () => {
  const link =
    '#seed=7&preset=nq&regime=toxic&episodeLength=300&makerFee=1&fees=2&algorithm=bc&updates=500';

  it('is valid under the defaults and under a link', () => {
    for (const settings of [DEFAULT_SETTINGS, settingsOf(link)]) {
      const config = runConfig(settings);
      expect(parseRunConfig(JSON.parse(JSON.stringify(config)))).toStrictEqual(config);
    }
  });

  it('holds what its agents see, and says nothing of observations without a name', () => {
    const full = runConfig(settingsOf('#observation=full'));
    expect(full.env.observation).toMatchObject({ snapshots: 10, levels: 10, ownQuotes: false });
    expect(settingsOfRun(full).observation).toBe('full');
    const own = { ...full.env, observation: { ...full.env.observation, levels: 4 } };
    expect(settingsOfRun({ ...full, env: own })).not.toHaveProperty('observation');
  });

  it('gives back every setting that decides the result of a run', () => {
    const settings = settingsOf(link);
    const config = runConfig(settings);
    const own = RUN_SETTINGS.filter((key) => shapesRun(key, config));
    expect(own).toContain('updates');
    expect(settingsOfRun(config)).toEqual(
      Object.fromEntries(own.map((key) => [key, settings[key]])),
    );
  });
});
