import { describe, expect, it, vi } from 'vitest';
import { tunedBaselines } from '../../src/agents/baselines/tunedBaselines';
import { DEFAULT_REWARD_WEIGHTS } from '../../src/env/config';
import { createMemoryStorage } from '../../src/lab/storage/memoryStorage';
import type { TrainRequest } from '../../src/lab/types';
import { InvalidInputError } from '../../src/market/validation';
import { DEFAULT_LEARNING_CONFIG } from '../../src/learning/algorithms/config';
import type { RunState } from '../../src/learning/runs/runState';
import { Rng } from '../../src/market/rng';
import { collectionOf, groupKeyOf, trainingSeedOf } from '../../src/protocol/run';
import { exampleRun } from './runs/exampleRun';
import { SO_FAR_ID_MARK } from '../../src/protocol/frames';
import { agentEpisodes } from '../../src/store/replay/episodes';
import { frameOf, recordOf } from './live/frames';
import {
  bundledAgent,
  imported,
  openTestSession as open,
  policy,
  stillLoading,
} from './testSession';

const state: RunState = {
  kind: 'gaussianMlp',
  checkpoint: {
    format: 1,
    request: {
      config: DEFAULT_LEARNING_CONFIG,
      weights: DEFAULT_REWARD_WEIGHTS,
      seed: 1,
      fineTune: false,
    },
    phase: 'training',
    update: 40,
    cloningUpdates: 0,
    policyVersion: 3,
    observationKey: 'test',
    datasetRows: 20,
    statistics: { mean: new Float32Array(1), std: new Float32Array(1) },
    random: new Rng(1).snapshot(),
    learner: { updates: 40, parameters: {}, optimisers: {} },
  },
};

const samples = [1, 2, 3].map((step) => ({
  step,
  timeSeconds: step / 10,
  bestBid: 100,
  bestAsk: 101,
  spreadCapture: 5,
}));

