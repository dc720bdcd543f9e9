import { describe, expect, it, vi } from 'vitest';
import { deriveSeeds } from '../../../src/agents/seeds';
import { DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import type { EpisodeMetrics, EvaluationRequest } from '../../../src/evaluation/metrics';
import { createMemoryStorage } from '../../../src/lab/storage/memoryStorage';
import type { Lab, TrainRequest } from '../../../src/lab/types';
import { sweepJson } from '../../../src/protocol/sweep';
import { SweepController } from '../../../src/store/sweeps/sweepController';
import { exampleRow } from '../../components/examples';
import { exampleToldPolicy } from '../../agents/policies/examplePolicy';
import { exampleMetrics } from '../../evaluation/exampleMetrics';
import { exampleSweep } from '../../protocol/exampleSweep';
import { bundledAgent, openTestSession, policy } from '../testSession';

const AXIS = { term: 'inventoryPenalty', values: [0, 20, 500] } as const;
const told = { ...bundledAgent, policy: exampleToldPolicy() };

/** Episodes that earn the more, the less inventory costs. */
const played = ({ weights, seeds }: EvaluationRequest): EpisodeMetrics[] =>
  seeds.map((seed) => exampleMetrics({ seed, profit: 1000 - weights.inventoryPenalty }));

const baselines = exampleRow('inventory skewed', []).agentName;
const evaluateBaselines: Lab['evaluateBaselines'] = ({ seed }) =>
  Promise.resolve([
    {
      agentName: baselines,
      policyVersion: null,
      metrics: deriveSeeds(seed, 'evaluation', 16).map((one) => exampleMetrics({ seed: one })),
    },
  ]);

async function open(agent = told, answers: Partial<Lab> = {}, storage = createMemoryStorage()) {
  const requests: EvaluationRequest[] = [];
  const opened = openTestSession('', {
    storage,
    loadAgent: () => Promise.resolve(agent),
    answers: {
      evaluateBaselines,
      evaluateAgent: (request) => {
        requests.push(request);
        return Promise.resolve(played(request));
      },
      ...answers,
    },
  });
  const { session } = opened;
  await vi.waitFor(() => expect(session.state.bundled.pretrainedEs.kind).toBe('ready'));
  const controller = session.openSweeps((services) => new SweepController(services));
  await controller.sweeps.load();
  const newest = () => {
    const [sweep] = session.state.sweeps.records ?? [];
    return sweep;
  };
  return { ...opened, controller, storage, requests, newest };
}

const request = { agent: 'pretrainedEs', axes: [AXIS], episodes: 8 };

describe('a sweep of an agent that is told its weights', () => {
  it('plays every point on the seeds of all evaluations, and the baselines beside them', async () => {
    const { controller, session, requests, newest, storage } = await open();
    await controller.start(request);
    const sweep = newest();
    expect(sweep).toMatchObject({
      name: 'Sweep 1',
      status: 'finished',
      method: 'evaluation',
      agentName: 'Pre-trained on ES',
    });
    const seeds = deriveSeeds(session.state.settings.seed, 'evaluation', 8);
    expect(sweep.points.map(({ weights }) => weights.inventoryPenalty)).toEqual([0, 20, 500]);
    for (const { metrics } of sweep.points) expect(metrics.map(({ seed }) => seed)).toEqual(seeds);
    expect(sweep.points.map(({ metrics }) => metrics[0].profit)).toEqual([1000, 980, 500]);
    expect(requests.map(({ weights }) => weights.inventoryPenalty)).toEqual([
      0, 0, 20, 20, 500, 500,
    ]);
    expect(requests[0].weights).toEqual({ ...DEFAULT_REWARD_WEIGHTS, inventoryPenalty: 0 });
    expect(sweep.baselines.map(({ metrics }) => metrics.map(({ seed }) => seed))).toEqual([seeds]);
    expect(session.state.sweeps).toMatchObject({ running: null, shown: sweep.id, failure: '' });
    expect(await storage.sweeps.list()).toEqual([sweepJson(sweep)]);
  });

  it('adds the sliders where the grid has not got them', async () => {
    const { controller, session, newest } = await open();
    session.settings.set('inventoryPenalty', 33);
    await controller.start(request);
    const penalties = () => newest().points.map(({ weights }) => weights.inventoryPenalty);
    expect(penalties()).toEqual([0, 20, 500, 33]);
    session.settings.set('fees', 2);
    await controller.addSliders(newest().id);
    expect(penalties()).toEqual([0, 20, 500, 33, 33]);
    expect(newest().points[4].weights.fees).toBe(2);
    expect(newest().status).toBe('finished');
  });

  it('waits while it is paused, and ends where it is cancelled, with what was measured', async () => {
    const waiting: (() => void)[] = [];
    const { controller, session, newest, storage } = await open(told, {
      evaluateAgent: (asked, onProgress, signal) =>
        new Promise((resolve, reject) => {
          onProgress(1);
          signal.addEventListener('abort', () => reject(signal.reason as Error));
          waiting.push(() => resolve(played(asked)));
        }),
    });
    const working = controller.start(request);
    const next = async (count: number) => {
      await vi.waitFor(() => expect(waiting).toHaveLength(count));
      waiting[count - 1]();
    };
    await next(1);
    await next(2);
    await vi.waitFor(() => expect(newest().points[0].metrics).toHaveLength(8));
    await vi.waitFor(() => expect(waiting).toHaveLength(3));
    controller.pause();
    expect(session.state.sweeps.running).toMatchObject({ done: 9, total: 24, isPaused: true });
    waiting[2]();
    await vi.waitFor(() => expect(session.state.sweeps.running?.done).toBe(12));
    expect(waiting).toHaveLength(3);
    controller.resume();
    await vi.waitFor(() => expect(waiting).toHaveLength(4));
    controller.cancel();
    await working;
    expect(session.state.sweeps).toMatchObject({ running: null, failure: '' });
    expect(newest().status).toBe('stopped');
    expect(newest().points.map(({ metrics }) => metrics.length)).toEqual([8, 0, 0]);
    expect(await storage.sweeps.list()).toEqual([sweepJson(newest())]);
  });

  it('goes on after a reload with the points that are missing', async () => {
    const sweep = exampleSweep({ status: 'running', episodes: 4 });
    const cut = {
      ...sweep,
      points: sweep.points.map((point, index) => (index === 1 ? { ...point, metrics: [] } : point)),
    };
    const storage = createMemoryStorage();
    await storage.sweeps.put(sweepJson(cut));
    const { controller, requests, newest } = await open(told, {}, storage);
    expect(newest().status).toBe('stopped');
    await controller.goOn(sweep.id);
    expect(requests.map(({ weights }) => weights.inventoryPenalty)).toEqual([20]);
    expect(newest().status).toBe('finished');
    expect(newest().points[0]).toEqual(sweep.points[0]);
  });

  it('plays the part of a recording that evaluations play, and not that of its data', async () => {
    const { config, points } = exampleSweep();
    const [first] = points;
    const tape = { hash: '0123456789abcdef', instrument: 'ESZ5', split: 'training' } as const;
    const storage = createMemoryStorage();
    await storage.sweeps.put(
      sweepJson(
        exampleSweep({
          config: { ...config, market: { preset: 'es', regime: 'base', tape } },
          points: [{ ...first, metrics: [] }],
        }),
      ),
    );
    const { controller, requests, newest } = await open(told, {}, storage);
    await controller.goOn(newest().id);
    expect(requests.map(({ market }) => market.tape?.split)).toEqual(['test']);
    expect(newest().config.market.tape?.split).toBe('training');
  });

  it('says that an agent which is another by now plays no further points', async () => {
    const storage = createMemoryStorage();
    const [first, ...others] = exampleSweep().points;
    await storage.sweeps.put(
      sweepJson(exampleSweep({ points: [{ ...first, metrics: [] }, ...others] })),
    );
    const other = { ...told, hash: 'ffff' };
    const { controller, session, requests, newest } = await open(other, {}, storage);
    await controller.goOn(newest().id);
    expect(requests).toEqual([]);
    expect(session.state.sweeps.failure).toBe(
      'IQL, ES is not there any more, so that no further points can be played.',
    );
    expect(newest().status).toBe('stopped');
  });
});

describe('a sweep of a recipe for fixed weights', () => {
  const fixed = { ...bundledAgent, policy };

  it('trains a run for each point, and takes what each evaluation measured', async () => {
    const { controller, session, events, asked, newest } = await open(fixed);
    await controller.start({ ...request, axes: [{ ...AXIS, values: [20, 500] }] });
    expect(newest().method).toBe('training');
    const trained = () => asked('train') as TrainRequest[];
    const finish = (profits: readonly number[]) => {
      events.onEvaluation(
        [exampleRow('network', profits), exampleRow('inventory skewed', [1, 2, 3])],
        { critics: null, clone: null },
      );
      events.onTraining({ kind: 'finished', policy, state: null });
    };
    expect(trained().map(({ config }) => config.weights.inventoryPenalty)).toEqual([20]);
    finish([10, 20, 30]);
    expect(session.state.sweeps.running).toMatchObject({ done: 1, total: 2 });
    expect(newest().points[0].metrics.map(({ profit }) => profit)).toEqual([10, 20, 30]);
    expect(trained().map(({ config }) => config.weights.inventoryPenalty)).toEqual([20, 500]);
    finish([1, 2, 3]);
    expect(newest()).toMatchObject({ status: 'finished' });
    expect(newest().baselines.map(({ agentName }) => agentName)).toEqual(['inventory skewed']);
    expect(session.state.sweeps.running).toBeNull();
    expect(session.state.runs.map(({ name, tags }) => [name, ...tags])).toEqual([
      ['Sweep 1: Inv. penalty 20', 'sweep 1'],
      ['Sweep 1: Inv. penalty 500', 'sweep 1'],
    ]);
    expect(newest().points.map(({ runId }) => runId)).toEqual(
      session.state.runs.map(({ id }) => id),
    );
    // Nobody asked for another agent to trade.
    expect(session.state.watchedRun).toBeNull();
  });

  it('ends with the run that is stopped, and trains the others when it goes on', async () => {
    const { controller, session, events, asked, newest } = await open(fixed);
    await controller.start(request);
    controller.pause();
    events.onTraining({ kind: 'paused' });
    expect(asked('pauseTraining')).toHaveLength(1);
    controller.resume();
    expect(asked('resumeTraining')).toHaveLength(1);
    events.onTraining({ kind: 'resumed' });
    controller.cancel();
    expect(asked('stopTraining')).toHaveLength(1);
    events.onTraining({ kind: 'stopped', policy: null, state: null });
    expect(newest().status).toBe('stopped');
    expect(newest().points[0].failure).toBe('Its run ended as stopped, without an evaluation.');
    expect(session.state.sweeps.running).toBeNull();
    await controller.goOn(newest().id);
    const trained = asked('train') as TrainRequest[];
    expect(trained.map(({ config }) => config.weights.inventoryPenalty)).toEqual([0, 0]);
    expect(session.state.sweeps.running).toMatchObject({ done: 0, total: 3 });
  });

  it('is not begun while a run trains', async () => {
    const { controller, session } = await open(fixed);
    session.training.train(null);
    await controller.start(request);
    expect(session.state.sweeps.records).toEqual([]);
    expect(session.state.sweeps.failure).toBe('A run trains now: wait for it, or stop it first.');
  });

  it('says about how long it takes: updates of the run and its clone, at the speed last seen', async () => {
    const { controller } = await open(fixed);
    const { learning } = bundledAgent.card.config;
    const updates = 2 * (learning.updates + learning.cloningUpdates);
    // 30 updates a second until one was measured, and 32 episodes of 600 steps at 9600 a second.
    expect(await controller.estimate('pretrainedEs', 3, 16)).toBeCloseTo(3 * (updates / 30 + 2), 6);
  });
});

describe('the sliders', () => {
  it('move to a point as one step of undo, and stay where they stand there already', async () => {
    const { controller, session } = await open();
    controller.setSliders({ ...DEFAULT_REWARD_WEIGHTS, inventoryPenalty: 500, fees: 2 });
    expect(session.state.settings).toMatchObject({ inventoryPenalty: 500, fees: 2 });
    session.settings.undo();
    expect(session.state.settings).toMatchObject({ inventoryPenalty: 20, fees: 1 });
    controller.setSliders(DEFAULT_REWARD_WEIGHTS);
    expect(session.state.past).toEqual([]);
  });
});

describe('a sweep that is kept', () => {
  it('is deleted, and brought back by undo', async () => {
    const storage = createMemoryStorage();
    await storage.sweeps.put(sweepJson(exampleSweep()));
    const { controller, session } = await open(told, {}, storage);
    await controller.sweeps.delete('sweep-1');
    expect(session.state.sweeps.records).toEqual([]);
    expect(await storage.sweeps.list()).toEqual([]);
    session.settings.undo();
    expect(session.state.sweeps.records).toEqual([exampleSweep()]);
    await vi.waitFor(async () => expect(await storage.sweeps.list()).toHaveLength(1));
  });

  it('and that cannot be read is said and left as it is', async () => {
    const storage = createMemoryStorage();
    const future = { ...sweepJson(exampleSweep()), version: 9 };
    await storage.sweeps.put(future);
    const { session } = await open(told, {}, storage);
    expect(session.state.sweeps.records).toEqual([]);
    expect(session.state.notices.map(({ details }) => details)).toContainEqual(
      expect.stringContaining('sweep.version: expected 1, got 9'),
    );
    expect(await storage.sweeps.list()).toEqual([future]);
  });

  it('that came as a file gets an id of its own, and no agent to go on with', async () => {
    const { controller, newest } = await open();
    await controller.sweeps.keepImported(exampleSweep());
    expect(newest()).toEqual({ ...exampleSweep(), id: newest().id, source: null });
    expect(newest().id).not.toBe('sweep-1');
  });
});
