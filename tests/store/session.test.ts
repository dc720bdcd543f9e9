import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { tunedBaselines } from '../../src/agents/baselines/tunedBaselines';
import { SHARE_TEXTS } from '../../src/content/share';
import { OPEN_LIMIT_MS } from '../../src/lab/storage/storageError';
import { createMemoryStorage } from '../../src/lab/storage/memoryStorage';
import { InvalidInputError } from '../../src/market/validation';
import { examplePolicy } from '../agents/policies/examplePolicy';
import { exampleRun } from './runs/exampleRun';
import { frameOf, recordOf } from './live/frames';
import { openTestSession, policy, bundledAgent, stillLoading, samples } from './testSession';

describe('a session', () => {
  it('opens with a baseline that trades, under the settings of the link', () => {
    const { asked } = openTestSession('#seed=9&agent=fixedSpread&agentSpread=2&speed=5');
    expect(asked('start')[0]).toMatchObject({
      seed: 9,
      speed: 5,
      agent: { kind: 'fixedSpread', spreadTicks: 2 },
    });
    expect(asked('start')).toMatchObject([{ isPaused: false }]);
  });

  it('says so when a link asks for a policy that does not exist yet', async () => {
    const { session, asked } = openTestSession('#agent=trained');
    await new Promise(setImmediate);
    expect(session.state.notices[0].message).toBe(SHARE_TEXTS.noTrainedAgent('Pre-trained on ES'));
    expect(asked('start')[0]).toMatchObject({ agent: { kind: 'inventorySkewed' } });
  });

  it('lets the newest policy of an earlier visit trade when a link asks for a trained one', async () => {
    const storage = createMemoryStorage();
    await storage.runs.put(exampleRun('old', { createdAt: 1 }), null);
    await storage.runs.put(exampleRun('new', { createdAt: 2 }), null);
    const { session, asked } = openTestSession('#agent=trained', { storage });
    await new Promise(setImmediate);
    expect(session.state).toMatchObject({ notices: [], watchedRun: 'new' });
    expect(asked('setAgent').at(-1)).toMatchObject({ kind: 'network', title: 'Run new' });
  });

  it('lets the run of its own link trade, and says so where another has to', async () => {
    const storage = createMemoryStorage();
    await storage.runs.put(exampleRun('old', { createdAt: 1 }), null);
    await storage.runs.put(exampleRun('new', { createdAt: 2 }), null);
    const own = openTestSession('#agent=trained&run=old', { storage });
    await new Promise(setImmediate);
    expect(own.session.state).toMatchObject({ notices: [], watchedRun: 'old' });
    expect(own.asked('setAgent').at(-1)).toMatchObject({ title: 'Run old' });
    const foreign = openTestSession('#agent=trained&run=elsewhere', { storage });
    await new Promise(setImmediate);
    expect(foreign.session.state.watchedRun).toBe('new');
    expect(foreign.session.state.notices.map(({ message }) => message)).toEqual([
      SHARE_TEXTS.otherTrainedAgent('Run new'),
    ]);
    // It says who trades, and goes when another is chosen.
    foreign.session.settings.set('speed', '10');
    expect(foreign.session.state.notices).toHaveLength(1);
    foreign.session.settings.set('agent', 'doNothing');
    expect(foreign.session.state.notices).toEqual([]);
  });

  it('says that the run of a link was deleted, in place of one of another browser', async () => {
    const storage = createMemoryStorage();
    for (const id of ['old', 'new']) await storage.runs.put(exampleRun(id), null);
    await storage.runs.put(exampleRun('young', { hasPolicy: false, policy: null }), {});
    await storage.runs.delete('old');
    const said = async (link: string) => {
      const { session } = openTestSession(link, { storage });
      await new Promise(setImmediate);
      return session.state.notices.map(({ message }) => message);
    };
    expect(await said('#agent=trained&run=old')).toEqual([
      SHARE_TEXTS.deletedAgent(null, 'Your own Run new'),
    ]);
    expect(await said('#agent=trained&run=young')).toEqual([
      SHARE_TEXTS.agentWithoutPolicy('Run young', 'Run new'),
    ]);
    await storage.runs.forget('new');
    expect(await said('#agent=trained&run=new')).toEqual([
      SHARE_TEXTS.deletedAgent(null, 'Pre-trained on ES'),
    ]);
  });

  it('stops its clock until the bundled agent is there: nobody else trades in its name', async () => {
    const { asked, calls } = openTestSession('', {
      loadAgent: () => Promise.resolve(bundledAgent),
    });
    const order = () => calls.map(([name]) => name);
    expect(asked('start')).toMatchObject([{ isPaused: true }]);
    expect([asked('setAgent'), asked('resume')]).toEqual([[], []]);
    await new Promise(setImmediate);
    expect(asked('setAgent')).toEqual([
      { kind: 'network', policy, stochastic: false, title: 'Pre-trained on ES' },
    ]);
    expect(order().indexOf('resume')).toBeGreaterThan(order().indexOf('setAgent'));
  });

  it('waits for the bundled agents among the rivals, and for no others', async () => {
    const sound = { ...bundledAgent, policy: examplePolicy() };
    const { asked } = openTestSession('#agent=random&rivals=pretrainedEs', {
      loadAgent: (name) => (name === 'pretrainedEs' ? Promise.resolve(sound) : stillLoading(name)),
    });
    expect(asked('start')).toMatchObject([{ isPaused: true }]);
    await new Promise(setImmediate);
    expect([asked('configure').length, asked('resume').length]).toEqual([1, 1]);
  });

  it('waits for the policy of the run that a link names', async () => {
    const storage = createMemoryStorage();
    await storage.runs.put(exampleRun('old', { createdAt: 1 }), null);
    const { asked, calls } = openTestSession('#agent=trained&run=old', {
      storage,
      loadAgent: () => Promise.resolve(bundledAgent),
    });
    expect(asked('start')).toMatchObject([{ isPaused: true }]);
    await new Promise(setImmediate);
    expect(asked('setAgent').at(-1)).toMatchObject({ title: 'Run old' });
    const order = calls.map(([name]) => name);
    expect(order.indexOf('resume')).toBeGreaterThan(order.lastIndexOf('setAgent'));
  });

  it('watches the run of a link after all when storage opens late, and takes back what it said', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const storage = createMemoryStorage();
    await storage.runs.put(exampleRun('old', { createdAt: 1 }), null);
    let open: (opened: typeof storage) => void = () => undefined;
    const openStorage = new Promise<typeof storage>((resolve) => {
      open = resolve;
    });
    const { session, asked } = openTestSession('#agent=trained&run=old', {
      openStorage,
      loadAgent: () => Promise.resolve(bundledAgent),
    });
    await vi.advanceTimersByTimeAsync(OPEN_LIMIT_MS);
    await new Promise(setImmediate);
    expect(session.state.notices.map(({ message }) => message)).toEqual([
      SHARE_TEXTS.noTrainedAgent('Pre-trained on ES'),
    ]);
    expect(asked('resume')).toHaveLength(1);
    open(storage);
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    expect(session.state).toMatchObject({ notices: [], watchedRun: 'old', storageProblem: null });
    expect(asked('setAgent').at(-1)).toMatchObject({ title: 'Run old' });
  });

  it('does not start a clock that somebody stopped while an agent loaded', async () => {
    const { session, asked } = openTestSession('', {
      loadAgent: () => Promise.resolve(bundledAgent),
    });
    session.playback.setPlaying(false);
    await new Promise(setImmediate);
    expect(asked('resume')).toEqual([]);
  });

  it('leaves a chosen baseline alone when the bundled agents arrive', async () => {
    const { asked } = openTestSession('#agent=random', {
      loadAgent: () => Promise.resolve(bundledAgent),
    });
    await new Promise(setImmediate);
    expect([asked('start'), asked('setAgent')]).toMatchObject([
      [{ agent: { kind: 'random' } }],
      [],
    ]);
  });

  it('fetches every bundled agent as the page opens, and nothing when one is chosen', async () => {
    const fetched: string[] = [];
    const { session, asked } = openTestSession('', {
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
    const { session, asked } = openTestSession('', {
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
    const { session, asked } = openTestSession('', { startPaused: true });
    expect(session.state.playing).toBe(false);
    expect(asked('start')).toMatchObject([{ isPaused: true }]);
  });

  it('re-scores without asking for more than that the live agent is told', () => {
    const { session, events, calls } = openTestSession();
    events.onFrame(frameOf(samples));
    const before = calls.length;
    session.settings.set('spreadCapture', 2);
    session.feed.advance(1000);
    expect(calls.slice(before).map(([name]) => name)).toEqual(['setWeights']);
    expect(session.state.readout.termSums[0]).toBe(15);
  });

  it('keeps market settings for the next episode', () => {
    const { session, events, asked } = openTestSession();
    session.settings.set('makerFee', 1);
    expect([asked('configure').length, session.settings.pendingMarketChanges()]).toEqual([0, 1]);
    events.onEpisode(recordOf(samples));
    session.feed.advance(1000);
    expect(asked('configure')).toMatchObject([{ env: { makerFeeDollars: 1 } }]);
    expect(session.settings.pendingMarketChanges()).toBe(0);
  });

  it('hands the market to a new agent at once, and to none when a weight moves', () => {
    const { session, asked } = openTestSession();
    session.settings.set('fees', 2);
    session.settings.set('agent', 'random');
    expect(asked('setAgent')).toEqual([{ kind: 'random' }]);
  });

  it('gives an agent the parameters that were tuned for the market it trades in', () => {
    const { session, events, asked } = openTestSession();
    session.settings.set('agent', 'glft');
    expect(asked('setAgent').at(-1)).toEqual(tunedBaselines('es').glft);
    session.settings.set('preset', 'nq');
    expect(asked('setAgent')).toHaveLength(1);
    events.onEpisode(recordOf(samples));
    session.feed.advance(1000);
    expect(asked('setAgent').at(-1)).toEqual(tunedBaselines('nq').glft);
  });

  it('leaves parameters alone that a person has changed', () => {
    const { session, asked } = openTestSession('#agent=glft&agentGamma=5');
    session.settings.set('preset', 'nq');
    session.settings.applyMarket();
    expect([asked('setAgent'), session.state.settings.agentGamma]).toEqual([[], 5]);
  });

  it('tells the live market of the weights on screen, at the start and when they move', () => {
    const { session, asked } = openTestSession('#fees=2');
    expect(asked('start')[0]).toMatchObject({ weights: { fees: 2 } });
    session.settings.set('fees', 0);
    expect(asked('setWeights')).toMatchObject([{ fees: 0 }]);
    session.settings.set('expectile', 0.8);
    expect(asked('setWeights')).toHaveLength(1);
  });

  it('refuses a value out of range by name, and changes nothing', () => {
    const { session } = openTestSession();
    const before = session.state.settings;
    expect(() => session.settings.set('maxInventory', 0)).toThrow(
      'maxInventory: expected a whole number from 1 to 10000 contracts, got 0',
    );
    expect(session.state.settings).toBe(before);
  });

  it('shows what a worker that goes on working had to say', () => {
    const { session, events } = openTestSession();
    events.onStatus({ worker: 'market', state: 'ready', message: 'No such policy', details: 'x' });
    expect(session.state.notices.at(-1)).toMatchObject({ message: 'No such policy', details: 'x' });
  });
});