describe('a session', () => {
  it('opens with a baseline that trades, under the settings of the link', () => {
    const { asked } = open('#seed=9&agent=fixedSpread&agentSpread=2&speed=5');
    expect(asked('start')[0]).toMatchObject({
      seed: 9,
      speed: 5,
      agent: { kind: 'fixedSpread', spreadTicks: 2 },
    });
    expect(asked('pause')).toEqual([]);
  });

  it('says so when a link asks for a policy that does not exist yet', async () => {
    const { session, asked } = open('#agent=trained');
    await new Promise(setImmediate);
    expect(session.state.notices[0].message).toBe(
      'agent: expected a baseline until a policy is trained, got "trained"',
    );
    expect(asked('start')[0]).toMatchObject({ agent: { kind: 'inventorySkewed' } });
  });

  it('lets the newest policy of an earlier visit trade when a link asks for a trained one', async () => {
    const storage = createMemoryStorage();
    await storage.runs.put(exampleRun('old', { createdAt: 1 }), null);
    await storage.runs.put(exampleRun('new', { createdAt: 2 }), null);
    const { session, asked } = open('#agent=trained', { storage });
    await new Promise(setImmediate);
    expect(session.state).toMatchObject({ notices: [], watchedRun: 'new' });
    expect(asked('setAgent').at(-1)).toMatchObject({ kind: 'network', title: 'Run new' });
  });

  it('hands over to the bundled agent once its file is validated, and trades before', async () => {
    const { asked } = open('', { loadAgent: () => Promise.resolve(bundledAgent) });
    expect(asked('start')[0]).toMatchObject({ agent: { kind: 'inventorySkewed' } });
    expect(asked('setAgent')).toEqual([]);
    await new Promise(setImmediate);
    expect(asked('setAgent')).toEqual([
      { kind: 'network', policy, stochastic: false, title: 'Pre-trained on ES' },
    ]);
  });

  it('leaves a chosen baseline alone when the bundled agents arrive', async () => {
    const { asked } = open('#agent=random', { loadAgent: () => Promise.resolve(bundledAgent) });
    await new Promise(setImmediate);
    expect([asked('start'), asked('setAgent')]).toMatchObject([
      [{ agent: { kind: 'random' } }],
      [],
    ]);
  });

  it('fetches every bundled agent as the page opens, and nothing when one is chosen', async () => {
    const fetched: string[] = [];
    const { session, asked } = open('', {
      loadAgent: (name) => {
        fetched.push(name);
        return Promise.resolve(bundledAgent);
      },
    });
    await new Promise(setImmediate);
    expect(fetched).toEqual(['pretrainedEs', 'pretrainedToxic', 'pretrainedTransformer']);
    session.settings.set('agent', 'pretrainedTransformer');
    expect(asked('setAgent').at(-1)).toMatchObject({ title: 'Decision Transformer on ES' });
    expect(fetched).toHaveLength(3);
  });

  it('names what is wrong with a bundled file, and lets the baseline trade on', async () => {
    const broken = new InvalidInputError('agents/es.safetensors: card', 'JSON', 'x');
    const { session, asked } = open('', {
      loadAgent: (name) => (name === 'pretrainedEs' ? Promise.reject(broken) : stillLoading(name)),
    });
    await new Promise(setImmediate);
    expect(session.state.notices.map(({ message }) => message)).toEqual([
      'A pre-trained agent could not be loaded. agents/es.safetensors: card: expected JSON, got "x"',
    ]);
    expect(asked('setAgent')).toEqual([]);
    expect(session.state.settings.agent).toBe('inventorySkewed');
    session.settings.setMany({ agent: 'pretrainedEs' });
    expect(session.state.settings.agent).toBe('inventorySkewed');
  });

  it('starts with its clock stopped when motion is to be reduced', () => {
    const { session, asked } = open('', { startPaused: true });
    expect([session.state.playing, asked('pause').length]).toEqual([false, 1]);
  });

  it('re-scores without asking for more than that the live agent is told', () => {
    const { session, events, calls } = open();
    events.onFrame(frameOf(samples));
    const before = calls.length;
    session.settings.set('spreadCapture', 2);
    session.feed.advance(1000);
    expect(calls.slice(before).map(([name]) => name)).toEqual(['setWeights']);
    expect(session.state.readout.termSums[0]).toBe(15);
  });

  it('keeps market settings for the next episode', () => {
    const { session, events, asked } = open();
    session.settings.set('makerFee', 1);
    expect([asked('configure').length, session.settings.pendingMarketChanges()]).toEqual([0, 1]);
    events.onEpisode(recordOf(samples));
    session.feed.advance(1000);
    expect(asked('configure')).toMatchObject([{ env: { makerFeeDollars: 1 } }]);
    expect(session.settings.pendingMarketChanges()).toBe(0);
  });

  it('hands the market to a new agent at once, and to none when a weight moves', () => {
    const { session, asked } = open();
    session.settings.set('fees', 2);
    session.settings.set('agent', 'random');
    expect(asked('setAgent')).toEqual([{ kind: 'random' }]);
  });

  it('gives an agent the parameters that were tuned for the market it trades in', () => {
    const { session, events, asked } = open();
    session.settings.set('agent', 'glft');
    expect(asked('setAgent').at(-1)).toEqual(tunedBaselines('es').glft);
    session.settings.set('preset', 'nq');
    expect(asked('setAgent')).toHaveLength(1);
    events.onEpisode(recordOf(samples));
    session.feed.advance(1000);
    expect(asked('setAgent').at(-1)).toEqual(tunedBaselines('nq').glft);
  });

  it('leaves parameters alone that a person has changed', () => {
    const { session, asked } = open('#agent=glft&agentGamma=5');
    session.settings.set('preset', 'nq');
    session.settings.applyMarket();
    expect([asked('setAgent'), session.state.settings.agentGamma]).toEqual([[], 5]);
  });

  it('lets the live market follow the first policy of a run', () => {
    const { session, events, asked } = open();
    session.training.train(null);
    events.onTraining({ kind: 'finished', policy, state });
    expect(session.state.settings.agent).toBe('trained');
    expect(asked('setAgent')).toEqual([{ kind: 'trained', targetShare: 0.8 }]);
    expect(session.state.runs.map(({ name, status }) => [name, status])).toEqual([
      ['Run 1', 'finished'],
    ]);
  });

  it('trains for the weights on screen, and starts no second run beside the first', () => {
    const { session, asked } = open('#inventoryPenalty=50');
    session.training.train(null);
    session.training.train(null);
    expect(asked('train')).toHaveLength(1);
    expect(asked('train')[0]).toMatchObject({
      config: { weights: { inventoryPenalty: 50 } },
      start: { kind: 'fresh' },
    });
  });

  it('tells the live market of the weights on screen, at the start and when they move', () => {
    const { session, asked } = open('#fees=2');
    expect(asked('start')[0]).toMatchObject({ weights: { fees: 2 } });
    session.settings.set('fees', 0);
    expect(asked('setWeights')).toMatchObject([{ fees: 0 }]);
    session.settings.set('expectile', 0.8);
    expect(asked('setWeights')).toHaveLength(1);
  });

  it('continues the run that is chosen, with the weights that it was left with', async () => {
    const { session, events, asked } = open();
    session.training.train(null);
    events.onTraining({ kind: 'finished', policy, state });
    session.training.train(session.state.runs[0]);
    await vi.waitFor(() => expect(asked('train')).toHaveLength(2));
    expect(asked('train').at(-1)).toMatchObject({ start: { kind: 'fineTune', from: state } });
  });

  it('trains one run after another over the training seeds, on the same data', () => {
    const { session, events, asked } = open('#trainingSeeds=3&seed=5');
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

  it('ends the whole group when it is stopped', () => {
    const { session, events, asked } = open('#trainingSeeds=5');
    session.training.train(null);
    session.training.stop();
    events.onTraining({ kind: 'stopped', policy, state: null });
    expect(asked('train')).toHaveLength(1);
  });

  it('says which setting names no run, and starts none', () => {
    const { session, asked } = open(
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
    const { session, events, asked } = open('#seed=9');
    await session.training.importDataset(new Blob(['good']));
    session.training.train(null);
    expect(asked('train')[0]).toMatchObject({
      config: { seed: 1, trainingSeed: 9, dataset: { episodes: 2, behaviours: null } },
    });
    events.onTraining({ kind: 'finished', policy, state: null });
    session.training.forgetFile();
    session.training.train(null);
    expect(asked('train')[1]).toMatchObject({ config: { seed: 9, trainingSeed: null } });
  });

  it('shows the data of a file, and keeps it when the next file is refused', async () => {
    const { session } = open();
    await session.training.importDataset(new Blob(['good']));
    await expect(session.training.importDataset(new Blob([]))).rejects.toThrow('rows: expected');
    expect(session.state.training.dataset).toEqual(imported.summary);
  });

  it('pauses and resumes the run with the key that started it', () => {
    const { session, events, asked } = open();
    session.training.toggle();
    session.training.toggle();
    events.onTraining({ kind: 'paused' });
    session.training.toggle();
    const counts = ['train', 'pauseTraining', 'resumeTraining'].map((name) => asked(name).length);
    expect(counts).toEqual([1, 1, 1]);
  });

  it('replays the last episode without stopping the live market', () => {
    const { session, events, asked } = open();
    events.onEpisode(recordOf(samples, [{ step: 2, timeSeconds: 0.15, side: 1 }]));
    session.feed.advance(1000);
    session.playback.seekFill(1);
    expect([session.state.mode, session.state.replay.step]).toEqual(['replay', 1]);
    expect(asked('pause')).toEqual([]);
    session.playback.showLive();
    expect(session.state.mode).toBe('live');
  });

  it('replays the episode under way before one is complete, and counts it as no result', async () => {
    const soFar = recordOf(samples, [{ step: 2, timeSeconds: 0.15, side: 1 }], {
      id: `1-7${SO_FAR_ID_MARK}3`,
    });
    const { session } = open('', { recordSoFar: () => Promise.resolve(soFar) });
    session.playback.seekFill(1);
    await new Promise(setImmediate);
    expect([session.state.mode, session.state.replay.step]).toEqual(['replay', 1]);
    expect(agentEpisodes(session.state.episodes)).toEqual([]);
  });

  it('stays live where there is nothing to replay', async () => {
    const empty = recordOf([]);
    for (const recordSoFar of [undefined, () => Promise.resolve(empty)]) {
      const { session } = open('', recordSoFar === undefined ? {} : { recordSoFar });
      session.playback.showReplay();
      await new Promise(setImmediate);
      expect(session.state.mode).toBe('live');
    }
  });

  it('refuses a value out of range by name, and changes nothing', () => {
    const { session } = open();
    const before = session.state.settings;
    expect(() => session.settings.set('maxInventory', 0)).toThrow(
      'maxInventory: expected a whole number from 1 to 10000 contracts, got 0',
    );
    expect(session.state.settings).toBe(before);
  });

  describe('while a person quotes', () => {
    const quoting = () => {
      const opened = open();
      const { session, events } = opened;
      const header = { episode: 3, seed: 5, bestBid: 100, bestAsk: 101 };
      events.onFrame(frameOf([], [], { ...header, rivalEquityDollars: Number.NaN }));
      session.manual.enter();
      events.onFrame(frameOf([], [], { ...header, episode: 4, step: 0, rivalEquityDollars: 0 }));
      return opened;
    };

    it('plays the episode that was live, and waits for the first quote', () => {
      const { session, asked } = quoting();
      expect(asked('quoteManually')).toMatchObject([{ seed: 5 }]);
      expect([asked('pause').length, session.state.playing]).toEqual([1, false]);
      session.manual.join();
      expect([asked('resume').length, session.state.playing]).toEqual([1, true]);
      expect(asked('setManualQuotes').at(-1)).toMatchObject({
        bid: { isOn: true, priceTicks: 100 },
        ask: { isOn: true, priceTicks: 101 },
      });
    });

    it('starts the clock with Space too, and stops it while a replay is looked at', () => {
      const { session, events } = quoting();
      events.onEpisode(recordOf(samples));
      session.feed.advance(1000);
      session.playback.toggle();
      expect(session.state.manual.phase).toBe('quoting');
      session.playback.showReplay();
      expect(session.state.playing).toBe(false);
    });

    it('leaves market settings for when the agent is back, unless they are applied at once', () => {
      const { session, events, asked } = quoting();
      session.settings.set('seed', 77);
      events.onEpisode(recordOf(samples));
      session.feed.advance(1000);
      expect(asked('configure')).toEqual([]);
      session.settings.applyMarket();
      expect(asked('configure')).toMatchObject([{ seed: 77 }]);
      expect([asked('leaveManual').length, session.state.manual.phase]).toEqual([1, 'off']);
    });

    it('says so when the episode is lost with the worker, and trades on with the agent', () => {
      const { session, events } = quoting();
      events.onStatus({ worker: 'market', state: 'restarting', message: 'It died', details: '' });
      expect(session.state.manual.phase).toBe('off');
      expect(session.state.playing).toBe(true);
      expect(session.state.notices.at(-1)?.message).toContain('by hand was lost');
    });
  });

  it('shows what a worker that goes on working had to say', () => {
    const { session, events } = open();
    events.onStatus({ worker: 'market', state: 'ready', message: 'No such policy', details: 'x' });
    expect(session.state.notices.at(-1)).toMatchObject({ message: 'No such policy', details: 'x' });
  });
});
