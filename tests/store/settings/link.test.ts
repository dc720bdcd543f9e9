import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEnvConfig, parseRewardWeights } from '../../../src/env/config';
import { parseLearningConfig } from '../../../src/learning/algorithms/config';
import { parseMarketConfig } from '../../../src/market/config';
import {
  linkNotice,
  formatDemoLink,
  formatLink,
  parseLink,
} from '../../../src/store/settings/link';
import { envConfig, marketConfig, rewardWeights } from '../../../src/store/settings/configs';
import { learningConfig } from '../../../src/store/settings/learningConfigs';
import {
  DEFAULT_SETTINGS,
  SETTINGS,
  SETTING_KEYS,
  type Settings,
} from '../../../src/store/settings/settings';
import { valuesText } from '../../../src/market/fields';
import type { Setting } from '../../../src/store/settings/kinds';
import { sliderValue } from '../../../src/store/settings/sliderScale';

const arbitraryValue = (setting: Setting): fc.Arbitrary<unknown> => {
  if (setting.type === 'flag') return fc.boolean();
  if (setting.type === 'choice') {
    return fc.constantFrom(...setting.options.map((option) => option.value));
  }
  if (setting.type === 'list') {
    const { choices, most } = setting;
    const ends = ['', '', ':orderLatency=2500', ':maxOrderSize=3:maxInventory=7'];
    const item = fc
      .tuple(fc.constantFrom(...choices, 'run.4f-2', 'run.4f-2.6'), fc.constantFrom(...ends))
      .map(([name, end]) => name + end);
    return fc.array(item, { maxLength: most }).map((items) => items.join());
  }
  if (setting.type === 'values') {
    const names = ['tether', 'volatility', 'createMemory', 'deepAddRate', 'jumpRate'];
    return fc
      .uniqueArray(fc.constantFrom(...names), { maxLength: 5 })
      .map((chosen) =>
        valuesText(Object.fromEntries(chosen.map((name) => [name, setting.fields[name].max]))),
      );
  }
  if (setting.type === 'text') {
    return fc.constantFrom(
      '',
      '0123456789abcdef_2024-01-02_0.25_12.5_BTC_PERP ü&#=',
      '0123456789abcdef__1e-6_0.1_X',
    );
  }
  return fc
    .double({ min: 0, max: 1, noNaN: true })
    .map((position) => sliderValue(setting, position));
};
const arbitrarySettings = fc
  .record(Object.fromEntries(SETTING_KEYS.map((key) => [key, arbitraryValue(SETTINGS[key])])))
  .map((values) => values as unknown as Settings);

describe('the link', () => {
  it('holds the seed, and what runs are trained for, when all is default', () => {
    expect(formatLink(DEFAULT_SETTINGS)).toBe('#seed=1&conditioning=weights');
  });

  it('gives back every setting it was made from', () => {
    fc.assert(
      fc.property(arbitrarySettings, (settings) => {
        const link = parseLink(formatLink(settings));
        expect(link.problems).toEqual([]);
        expect(link.settings).toEqual(settings);
      }),
    );
  });

  it('carries parameters of the market, and drops those of a market that would not go on', () => {
    const { settings, problems } = parseLink('#seed=1&parameters=informedRate:40,tether:0.5');
    expect(problems).toEqual([]);
    expect(marketConfig(settings).parameters).toEqual({ informedRate: 40, tether: 0.5 });
    const unstable = parseLink('#seed=1&parameters=uninformedRate:35,informedRate:90');
    expect(unstable.settings.parameters).toBe('');
    expect(unstable.problems[0].message).toContain('parameters: expected with 0.35');
    const outside = parseLink('#seed=1&parameters=informedRate:1e9');
    expect(outside.settings.parameters).toBe('');
    expect(outside.problems[0].message).toContain('informedRate: a number from 0 to 100 / s');
  });

  it('of an earlier version names a β for advantages as they are', () => {
    const { settings, problems } = parseLink('#seed=1&temperature=30');
    expect(problems).toEqual([]);
    expect(learningConfig(settings)).toMatchObject({ temperature: 30, advantageScaling: 'none' });
    const own = parseLink(formatLink({ ...DEFAULT_SETTINGS, temperature: 3 }));
    expect(own.settings).toMatchObject({ temperature: 3, advantageScaling: 'batch' });
  });

  it('of an earlier version trains for the weights as they stand, and says so from then on', () => {
    const { settings } = parseLink('#seed=1&fees=2');
    expect(settings.conditioning).toBe('fixed');
    expect(formatLink(settings)).toBe('#seed=1&fees=2&conditioning=fixed');
    // No page wrote these: the one is opened without a link, and the other was typed.
    expect(parseLink('').settings.conditioning).toBe('weights');
    expect(parseLink('#fees=2').settings.conditioning).toBe('weights');
  });

  it('takes the nearest acceptable value and says field, expectation and what came', () => {
    const { settings, problems } = parseLink('#seed=3&maxInventory=100000&fees=2');
    expect(settings.maxInventory).toBe(10_000);
    expect([settings.seed, settings.fees]).toEqual([3, 2]);
    expect(problems.map(({ message }) => message)).toEqual([
      'maxInventory: expected a whole number from 1 to 10000 contracts, got "100000"',
    ]);
  });

  it('keeps the default where a value cannot be read at all', () => {
    const { settings, problems } = parseLink('#agent=psychic&episodeLength=long&postOnly=maybe');
    expect(settings).toEqual(DEFAULT_SETTINGS);
    expect(problems.map(({ field }) => field)).toEqual(['agent', 'episodeLength', 'postOnly']);
  });

  it('reports a field that does not exist', () => {
    expect(parseLink('#sped=5').problems[0].message).toBe(
      'sped: expected a setting of this lab, got "5"',
    );
  });

  it('survives any text at all', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { settings } = parseLink(`#${text}`);
        expect(parseLink(formatLink(settings)).problems).toEqual([]);
      }),
    );
  });
});

