import { describe, expect, it } from 'vitest';
import type { Terminal } from '../../../src/cli/program/command';
import type { Experiment } from '../../../src/cli/experiments/experiment';
import { iqlBeatsCloning } from '../../../src/cli/experiments/iqlBeatsCloning';
import { league } from '../../../src/cli/experiments/league';
import { staleAdvantages } from '../../../src/cli/experiments/staleAdvantages';
import { weightsThatSteer } from '../../../src/cli/experiments/weightsThatSteer';
import { targetReturn } from '../../../src/cli/experiments/targetReturn';
import { ProgressLine } from '../../../src/cli/output/progress';
import { DEFAULT_ENV_CONFIG } from '../../../src/env/config';

const silent: Terminal = { print: () => {}, progress: new ProgressLine({ write: () => {} }) };

/** The sizes are far too small to decide the claim, and large enough that every part of it runs. */
const run = (
  experiment: Experiment,
  seed: number,
  threads: number,
  trainingSeeds = 1,
  dataSeeds = 1,
) =>
  experiment.run(
    {
      seed,
      engine: 'compiled',
      env: { ...DEFAULT_ENV_CONFIG, episodeLength: 100 },
      threads,
      dataSeeds,
      trainingSeeds,
      updates: 3,
      episodes: 10,
      evaluationEpisodes: 1,
    },
    silent,
  );

describe('an experiment', () => {
  // Threads are started four times over, and each loads the learners anew.
  const timeout = 120_000;

  it(
    'gives the same numbers again, whatever the number of threads, and others for another seed',
    async () => {
      const first = await run(targetReturn, 5, 1);
      const second = await run(targetReturn, 5, 2);
      expect(second.results).toEqual(first.results);
      expect(second.conclusion).toBe(first.conclusion);
      const other = await run(targetReturn, 6, 2);
      expect(other.results).not.toEqual(first.results);
    },
    timeout,
  );

  it(
    'lets a policy meet its frozen copy, and trains later versions beside it',
    async () => {
      const { results } = await run(league, 5, 2);
      const value = (name: string) =>
        results.find((result) => result.name === `experiment.league.${name}`)?.value ?? Number.NaN;
      for (const metric of ['return', 'profit', 'contractsTraded']) {
        const rows = ['aloneAlone', 'aloneBesideCopy', 'version2', 'version3'];
        const values = rows.map((row) => value(`${row}.${metric}`));
        expect(values.every(Number.isFinite)).toBe(true);
        // The company and the data differ, and so does what comes of them; whole numbers may
        // coincide.
        if (metric !== 'contractsTraded') expect(new Set(values).size).toBe(rows.length);
      }
      const lost = value('aloneBesideCopy.profit') - value('aloneAlone.profit');
      expect(value('copyMinusAlone.profit')).toBeCloseTo(lost, 6);
    },
    timeout,
  );

  it(
    'with the broadcasting fault trains another policy than without, from the same minibatches',
    async () => {
      const { results } = await run(staleAdvantages, 5, 2, 2);
      const distance = (learner: string) =>
        results.find(({ name }) => name === `experiment.staleAdvantages.${learner}.actionDistance`)
          ?.value ?? Number.NaN;
      expect(distance('iql')).toBeGreaterThan(2 * distance('faulty'));
      expect(distance('betweenSeeds')).toBeGreaterThan(2 * distance('faulty'));
    },
    timeout,
  );

  it(
    'compares IQL with its clone and a tuned rule on several datasets, and says what counts',
    async () => {
      const { results, conclusion, config } = await run(iqlBeatsCloning, 5, 2, 1, 2);
      const value = (name: string) =>
        results.find((result) => result.name === `experiment.iqlBeatsCloning.iqlMinus.${name}`)
          ?.value ?? Number.NaN;
      for (const rival of ['bC', 'imbalanceAwareMaker', 'imbalanceAwareMakerTuned']) {
        const both = [5, 6].map((seed) => value(`${rival}.byDataSeed.seed${seed}`));
        expect(both[0]).not.toBe(both[1]);
        expect(value(`${rival}.difference`)).toBeCloseTo((both[0] + both[1]) / 2, 6);
        expect(value(`${rival}.difference.high`)).toBeGreaterThan(value(`${rival}.difference`));
      }
      const { hashes } = config as { hashes: readonly string[] };
      expect(new Set(hashes).size).toBe(2);
      expect(conclusion).toContain('On 2 data seeds with 1 training seed each');
    },
    timeout,
  );

  it(
    'lets one agent of every weighting play under nine settings, beside nine agents of their own',
    async () => {
      const { results, conclusion } = await run(weightsThatSteer, 5, 1);
      const value = (name: string) =>
        results.find((result) => result.name === `experiment.weightsThatSteer.${name}`)?.value ??
        Number.NaN;
      const inventory = (penalty: number) =>
        value(`inventory${penalty}.adverse1.told.meanAbsInventory`);
      // The same policy, told other weights, does something else.
      expect(inventory(0)).not.toBe(inventory(1000));
      const row = 'inventory300.adverse0_5';
      expect(value(`${row}.toldMinusSeparate.return`)).toBeCloseTo(
        value(`${row}.told.return`) - value(`${row}.separate.return`),
        6,
      );
      expect(value('hypervolume.told')).toBeGreaterThanOrEqual(0);
      expect(conclusion).toContain('as its weight goes 0, 20, 100, 500, 1000');
    },
    timeout,
  );
});
