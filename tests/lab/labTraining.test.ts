import { describe, expect, it } from 'vitest';
import type { PolicySnapshot } from '../../src/agents/policies/policySnapshot';
import { readDatasetFile, writeDatasetFile } from '../../src/learning/data/parquet';
import { exampleDataset, exampleOrigin } from '../learning/data/exampleDataset';
import { until } from './workerDouble';
import { env, weights, session, config, request, asking, policy, openLab } from './openLab';

// Everything shares one thread here, which the doubles keep busy for a second or two: the limit is
// for a loaded machine.
describe('training in the lab', { timeout: 20_000 }, () => {
  it('collects, trains, evaluates beside the baselines, and trades what it learns', async () => {
    const { lab, trainer, training, evaluations, models, isReady, kinds, last } = openLab();
    lab.start(session);
    await until(() => isReady('trainer'));
    lab.train(request);
    lab.setAgent({ kind: 'trained', targetShare: 1 });
    await until(() => last('policyVersion') === 1);
    trainer.end({ status: 'finished', policy: policy(1) });
    await until(() => training.at(-1)?.kind === 'finished');
    expect(kinds()).toEqual([
      'collecting',
      'collected',
      'validated',
      'validatedBaselines',
      'comparing',
      'evaluating',
      'finished',
    ]);
    expect(trainer.loaded).toEqual([config.dataset.episodes * env.episodeLength]);
    const [rows] = evaluations;
    expect(rows[0]).toMatchObject({ agentName: 'network', policyVersion: 1 });
    expect(rows[1]).toMatchObject({ agentName: 'behaviour cloning', policyVersion: null });
    expect(models).toEqual([{ critics: null, clone: policy(7) }]);
    expect(rows.length).toBeGreaterThan(4);
    // The double's policy knows no training data, and its file gives it back as it was.
    const { examination, gate } = rows[0].examined ?? {};
    expect(examination?.parity).toBe(0);
    expect(examination?.outOfDistributionRate).toBeNaN();
    expect(gate?.passed).toBe(false);
    // The two act alike.
    expect(gate?.checks[0]).toMatchObject({ name: 'better than its clone', value: 0 });
    const seeds = rows.map((row) => row.metrics.map((metrics) => metrics.seed));
    expect(seeds.every((list) => list.join() === seeds[0].join())).toBe(true);
  });

  it('plays the clone on the seeds of a final word too, and no clone where there is none', async () => {
    const { lab, isReady } = openLab();
    lab.start(session);
    await until(() => isReady('collector'));
    const { signal } = new AbortController();
    const asked = { config, policy: policy(1), targetShare: 1, seed: 9 };
    const namesBeside = async (clone: PolicySnapshot | null) => {
      const rows = await lab.evaluateFinally({ ...asked, clone }, () => undefined, signal);
      const seeds = rows.map(({ metrics }) => metrics.map(({ seed }) => seed).join());
      expect(new Set(seeds).size).toBe(1);
      return rows.map(({ agentName }) => agentName);
    };
    const [own, clone, ...baselines] = await namesBeside(policy(7));
    expect([own, clone]).toEqual(['network', 'behaviour cloning']);
    expect(await namesBeside(null)).toEqual([own, ...baselines]);
  });

  it('evaluates a run whose clone diverged without one, and says so', async () => {
    const { lab, trainer, training, statuses, evaluations, isReady } = openLab();
    trainer.clone = null;
    lab.start(session);
    await until(() => isReady('trainer'));
    lab.train(request);
    await until(() => trainer.isTraining);
    trainer.end({ status: 'finished', policy: policy(1) });
    await until(() => training.at(-1)?.kind === 'finished');
    const [[own, ...others]] = evaluations;
    expect(others.map(({ agentName }) => agentName)).not.toContain('behaviour cloning');
    expect(own.examined?.gate.checks[0]).toMatchObject({ value: null, passed: false });
    expect(statuses.some(({ message }) => message.startsWith('The clone'))).toBe(true);
  });

  it('simulates nothing new when only the weights have changed', async () => {
    const { lab, trainer, training, isReady } = openLab();
    lab.start(session);
    await until(() => isReady('trainer'));
    lab.train(request);
    await until(() => training.at(-1)?.kind === 'collected');
    const collected = training.at(-1);
    lab.stopTraining();
    await until(() => training.at(-1)?.kind === 'stopped');
    training.length = 0;
    trainer.isTraining = false;
    lab.train(asking({ weights: { ...weights, fees: 2 } }));
    await until(() => trainer.isTraining);
    expect(training).toEqual([collected]);
    lab.stopTraining();
    await until(() => training.at(-1)?.kind === 'stopped');
    expect(training.some((event) => event.kind === 'collecting')).toBe(false);
    lab.train(asking({ seed: 2 }));
    await until(() => trainer.loaded.length === 2);
  });

  it('trains on a file instead of collecting, and hands its data out again', async () => {
    const { lab, trainer, training, isReady } = openLab();
    lab.start(session);
    await until(() => isReady('trainer'));
    expect(await lab.exportDataset(weights)).toBeNull();
    const parts = writeDatasetFile(exampleDataset([3, 4]), exampleOrigin);
    const { summary, origin } = await lab.importDataset(new Blob(parts));
    expect(summary.rows).toBe(7);
    expect(origin).toStrictEqual(exampleOrigin);
    const file = await (await lab.exportDataset(weights))?.arrayBuffer();
    if (file === undefined) throw new Error('nothing was exported');
    expect((await readDatasetFile(file)).origin.weights).toStrictEqual(weights);
    const { market, env: itsEnv, seed } = origin;
    const dataset = { episodes: summary.episodes, behaviours: origin.mixture };
    lab.train(asking({ market, env: itsEnv, dataset, seed }));
    await until(() => trainer.isTraining);
    expect(training).toEqual([{ kind: 'collected', dataset: summary }]);
    lab.stopTraining();
    await until(() => training.at(-1)?.kind === 'stopped');
  });

  it('keeps the data of a run while it trains: a file waits for its end', async () => {
    const { lab, trainer, training, isReady } = openLab();
    lab.start(session);
    await until(() => isReady('trainer'));
    lab.train(request);
    await until(() => trainer.isTraining);
    const file = new Blob(writeDatasetFile(exampleDataset([3, 4]), exampleOrigin));
    await expect(lab.importDataset(file)).rejects.toThrow('A run is in training');
    expect(trainer.loaded).toEqual([config.dataset.episodes * env.episodeLength]);
    lab.stopTraining();
    await until(() => training.at(-1)?.kind === 'stopped');
    expect((await lab.importDataset(file)).summary.rows).toBe(7);
  });

  it('refuses a bad file by name, and keeps the data it has', async () => {
    const { lab, isReady } = openLab();
    lab.start(session);
    await until(() => isReady('trainer'));
    const parts = writeDatasetFile(exampleDataset([3, 4]), exampleOrigin);
    await lab.importDataset(new Blob(parts));
    const cut = new Blob(parts).slice(0, 500);
    await expect(lab.importDataset(cut)).rejects.toThrow('file: expected a whole Parquet file');
    expect(await lab.exportDataset(weights)).not.toBeNull();
  });

  it('ends a run as stopped while it is still collecting, and can train again', async () => {
    const { lab, training, isReady } = openLab();
    lab.start(session);
    await until(() => isReady('trainer') && isReady('collector'));
    lab.train(asking({ env: { ...env, episodeLength: 2000 } }));
    await until(() => training.some((event) => event.kind === 'collecting'));
    lab.stopTraining();
    await until(() => training.at(-1)?.kind === 'stopped');
    expect(training.at(-1)).toEqual({ kind: 'stopped', policy: null, state: null });
    training.length = 0;
    lab.train(request);
    await until(() => training.at(-1)?.kind === 'collected');
  });

  it('names what went wrong when the trainer dies in the middle of a run, and goes on', async () => {
    const { lab, workers, training, isReady } = openLab();
    lab.start(session);
    await until(() => isReady('trainer'));
    lab.train(request);
    await until(() => training.at(-1)?.kind === 'collected');
    workers.trainer[0].crash('the GPU was lost');
    await until(() => training.some(({ kind }) => kind === 'recovered'));
    expect(training.find(({ kind }) => kind === 'recovered')).toMatchObject({
      reason: 'The trainer stopped: the GPU was lost',
    });
    await until(() => training.at(-1)?.kind === 'collected');
    expect(workers.trainer).toHaveLength(2);
  });
});