describe('the settings table', () => {
  it('only allows values that the schemas of the lab accept', () => {
    fc.assert(
      fc.property(arbitrarySettings, (settings) => {
        expect(parseMarketConfig(marketConfig(settings))).toEqual(marketConfig(settings));
        expect(parseEnvConfig(envConfig(settings))).toEqual(envConfig(settings));
        expect(parseLearningConfig(learningConfig(settings))).toEqual(learningConfig(settings));
        expect(parseRewardWeights(rewardWeights(settings))).toEqual(rewardWeights(settings));
      }),
    );
  });

  it('has every default inside its range, and a help text', () => {
    for (const key of SETTING_KEYS) {
      const setting: Setting = SETTINGS[key];
      expect(setting.help, key).not.toBe('');
      if (setting.type !== 'number') continue;
      expect(setting.default, key).toBeGreaterThanOrEqual(setting.min);
      expect(setting.default, key).toBeLessThanOrEqual(setting.max);
    }
  });
});

describe('the link to a demo', () => {
  it('gives back the settings it was made from, and asks for the demo', () => {
    fc.assert(
      fc.property(arbitrarySettings, (settings) => {
        fc.pre(settings.agent !== 'trained');
        const link = parseLink(formatDemoLink(settings));
        expect(link).toEqual({ ...parseLink(formatLink(settings)), demo: true });
      }),
    );
  });

  it('takes the short names of the agents that come with the page', () => {
    expect(parseLink('#demo=dt').settings.agent).toBe('pretrainedTransformer');
    expect(parseLink('#demo=toxic').settings.agent).toBe('pretrainedToxic');
    expect(formatDemoLink(DEFAULT_SETTINGS)).toBe('#demo=es&seed=1&conditioning=weights');
    expect(parseLink('#agent=glft').demo).toBe(false);
  });

  it('without a name is the demo of the default agent', () => {
    for (const hash of ['#demo', '#demo=', '#demo&speed=5']) {
      const { settings, demo, problems } = parseLink(hash);
      expect(demo).toBe(true);
      expect(settings.agent).toBe(DEFAULT_SETTINGS.agent);
      expect(problems).toEqual([]);
    }
  });

  it('cannot be of a trained agent: another trades under its own name, and the page says so', () => {
    const { settings, problems } = parseLink('#demo=trained&seed=4');
    expect([settings.agent, settings.seed]).toEqual(['pretrainedEs', 4]);
    expect(linkNotice(problems, settings)).toEqual({
      message:
        'This demo is of an agent that was trained in another browser, which a link cannot carry. Pre-trained on ES trades instead.',
      details: '',
    });
  });

  it('shows the default agent, and says so, for one that it does not know', () => {
    const { settings, demo, problems } = parseLink('#demo=constructor');
    expect(demo).toBe(true);
    expect(settings.agent).toBe(DEFAULT_SETTINGS.agent);
    expect(problems.map(({ field, received }) => [field, received])).toEqual([
      ['demo', 'constructor'],
    ]);
    expect(problems[0].expected).toMatch(/^one of es, toxic, dt, .*glft/);
  });
});

