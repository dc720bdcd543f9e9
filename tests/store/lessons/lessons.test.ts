import { describe, expect, it } from 'vitest';
import { LESSONS, LESSON_IDS } from '../../../src/content/lessons';
import { parseMixture, type Mixture } from '../../../src/agents/agentSpecSchema';
import { defaultBehaviours } from '../../../src/agents/baselines/behaviours';
import { tunedBaselines } from '../../../src/agents/baselines/tunedBaselines';
import { COMPACT_DECISION_TRANSFORMER_CONFIG } from '../../../src/learning/algorithms/decisionTransformerConfig';
import { DEFAULT_RUN_CONFIG } from '../../../src/protocol/run';
import type { MarketRegime } from '../../../src/market/config';
import { storeEpisode } from '../../../src/store/replay/episodes';
import { NO_EVIDENCE, episodeFact } from '../../../src/store/lessons/lessonEvidence';
import { LESSON_PLANS } from '../../../src/store/lessons/lessonPlans';
import { ReplayPlayer } from '../../../src/store/replay/replayPlayer';
import { SETTINGS, checkSetting, type SettingKey } from '../../../src/store/settings/settings';
import { exampleMetrics } from '../../evaluation/exampleMetrics';
import type { AgentDescription, Fallback } from '../../../src/protocol/episodeOrigin';
import { exampleOrigin } from '../../components/examples';
import { exampleRun } from '../runs/exampleRun';
import { recordOf } from '../live/frames';

/** Two steps; every term is in dollars a step. */
function episode(
  id: string,
  {
    regime = 'base',
    inventory = 0,
    adverseSelection = 0,
    size = 1,
    seed = 7,
    agent = quotes(0),
    fallback = null,
    playKey = 1,
  }: Partial<EpisodeOptions>,
) {
  const samples = [1, 2].map((step) => ({
    step,
    timeSeconds: step / 10,
    bestBid: 1000,
    bestAsk: 1001,
    inventory: step === 1 ? inventory : -inventory,
    spreadCapture: 5,
    adverseSelection,
    inventoryPnl: 0,
    fees: 0,
    inventoryPenalty: 0,
    spreadPenalty: 0,
  }));
  const fills = [{ step: 1, timeSeconds: 0.05, side: 1, size, midTicks: 1000.5 }];
  return recordOf(samples, fills, {
    id,
    seed,
    market: { preset: 'es', regime },
    origin: { ...exampleOrigin(playKey), agent, fallback },
  });
}
interface EpisodeOptions {
  readonly regime: MarketRegime;
  readonly inventory: number;
  readonly adverseSelection: number;
  readonly size: number;
  readonly seed: number;
  readonly agent: AgentDescription;
  readonly fallback: Fallback | null;
  readonly playKey: number;
}

const quotes = (skewTicks: number, spreadTicks = 1): AgentDescription => ({
  kind: 'inventorySkewed',
  spreadTicks,
  skewTicks,
  sizeFraction: 0.5,
});
const network: AgentDescription = {
  kind: 'network',
  title: 'Run 1',
  run: null,
  version: 3,
  parametersHash: 5,
  targetReturn: null,
};

/** A finished run on data of a mixture, with a profit for each evaluated episode. */
const runWith = (id: string, behaviours: Mixture, profits: readonly number[]) =>
  exampleRun(id, {
    config: {
      ...DEFAULT_RUN_CONFIG,
      dataset: { ...DEFAULT_RUN_CONFIG.dataset, behaviours: [...behaviours] },
    },
    evaluation: [
      {
        agentName: 'IQL',
        policyVersion: 1,
        metrics: profits.map((profit, index) => exampleMetrics({ seed: index, profit })),
      },
    ],
  });

const factsOf = (...records: readonly ReturnType<typeof episode>[]) =>
  records.map((record) => episodeFact(storeEpisode(record)));

