import { describe, expect, it } from 'vitest';
import type { Terminal } from '../../../src/cli/program/command';
import type { Experiment } from '../../../src/cli/experiments/experiment';
import { staleAdvantages } from '../../../src/cli/experiments/staleAdvantages';
import { targetReturn } from '../../../src/cli/experiments/targetReturn';
import { ProgressLine } from '../../../src/cli/output/progress';
import { DEFAULT_ENV_CONFIG } from '../../../src/env/config';

const silent: Terminal = { print: () => {}, progress: new ProgressLine({ write: () => {} }) };

/** The sizes are far too small to decide the claim, and large enough that every part of it runs. */
const run = (experiment: Experiment, seed: number, threads: number, trainingSeeds = 1) =>
  experiment.run(
    {
      seed,
      engine: 'compiled',
      env: DEFAULT_ENV_CONFIG,
      threads,
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
});
