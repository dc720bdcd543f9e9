import { describe, expect, it, vi } from 'vitest';
import { BUNDLED_TAPE } from '../../../src/lab/bundledTape';
import type { Lab } from '../../../src/lab/types';
import type { EpisodeSettings } from '../../../src/protocol/api';
import { readTapeText, tapeText } from '../../../src/store/settings/tapeFields';
import { runConfig } from '../../../src/store/settings/configs';
import type { SessionState } from '../../../src/store/state';
import { exampleSummary } from '../../components/examples';
import { exampleSweep } from '../../protocol/exampleSweep';
import { openTestSession } from '../testSession';
import { exampleTape, storageWithTapes } from './exampleTape';

const tape = exampleTape();
const TEXT = tapeText(tape.header);
const file = new File(['DBN'], 'es.dbn');

async function open(
  hash: string,
  storage: ReturnType<typeof storageWithTapes>,
  readTape?: Lab['readTape'],
  loadTape?: () => Promise<File>,
) {
  const opened = openTestSession(hash, {
    storage: storage.storage,
    ...(loadTape === undefined ? {} : { loadTape }),
    answers: readTape === undefined ? {} : { readTape },
  });
  const { session } = opened;
  await vi.waitFor(() => expect(session.state.tapes.list).toHaveLength(storage.stored.length));
  const markets = () => opened.asked('configure').map((value) => (value as EpisodeSettings).market);
  const said = () => session.state.notices.map(({ message }) => message);
  return { ...opened, markets, said };
}

