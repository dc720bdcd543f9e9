import { describe, expect, it } from 'vitest';
import { parseMixture } from '../../../src/agents/agentSpecSchema';
import { tunedBaselines } from '../../../src/agents/baselines/tunedBaselines';
import { MARKET_PRESETS } from '../../../src/market/config';
import { baselineSpec } from '../../../src/store/settings/configs';
import { formatLink, parseLink } from '../../../src/store/settings/link';
import {
  DEFAULT_SETTINGS,
  SETTINGS,
  checkSetting,
  type NumberKey,
  type Settings,
} from '../../../src/store/settings/settings';
import { demoLink, pageLink } from '../../../src/store/live/pageLink';
import { AGENT_KINDS } from '../../../src/store/settings/agent';
import { defaultSettings, retuned, tunedSettings } from '../../../src/store/settings/tuning';

const TUNED = ['inventorySkewed', 'avellanedaStoikov', 'glft', 'imbalanceMaker'] as const;

it('of other agents are in no link, be it one that is handed on or the page’s own', () => {
  const settings: Settings = {
    ...defaultSettings('pretrainedToxic', 'es'),
    agentGamma: 5,
    agentA: 3,
    agentSize: 0.9,
    inventoryPenalty: 100,
  };
  const state = { settings, watchedRun: null, agentFile: null };
  const fields = [...new URLSearchParams(demoLink(state).slice(1)).keys()];
  expect(fields.toSorted()).toEqual(['conditioning', 'demo', 'inventoryPenalty', 'seed']);
  const { settings: again } = parseLink(pageLink(state));
  expect(again).toEqual({
    ...defaultSettings('pretrainedToxic', 'es'),
    inventoryPenalty: 100,
  });
  const ofGlft = demoLink({ ...state, settings: { ...settings, agent: 'glft', agentSkew: 3 } });
  expect(ofGlft).toContain('agentGamma=5&agentA=3');
  expect(ofGlft).not.toContain('agentSkew');
});

describe('tuned parameters', () => {
  it.each(MARKET_PRESETS)(
    'are, in %s, those of the baselines that agents are compared with',
    (preset) => {
      for (const kind of TUNED) {
        const spec = baselineSpec(defaultSettings(kind, preset), kind);
        expect(spec, kind).toEqual(tunedBaselines(preset)[kind]);
        const mixture = [{ agent: spec, weight: 1 }];
        expect(parseMixture(mixture), kind).toEqual(mixture);
      }
    },
  );

  it('lie inside the range of their sliders', () => {
    for (const preset of MARKET_PRESETS) {
      for (const agent of AGENT_KINDS) {
        for (const [key, value] of Object.entries(tunedSettings(agent, preset))) {
          const { slider } = SETTINGS[key as NumberKey];
          const where = `${preset} ${agent} ${key}`;
          expect(checkSetting(key as NumberKey, value), where).toBe(value);
          expect(value, where).toBeGreaterThanOrEqual(slider.min);
          expect(value, where).toBeLessThanOrEqual(slider.max);
        }
      }
    }
  });

  it('are what the page opens with', () => {
    expect(defaultSettings(DEFAULT_SETTINGS.agent, DEFAULT_SETTINGS.preset)).toEqual(
      DEFAULT_SETTINGS,
    );
  });

  it('stay out of the link, which names agent and market alone', () => {
    const settings = { ...defaultSettings('glft', 'nq'), agent: 'glft', preset: 'nq' } as const;
    expect(formatLink(settings)).toBe('#seed=1&preset=nq&agent=glft&conditioning=weights');
    expect(parseLink('#preset=nq&agent=glft').settings).toEqual(settings);
  });

  it('follow the market only while nobody has changed them', () => {
    const moved = { ...defaultSettings('inventorySkewed', 'es'), preset: 'nq' } as const;
    expect(retuned(moved, 'es').agentSpread).toBe(4);
    expect(retuned({ ...moved, agentSpread: 2 }, 'es').agentSpread).toBe(2);
  });
});
