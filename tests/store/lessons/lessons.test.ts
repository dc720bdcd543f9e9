import { describe, expect, it } from 'vitest';
import { LESSONS, LESSON_IDS } from '../../../src/content/lessons';
import { parseMixture, type Mixture } from '../../../src/agents/agentSpecSchema';
import { defaultBehaviours } from '../../../src/agents/baselines/behaviours';
import { tunedBaselines } from '../../../src/agents/baselines/tunedBaselines';
import { COMPACT_DECISION_TRANSFORMER_CONFIG } from '../../../src/learning/algorithms/decisionTransformerConfig';
import { DEFAULT_RUN_CONFIG } from '../../../src/protocol/run';
import type { MarketRegime } from '../../../src/market/config';
import { storeEpisode } from '../../../src/store/replay/episodes';
import { LESSON_PLANS, NO_EVIDENCE, episodeFact } from '../../../src/store/lessons/lessonPlans';
import { ReplayPlayer } from '../../../src/store/replay/replayPlayer';
import { SETTINGS, checkSetting, type SettingKey } from '../../../src/store/settings/settings';
import { exampleMetrics } from '../../evaluation/exampleMetrics';
import { exampleRun } from '../runs/exampleRun';
import { recordOf } from '../live/frames';

/** Two steps; every term is in dollars a step. */
function episode(
  id: string,
  { regime = 'base', inventory = 0, adverseSelection = 0, size = 1 }: Partial<EpisodeOptions>,
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
  return recordOf(samples, fills, { id, market: { preset: 'es', regime } });
}
interface EpisodeOptions {
  readonly regime: MarketRegime;
  readonly inventory: number;
  readonly adverseSelection: number;
  readonly size: number;
}

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
    expect(second.measured[0].value).toBe(-4);
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

  it('leaning is done when an episode holds half of what the first one held', () => {
    const check = (...inventories: readonly number[]) =>
      LESSON_PLANS.payForInventory.check({
        ...NO_EVIDENCE,
        episodes: factsOf(
          ...inventories.map((inventory, index) => episode(String(index), { inventory })),
        ),
      });
    expect(check(12, 7).map(({ done }) => done)).toEqual([true, false]);
    const [before, after] = check(12, 7, 6);
    expect(before.measured.map(({ value }) => value)).toEqual([12, 10]);
    expect(after.measured.map(({ value }) => value)).toEqual([6, 10]);
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
      for (const fed of [shorter, { ...elsewhere, config }]) {
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
    });

    it('the last step is done by an episode in another regime with a fallback ready', () => {
      const episodes = factsOf(episode('a', { regime: 'volatile', inventory: 4 }));
      const steps = (fallback: '5' | 'off') =>
        LESSON_PLANS.deploySafely.check({ ...NO_EVIDENCE, episodes, fallback });
      expect(steps('off').map(({ done }) => done)).toEqual([false, false, false]);
      expect(steps('5').map(({ done }) => done)).toEqual([false, true, true]);
      expect(steps('5')[2].measured[0].value).toBe(4);
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