describe('a recording that is played', () => {
  it('takes the market’s place, with its own tick, and trains on its part for training', async () => {
    const ticks = exampleTape('1111111111111111', { header: { tickSize: 0.5, tickValue: 3 } });
    const { session, asked } = await open('#rivals=glft', storageWithTapes(ticks));
    expect(session.tapes.play(ticks.hash)).toBe(true);
    const reference = { hash: ticks.hash, instrument: 'ESH4', day: '2024-01-02' };
    expect(asked('configure').at(-1)).toMatchObject({
      market: { preset: 'es', tape: { ...reference, split: 'test' } },
      env: { tickSize: 0.5, tickValueDollars: 3, episodeLength: 600 },
    });
    const config = runConfig(session.state.settings);
    expect(config.market).toEqual({
      preset: 'es',
      regime: 'base',
      tape: { ...reference, split: 'training' },
    });
    session.tapes.leave();
    expect(asked('configure').at(-1)).toMatchObject({ market: { rivals: expect.anything() } });
  });

  it('has episodes as long as every part has room for', async () => {
    const short = exampleTape('1111111111111111', { header: { endNs: 6e10, gaps: [] } });
    const { session, said } = await open('', storageWithTapes(short));
    session.tapes.play(short.hash);
    // A fifth of a minute, without the embargo of 2 %, and a second to spare.
    expect(session.state.applied.episodeLength).toBe(90);
    expect(said()).toEqual(['ESH4 2024-01-02 is short: episodes have 90 steps on it.']);
  });

  it.each([
    [{ queues: 'none' } as const, /trades alone/],
    [{ endNs: 1e9 }, /shortest part without gaps is 0 s/],
    [{ tickValue: 1e-9 }, /out of the range/],
  ])('is refused where nothing can be played: %o', async (header, reason) => {
    const odd = exampleTape('1111111111111111', { header });
    const { session, markets } = await open('', storageWithTapes(odd));
    expect(session.tapes.play(odd.hash)).toBe(false);
    expect(session.state.tapes.failure).toMatch(reason);
    expect(markets()).toEqual([]);
  });

  it('gives way to the market when it is deleted, here or in another tab', async () => {
    const storage = storageWithTapes(tape, exampleTape('1111111111111111', { name: 'Other' }));
    const listeners: (() => void)[] = [];
    storage.storage.tabs.listen = (listener) => void listeners.push(listener);
    const { session, markets, said } = await open('', storage);
    session.tapes.play(tape.hash);
    await session.tapes.delete(tape.hash);
    expect(markets().at(-1)).toEqual({ preset: 'es', regime: 'base' });
    expect(said().at(-1)).toMatch(/^ESH4 2024-01-02 is no longer stored/);
    session.tapes.play('1111111111111111');
    storage.stored.length = 0;
    for (const tell of listeners) tell();
    await vi.waitFor(() => expect(said().at(-1)).toMatch(/^Other is no longer stored/));
    expect(session.state.settings.tape).toBe('');
    session.settings.undo();
    expect(session.state.settings.tape).toBe('');
  });

  it('stays while a run trains on it', async () => {
    const storage = storageWithTapes(tape);
    const { session, asked } = await open('', storage);
    session.tapes.train(tape.hash);
    expect(asked('train')).toMatchObject([
      { config: { market: { tape: { hash: tape.hash, split: 'training' } } } },
    ]);
    await session.tapes.delete(tape.hash);
    expect(storage.stored).toHaveLength(1);
    expect(session.state.tapes.failure).toMatch(/is training on ESH4 2024-01-02: stop it/);
  });

  it('stays while another tab trains on it, and can be deleted when that is over', async () => {
    const storage = storageWithTapes(tape);
    const held = new Set<string>();
    storage.storage.tabs.held = () => Promise.resolve(held);
    storage.storage.tabs.claim = (id) => {
      held.add(id);
      return Promise.resolve(async () => void held.delete(id));
    };
    const first = await open('', storage);
    const second = await open('', storage);
    first.session.tapes.train(tape.hash);
    await vi.waitFor(() => expect(held.size).toBe(2));
    await second.session.tapes.delete(tape.hash);
    expect(storage.stored).toHaveLength(1);
    expect(second.session.state.tapes.failure).toBe(
      'Another tab trains, evaluates or sweeps on ESH4 2024-01-02: stop it there before you delete the recording.',
    );
    first.events.onTraining({ kind: 'stopped', policy: null, state: null });
    await vi.waitFor(() => expect(held.size).toBe(0));
    await second.session.tapes.delete(tape.hash);
    expect(storage.stored).toEqual([]);
    expect(second.session.state.tapes.failure).toBe('');
  });

  it('stays while this tab evaluates, sweeps, fits or measures on it', async () => {
    const storage = storageWithTapes(tape);
    const { session } = await open('', storage);
    session.tapes.play(tape.hash);
    const { store, state } = session;
    const run = exampleSummary('1', [1], { config: runConfig(state.settings) });
    const sweep = exampleSweep({ config: run.config, status: 'running' });
    const progress = { done: 0, total: 1 };
    const running = { id: sweep.id, ...progress, isPaused: false, secondsLeft: 1 };
    const uses: readonly (readonly [string, Partial<SessionState>])[] = [
      ['An evaluation plays', { evaluatedRun: { id: '1', ...progress } }],
      ['An evaluation plays', { finalWord: { runId: '1', progress, failure: '' } }],
      ['An evaluation plays', { baselines: { ...state.baselines, progress } }],
      ['A sweep plays', { sweeps: { ...state.sweeps, records: [sweep], running } }],
      ['A fit plays', { tapes: { ...state.tapes, fitting: { hash: tape.hash, share: 0 } } }],
      [
        'A measurement of facts plays',
        { facts: { ...state.facts, running: { key: '', share: 0 } } },
      ],
    ];
    store.setState({ runs: [run] });
    for (const [text, use] of uses) {
      store.setState(use);
      await session.tapes.delete(tape.hash);
      expect(storage.stored).toHaveLength(1);
      expect(session.state.tapes.failure).toContain(`${text} ESH4 2024-01-02: cancel it`);
      const { evaluatedRun, finalWord, baselines, sweeps, tapes, facts } = state;
      store.setState({ evaluatedRun, finalWord, baselines, sweeps, tapes, facts });
    }
    await session.tapes.delete(tape.hash);
    expect(storage.stored).toEqual([]);
  });

  it('that is gone says so where a run on it fails, and what to do', async () => {
    const { session, events } = await open('', storageWithTapes(tape));
    session.tapes.train(tape.hash);
    const failed = { kind: 'failed', message: 'market.tape: expected it.', details: '' } as const;
    session.store.setState({ tapes: { ...session.state.tapes, list: [] } });
    events.onTraining(failed);
    expect(session.state.training.failure?.message).toBe(
      'market.tape: expected it. The recording of ESH4 2024-01-02 is no longer stored in this browser: add its file again under Market, Your data, and begin again.',
    );
  });

  it('is renamed', async () => {
    const { session } = await open('', storageWithTapes(tape));
    await session.tapes.rename(tape.hash, 'Tuesday');
    expect(session.state.tapes.list[0].name).toBe('Tuesday');
  });
});