describe('what a link says wrongly', () => {
  it.each([
    [
      '#maxInventory=100000',
      'The link says maxInventory=100000; Inventory limit has to be a whole number from 1 to 10,000 contracts. It is 10,000 contracts instead.',
    ],
    [
      '#agent=psychic',
      /^The link says agent=psychic; Agent has to be Pre-trained on ES, .* or Trained policy\. It is Pre-trained on ES instead\.$/,
    ],
    [
      '#window=45',
      'The link says window=45; Window has to be 30 s, 1 min or 5 min. It is 30 s instead.',
    ],
    [
      '#makerFee=-900',
      'The link says makerFee=-900; Maker fee has to be a number from −$100 to $100. It is −$100 instead.',
    ],
    [
      '#heatmap=yes',
      'The link says heatmap=yes; Depth heatmap has to be true or false. It is false instead.',
    ],
    ['#seed=2&seed=3', 'The link has seed more than once, and the last counts: Seed is 3.'],
    ['#sped=5', 'The link says sped=5, which is no setting of this lab. It was passed over.'],
    [
      '#demo=constructor',
      /^The link says demo=constructor, and there is no such agent: it has to be one of es, toxic, dt, .*glft.*\. Pre-trained on ES trades instead\.$/,
    ],
  ])('%s is put in words, with what stands in its place', (hash, text) => {
    const { settings, problems } = parseLink(hash);
    const said = linkNotice(problems, settings)?.message;
    if (typeof text === 'string') expect(said).toBe(text);
    else expect(said).toMatch(text);
  });

  it('with several faults gets one message, whose details lose none of them', () => {
    const { settings, problems } = parseLink('#agentSpread=x&a=1&b=2&c=3&d=4&e=5&f=6');
    const notice = linkNotice(problems, settings);
    expect(notice?.message).toMatch(/^7 parts of the link are not as they should be\./);
    expect(notice?.details.split('\n')).toEqual([
      'The link says agentSpread=x; Quoted spread has to be a number from 0.5 to 5 ticks. It is 1 tick instead.',
      ...['a=1', 'b=2', 'c=3', 'd=4', 'e=5', 'f=6'].map(
        (part) => `The link says ${part}, which is no setting of this lab. It was passed over.`,
      ),
    ]);
    expect(linkNotice([], settings)).toBeNull();
  });

  it('names the run whose policy traded, and only beside a trained agent', () => {
    const settings: Settings = { ...DEFAULT_SETTINGS, agent: 'trained' };
    expect(formatLink(settings, 'abc')).toBe('#seed=1&agent=trained&conditioning=weights&run=abc');
    expect(parseLink('#seed=1&agent=trained&run=abc')).toMatchObject({ run: 'abc', problems: [] });
    expect(formatLink(DEFAULT_SETTINGS, 'abc')).toBe('#seed=1&conditioning=weights');
  });
});

describe('a link that names the site around the lab', () => {
  it('takes an origin of the web, as browsers write it', () => {
    for (const origin of ['https://host.example', 'http://127.0.0.1:8080']) {
      const { embed, problems } = parseLink(`#embed=${encodeURIComponent(origin)}`);
      expect([embed, problems]).toEqual([origin, []]);
    }
    expect(parseLink('#seed=1').embed).toBeNull();
  });

  it.each([
    '*',
    'null',
    'https://host.example/',
    'https://host.example:443',
    'file://',
    'host',
    '',
  ])('speaks to nobody for %j, and says so', (text) => {
    const { embed, problems, settings } = parseLink(`#embed=${encodeURIComponent(text)}`);
    expect(embed).toBeNull();
    expect(problems.map(({ field }) => field)).toEqual(['embed']);
    expect(linkNotice(problems, settings)?.message).toBe(
      `The link says embed=${text}, which has to be the origin of a site, as https://host.example. The page around the lab is not spoken to.`,
    );
  });
});

describe('a hostile link', () => {
  it('names a field twice, writes -0 or hexadecimal: each is told, and -0 is 0', () => {
    const { settings, problems } = parseLink(
      '#makerFee=-0&spreadCapture=2&spreadCapture=3&batchSize=0x10',
    );
    expect(Object.is(settings.makerFee, 0)).toBe(true);
    expect(problems.map(({ message }) => message)).toEqual([
      'spreadCapture: expected a single value, got "3"',
      'batchSize: expected a whole number from 8 to 4096, got "0x10"',
    ]);
    expect(Object.is(parseLink('#mixNoisy=-0.0').settings.mixNoisy, 0)).toBe(true);
    expect(Object.is(parseLink('#cloningUpdates=-0.3').settings.cloningUpdates, 0)).toBe(true);
  });

  it('of a million fields is refused whole, and of many bad ones names the first', () => {
    const long = parseLink(`#${'seed=1&'.repeat(1_000_000)}`);
    expect(long.problems.map(({ message }) => message)).toEqual([
      'link: expected at most 16384 characters, got "7000001 characters"',
    ]);
    expect(long.settings).toEqual(DEFAULT_SETTINGS);
    const many = parseLink(
      `#${Array.from({ length: 500 }, (_, index) => `x${index}=1`).join('&')}`,
    );
    expect(many.problems).toHaveLength(21);
    expect(many.problems.at(-1)?.message).toContain('at most 20 problems');
  });
});