describe('lessons', () => {
  it('ask a Decision Transformer for dollars, whatever is trained for elsewhere', () => {
    for (const id of ['starveTheData', 'luckyReturn', 'deploySafely'] as const) {
      expect(LESSON_PLANS[id].setup.conditioning).toBe('fixed');
    }
  });

  it.each(LESSON_IDS)('“%s” is of the lab’s own market, alone in its book', (id) => {
    const { setup } = LESSON_PLANS[id];
    expect(setup).toMatchObject({ preset: 'es', tape: '', parameters: '', rivals: '' });
    expect(setup).not.toHaveProperty('seed');
  });

  it.each(LESSON_IDS)('“%s” sets only what is a setting, and checks every step it names', (id) => {
    const { setup, check } = LESSON_PLANS[id];
    for (const [key, value] of Object.entries(setup)) {
      expect(SETTINGS).toHaveProperty(key);
      expect(checkSetting(key as SettingKey, value)).toBe(value);
    }
    const results = check(NO_EVIDENCE);
    expect(results).toHaveLength(LESSONS[id].steps.length);
    expect(results.some(({ done }) => done)).toBe(false);
  });

  it('adverse selection is measured a contract, in each market', () => {
    const calm = episode('a', { regime: 'calm', adverseSelection: -2, size: 4 });
    const toxic = episode('b', { regime: 'toxic', adverseSelection: -6, size: 3 });
    const [first, second] = LESSON_PLANS.adverseSelection.check({
      ...NO_EVIDENCE,
      episodes: factsOf(calm, toxic),
    });
    expect(first.measured[0].value).toBe(-1);
    expect(second.measured.map(({ value }) => value)).toEqual([-4, -1]);
  });

  it.each<[string, Partial<EpisodeOptions>]>([
    ['another seed', { seed: 8 }],
    ['other quotes', { agent: quotes(0, 3) }],
    ['an agent that changed in its course', { playKey: Number.NaN }],
  ])('adverse selection is not compared with %s', (_, change) => {
    const calm = episode('a', { regime: 'calm', adverseSelection: -2 });
    const toxic = episode('b', { regime: 'toxic', adverseSelection: -6, ...change });
    const steps = LESSON_PLANS.adverseSelection.check({
      ...NO_EVIDENCE,
      episodes: factsOf(calm, toxic),
    });
    expect(steps.map(({ done }) => done)).toEqual([true, false, false]);
  });

  it('an episode without a fill shows no adverse selection', () => {
    const quiet = recordOf([{ step: 1, timeSeconds: 0.1 }], [], {
      market: { preset: 'es', regime: 'calm' },
    });
    const [first] = LESSON_PLANS.adverseSelection.check({
      ...NO_EVIDENCE,
      episodes: factsOf(quiet),
    });
    expect(first.done).toBe(false);
  });

  it('only a fill that the mid moved against within a second counts as run over', () => {
    const samples = Array.from({ length: 30 }, (_, step) => ({
      step,
      timeSeconds: step / 10,
      // Falls by two ticks at step 8, and comes back at step 15.
      bestBid: step >= 8 && step < 15 ? 998 : 1000,
      bestAsk: step >= 8 && step < 15 ? 999 : 1001,
    }));
    const bought = (timeSeconds: number) => ({
      step: Math.ceil(timeSeconds * 10),
      timeSeconds,
      side: 1,
      size: 1,
      midTicks: 1000.5,
    });
    const replay = new ReplayPlayer(recordOf(samples, [bought(0.25), bought(0.75)]));
    const at = (step: number) => {
      replay.seek(step);
      return LESSON_PLANS.adverseSelection.check({ ...NO_EVIDENCE, replay })[2];
    };
    // A second after 0.25 s the mid is two ticks lower; after 0.75 s it is back.
    expect(at(3)).toMatchObject({ done: true, measured: [{ value: -2 }] });
    expect(at(8).done).toBe(false);
    expect(at(5).done).toBe(false);
  });

  it('a skew is done when it holds half of what none held, on the same seed', () => {
    const check = (...episodes: readonly Partial<EpisodeOptions>[]) =>
      LESSON_PLANS.payForInventory.check({
        ...NO_EVIDENCE,
        episodes: factsOf(...episodes.map((one, index) => episode(String(index), one))),
      });
    const plain = { inventory: 12, seed: 3 };
    const doneAfter = (change: Partial<EpisodeOptions>) =>
      check(plain, { inventory: 6, seed: 3, agent: quotes(2), ...change }).map(({ done }) => done);
    expect(doneAfter({})).toEqual([true, true]);
    expect(doneAfter({ inventory: 7 })).toEqual([true, false]);
    expect(doneAfter({ seed: 4 })).toEqual([true, false]);
    expect(doneAfter({ agent: quotes(0) })).toEqual([true, false]);
    expect(doneAfter({ agent: quotes(2, 3) })).toEqual([true, false]);
    expect(doneAfter({ regime: 'calm' })).toEqual([true, false]);
    // The skew was raised in the middle of it.
    expect(doneAfter({ playKey: Number.NaN })).toEqual([true, false]);
    const [before, after] = check(plain, { inventory: 6, seed: 3, agent: quotes(2) });
    expect(before.measured.map(({ value }) => value)).toEqual([12, 10]);
    expect(after.measured.map(({ value }) => value)).toEqual([6, 10, 12, 10]);
  });

  describe('about training', () => {
    const random = { agent: { kind: 'random' }, weight: 1 } as const;
    const glft = tunedBaselines('es').glft;
    const mixed = [random, { agent: glft, weight: 1 }, ...parseMixture(defaultBehaviours('es'))];

    it('starving is done when the fed run earns more on the same seeds', () => {
      const steps = (starvedProfit: number, fedProfit: number) =>
        LESSON_PLANS.starveTheData.check({
          ...NO_EVIDENCE,
          runs: [runWith('a', [random], [starvedProfit, 3]), runWith('b', mixed, [fedProfit, 3])],
        });
      expect(steps(10, 30).map(({ done }) => done)).toEqual([true, true, true]);
      expect(steps(10, 30)[2].measured[0].value).toBe(10);
      expect(steps(10, 8).map(({ done }) => done)).toEqual([true, true, false]);
    });

    it('runs that were not evaluated on the same episodes are not compared', () => {
      const starved = runWith('a', [random], [1, 2]);
      const shorter = runWith('b', mixed, [9]);
      const elsewhere = { ...runWith('b', mixed, [9, 9]) };
      const config = { ...elsewhere.config, seed: 77 };
      const longer = {
        ...elsewhere.config,
        learning: { ...elsewhere.config.learning, updates: 9999 },
      };
      for (const fed of [shorter, { ...elsewhere, config }, { ...elsewhere, config: longer }]) {
        const steps = LESSON_PLANS.starveTheData.check({ ...NO_EVIDENCE, runs: [starved, fed] });
        expect(steps[2]).toEqual({ done: false, measured: [] });
      }
    });

    it('a run that was stopped teaches nothing about its data', () => {
      const stopped = { ...runWith('a', [random], [5]), status: 'stopped' } as const;
      const [first] = LESSON_PLANS.starveTheData.check({ ...NO_EVIDENCE, runs: [stopped] });
      expect(first.done).toBe(false);
    });

    it('the highest asked return is held against what came of it', () => {
      const run = runWith('a', mixed, [5]);
      const config = {
        ...run.config,
        decisionTransformer: { ...COMPACT_DECISION_TRANSFORMER_CONFIG, returnLabel: 'plain' },
      } as const;
      const achieved = (estimate: number) => ({ estimate, low: 0, high: 0 });
      const targets = [
        { share: 1, asked: 900, achieved: achieved(250) },
        { share: 0.5, asked: 400, achieved: achieved(300) },
      ];
      const [plain, withoutLuck] = LESSON_PLANS.luckyReturn.check({
        ...NO_EVIDENCE,
        runs: [{ ...run, config }],
        targets: new Map([['a', targets]]),
      });
      expect(plain.measured.map(({ value }) => value)).toEqual([900, 250]);
      expect(withoutLuck.done).toBe(false);
      const second = (changes: Partial<typeof config.decisionTransformer>) => {
        const { decisionTransformer } = config;
        const other = { ...decisionTransformer, returnLabel: 'withoutLuck', ...changes } as const;
        return LESSON_PLANS.luckyReturn.check({
          ...NO_EVIDENCE,
          runs: [
            { ...run, config },
            { ...run, id: 'b', config: { ...config, decisionTransformer: other } },
          ],
          targets: new Map([
            ['a', targets],
            ['b', targets],
          ]),
        })[1].done;
      };
      expect(second({})).toBe(true);
      expect(second({ updates: 9999 })).toBe(false);
    });

    it('the last step is done by a trained agent in another regime with a fallback ready', () => {
      const fallback = { agent: { kind: 'doNothing' }, decisions: 5 } as const;
      const guarded = { regime: 'volatile', inventory: 4, agent: network, fallback } as const;
      const last = (change: Partial<EpisodeOptions>) =>
        LESSON_PLANS.deploySafely.check({
          ...NO_EVIDENCE,
          episodes: factsOf(episode('a', { ...guarded, ...change })),
          fallback: '5',
        })[2];
      expect(last({}).measured[0].value).toBe(4);
      expect(last({ fallback: null }).done).toBe(false);
      expect(last({ agent: quotes(1) }).done).toBe(false);
      expect(last({ regime: 'base' }).done).toBe(false);
      expect(last({ playKey: Number.NaN }).done).toBe(false);
      const steps = (setting: '5' | 'off') =>
        LESSON_PLANS.deploySafely.check({ ...NO_EVIDENCE, fallback: setting });
      expect(steps('off').map(({ done }) => done)).toEqual([false, false, false]);
      expect(steps('5').map(({ done }) => done)).toEqual([false, true, false]);
    });

    it('a run without a gate does not count as gated', () => {
      const [first] = LESSON_PLANS.deploySafely.check({
        ...NO_EVIDENCE,
        runs: [runWith('a', mixed, [5])],
      });
      expect(first.done).toBe(false);
    });
  });
});