describe('the link', () => {
  it('plays the recording it names once storage is read', async () => {
    const { session, markets } = await open(
      `#${new URLSearchParams({ tape: TEXT, tapeSplit: 'validation' }).toString()}`,
      storageWithTapes(tape),
    );
    await vi.waitFor(() => expect(markets()).toHaveLength(1));
    expect(markets()[0].tape).toMatchObject({ hash: tape.hash, split: 'validation' });
    expect(session.state.settings.tape).toBe(TEXT);
  });

  it('says what is missing where this browser has no such recording, and plays it once it is read', async () => {
    const storage = storageWithTapes();
    const { session, markets, said } = await open(`#tape=${TEXT}`, storage, () => {
      storage.stored.push(tape);
      return Promise.resolve({ kind: 'stored', tape });
    });
    await vi.waitFor(() =>
      expect(said()).toEqual([
        expect.stringMatching(/^The link plays a recording of ESH4 of 2024-01-02/),
      ]),
    );
    expect(markets()).toEqual([]);
    expect(session.state.tapes.missing?.hash).toBe(tape.hash);
    await session.tapes.read([file]);
    expect(markets().at(-1)?.tape?.hash).toBe(tape.hash);
    expect(session.state.tapes.missing).toBeNull();
  });

  it('fetches the recording that comes with the page', async () => {
    const bundled = exampleTape(BUNDLED_TAPE.hash);
    const storage = storageWithTapes();
    const loadTape = vi.fn(() => Promise.resolve(file));
    const { markets } = await open(
      `#tape=${tapeText(bundled.header)}`,
      storage,
      () => {
        storage.stored.push(bundled);
        return Promise.resolve({ kind: 'stored', tape: bundled });
      },
      loadTape,
    );
    await vi.waitFor(() => expect(markets().at(-1)?.tape?.hash).toBe(BUNDLED_TAPE.hash));
    expect(loadTape).toHaveBeenCalledOnce();
  });

  it.each(['', 'abc', '0123456789abcdef_2024-01-02_0_12.5_ES', '0123456789ABCDEF__1_1_ES'])(
    'names no recording with “%s”',
    (text) => expect(readTapeText(text)).toBeNull(),
  );
});

describe('a reading', () => {
  it('shows how far it is, and leaves nothing when it is cancelled', async () => {
    const storage = storageWithTapes();
    const { session } = await open('', storage, (_, onProgress, signal) => {
      onProgress({ bytes: 1, ofBytes: 3, rows: 20, events: 10 });
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    });
    const reading = session.tapes.read([file]);
    await vi.waitFor(() => expect(session.state.tapes.reading?.events).toBe(10));
    expect(session.state.tapes.reading).toMatchObject({ names: ['es.dbn'], bytes: 1, ofBytes: 3 });
    session.tapes.cancel();
    await reading;
    expect(session.state.tapes).toMatchObject({ reading: null, failure: '' });
    expect(storage.discarded).toEqual(['run-1']);
  });

  it('asks which instrument, and reads that one', async () => {
    const readTape = vi
      .fn<Lab['readTape']>()
      .mockResolvedValueOnce({ kind: 'choose', instruments: ['ESH4', 'ESM4'] })
      .mockResolvedValueOnce({ kind: 'refused', message: 'es.dbn: instrument: too little' });
    const { session } = await open('', storageWithTapes(), readTape);
    await session.tapes.read([file]);
    expect(session.state.tapes.choice?.instruments).toEqual(['ESH4', 'ESM4']);
    await session.tapes.choose('ESM4');
    expect(readTape.mock.calls[1][0]).toMatchObject({ files: [file], instrument: 'ESM4' });
    expect(session.state.tapes.failure).toBe('es.dbn: instrument: too little');
  });

  it('starts where recorded data is dropped on the page', async () => {
    const readTape = vi.fn<Lab['readTape']>().mockResolvedValue({ kind: 'refused', message: 'no' });
    const { session } = await open('', storageWithTapes(), readTape);
    const pair = [new File(['34200.1,1,10\n'], 'm.csv'), new File(['1,2,3\n'], 'b.csv')];
    await session.files.open(pair);
    expect(readTape.mock.calls[0][0].files).toEqual(pair);
    expect(session.state.tapes.isOpen).toBe(true);
  });
});
