import { describe, expect, it } from 'vitest';
import type { TrainRequest } from '../../../src/lab/types';
import { collectionOf, groupKeyOf, trainingSeedOf } from '../../../src/protocol/run';
import { openTestSession, policy, runState, imported } from '../testSession';

describe('training in a session', () => {
  it('lets the live market follow the first policy of a run', () => {
    const { session, events, asked } = openTestSession();
    session.training.train(null);
    events.onTraining({ kind: 'finished', policy, state: runState });
    expect(session.state.settings.agent).toBe('trained');
    expect(asked('setAgent')).toEqual([
      { kind: 'trained', run: 'run-1', targetShare: 0.8, title: 'Run 1' },
    ]);
    expect(session.state.runs.map(({ name, status }) => [name, status])).toEqual([
      ['Run 1', 'finished'],
    ]);
  });

  it('trains for the weights on screen, and starts no second run beside the first', () => {
    const { session, asked } = openTestSession('#inventoryPenalty=50');
    session.training.train(null);
    session.training.train(null);
    expect(asked('train')).toHaveLength(1);
    expect(asked('train')[0]).toMatchObject({
      config: { weights: { inventoryPenalty: 50 } },
      start: { kind: 'fresh' },
    });
  });

  it('continues the run that is chosen, with the weights that it was left with', async () => {
    const { session, events, asked } = openTestSession();
    session.training.train(null);
    events.onTraining({ kind: 'finished', policy, state: runState });
    session.training.train(session.state.runs[0]);
    await new Promise(setImmediate);
    expect(asked('train')).toHaveLength(2);
    expect(asked('train').at(-1)).toMatchObject({ start: { kind: 'fineTune', from: runState } });
  });

  it('trains one run after another over the training seeds, on the same data', () => {
    const { session, events, asked } = openTestSession('#trainingSeeds=3&seed=5');
    session.training.train(null);
    for (let run = 0; run < 3; run += 1) {
      events.onTraining({ kind: 'finished', policy, state: null });
    }
    const configs = asked('train').map((request) => (request as TrainRequest).config);
    expect(configs.map(trainingSeedOf)).toEqual([5, 6, 7]);
    expect(configs.map(collectionOf)).toEqual(Array(3).fill(collectionOf(configs[0])));
    const { runs, training } = session.state;
    expect(runs.map(({ config }) => groupKeyOf(config))).toEqual(
      Array(3).fill(groupKeyOf(configs[0])),
    );
    expect([training.seedNumber, training.seedCount, training.phase]).toEqual([3, 3, 'finished']);
  });

  it('asks every training seed for the same return, however the slider moves meanwhile', () => {
    const { session, events, asked } = openTestSession(
      '#algorithm=dt&trainingSeeds=3&targetReturn=100',
    );
    session.training.train(null);
    session.settings.set('targetReturn', 0);
    for (let run = 0; run < 3; run += 1) {
      events.onTraining({ kind: 'finished', policy, state: null });
    }
    session.training.train(null);
    const shares = asked('train').map((request) => (request as TrainRequest).targetShare);
    expect(shares).toEqual([1, 1, 1, 0]);
  });

  it('ends the whole group when it is stopped', () => {
    const { session, events, asked } = openTestSession('#trainingSeeds=5');
    session.training.train(null);
    session.training.stop();
    events.onTraining({ kind: 'stopped', policy, state: null });
    expect(asked('train')).toHaveLength(1);
  });

  it('says which setting names no run, and starts none', () => {
    const { session, asked } = openTestSession(
      '#mixRandom=0&mixFixedSpread=0&mixAvellanedaStoikov=0&mixGlft=0&mixDoNothing=0',
    );
    session.settings.set('mixImbalanceMaker', 0);
    session.settings.set('mixInventorySkewed', 0);
    session.training.train(null);
    expect(asked('train')).toEqual([]);
    expect(session.state.training.failure?.message).toBe(
      'mixture: expected a share above 0 for at least one behaviour, got "none"',
    );
  });

  it('trains on the file that was imported, and collects again when told to', async () => {
    const { session, events, asked } = openTestSession('#seed=9');
    await session.training.importDataset(new Blob(['PAR1']));
    session.training.train(null);
    expect(asked('train')[0]).toMatchObject({
      config: { seed: 1, trainingSeed: 9, dataset: { episodes: 2, behaviours: null } },
      datasetHash: 'of a file',
    });
    events.onTraining({ kind: 'finished', policy, state: null });
    session.training.forgetFile();
    session.training.train(null);
    expect(asked('train')[1]).toMatchObject({
      config: { seed: 9, trainingSeed: null },
      datasetHash: null,
    });
  });

  it('shows the data of a file, and keeps it when the next file is refused', async () => {
    const { session } = openTestSession();
    await session.training.importDataset(new Blob(['PAR1']));
    await expect(session.training.importDataset(new Blob([]))).rejects.toThrow('rows: expected');
    expect(session.state.training.dataset).toEqual(imported.summary);
  });

  it('pauses and resumes the run with the key that started it', () => {
    const { session, events, asked } = openTestSession();
    session.training.toggle();
    session.training.toggle();
    events.onTraining({ kind: 'paused' });
    session.training.toggle();
    const counts = ['train', 'pauseTraining', 'resumeTraining'].map((name) => asked(name).length);
    expect(counts).toEqual([1, 1, 1]);
  });
});
