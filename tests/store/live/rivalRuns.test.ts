/** Stored runs as rivals: they trade once they are read, and say what they lack. */
import { describe, expect, it } from 'vitest';
import { RIVAL_BASELINES, rivalBaseline } from '../../../src/agents/rivals/rivalBaselines';
import { createMemoryStorage } from '../../../src/lab/storage/memoryStorage';
import { MARKET_VERSION } from '../../../src/market/version';
import { DEFAULT_RUN_CONFIG, parseRunConfig, type RunRecord } from '../../../src/protocol/run';
import { leftOutRivals, bookRivals } from '../../../src/store/live/rivals';
import { fittingRun } from '../runs/exampleRun';
import { openTestSession } from '../testSession';

const settled = () =>
  new Promise((resolve) => {
    setTimeout(resolve);
  });

async function openWith(runs: readonly RunRecord[], hash: string) {
  const storage = createMemoryStorage();
  for (const run of runs) await storage.runs.put(run, null);
  const opened = openTestSession(hash, { storage });
  await settled();
  const { session } = opened;
  return {
    ...opened,
    traded: () => opened.asked('configure').at(-1),
    titles: () => bookRivals(session.state, []).map(({ title }) => title),
    leftOut: () => leftOutRivals(session.state).map(({ title, why }) => `${title}: ${why}`),
    notices: () => session.state.notices.map(({ message }) => message),
  };
}

const patient: RunRecord = { ...fittingRun(), marketVersion: MARKET_VERSION };

describe('a stored run as a rival', () => {
  it('trades as soon as it is read, by a link of the browser that has it', async () => {
    const lab = await openWith([patient], '#rivals=glft,run.a:maxOrderSize=3');
    expect(lab.traded()).toMatchObject({
      market: {
        rivals: [
          { agent: { kind: 'glft' } },
          { agent: { kind: 'trained', name: 'Patient' }, maxOrderSize: 3 },
        ],
      },
    });
    expect(lab.titles()).toEqual(['GLFT', 'Patient']);
    expect(lab.notices()).toEqual([]);
  });

  it('is called as its run is now, and goes on once that is deleted', async () => {
    const lab = await openWith([patient], '#rivals=run.a');
    await lab.session.runs.label('a', { name: 'Hasty' });
    expect(lab.titles()).toEqual(['Hasty']);
    await lab.session.runs.deletion.delete('a');
    expect(lab.titles()).toEqual(['Patient, deleted']);
    lab.session.settings.applyMarket();
    expect(lab.traded()).toMatchObject({ market: { rivals: [{ agent: { name: 'Patient' } }] } });
  });

  it('of a link from elsewhere is left out, which is said once, and the others trade', async () => {
    const lab = await openWith([], '#rivals=run.elsewhere,glft,run.elsewhere');
    expect(lab.titles()).toEqual(['GLFT']);
    expect(lab.leftOut()).toHaveLength(2);
    expect(lab.notices()).toEqual([expect.stringMatching(/another browser.* It is left out/)]);
    expect(lab.session.state.settings.rivals).toBe('run.elsewhere,glft,run.elsewhere');
    // The place of a row in the settings is not that in the book.
    const [{ placed }] = bookRivals(lab.session.state, []);
    expect(placed?.place).toBe(1);
  });

  it('joins once its run is brought back', async () => {
    const lab = await openWith([], '#rivals=run.a');
    expect(lab.titles()).toEqual([]);
    await lab.session.runs.keepNew([patient]);
    await settled();
    expect(lab.titles()).toEqual(['Patient']);
    expect(lab.traded()).toMatchObject({ market: { rivals: [{ agent: { name: 'Patient' } }] } });
  });

  it.each<[string, Partial<RunRecord>, RegExp]>([
    ['without a policy', { policy: null, hasPolicy: false }, /Patient has no policy yet/],
    [
      'with weights that do not fit what it sees',
      { policy: { ...patient.policy, observationKey: 'other' } as never },
      /The policy of Patient is not sound: .*observation/,
    ],
    [
      'with a weight that is no number',
      { policy: { ...patient.policy, observationMean: new Float32Array(1) } as never },
      /The policy of Patient is not sound/,
    ],
  ])('%s is left out, and says so', async (_, change, text) => {
    const lab = await openWith([{ ...patient, ...change }], '#rivals=glft,run.a');
    expect(lab.titles()).toEqual(['GLFT']);
    expect(lab.notices()).toEqual([expect.stringMatching(text)]);
  });

  it('of another version of the market trades, and says so', async () => {
    const { marketVersion: _, ...old } = patient;
    const lab = await openWith([old], '#rivals=run.a');
    expect(lab.titles()).toEqual(['Patient']);
    expect(lab.notices()).toEqual([
      expect.stringMatching(/Patient was trained in another version of the market/),
    ]);
  });
});

describe('the settings of a run', () => {
  it('bring back every rival that it was trained against, whatever has become of it', async () => {
    const agents = RIVAL_BASELINES.slice(0, 2).map((kind) => rivalBaseline(kind, 'es'));
    const config = parseRunConfig({
      ...DEFAULT_RUN_CONFIG,
      seed: 9,
      market: {
        ...DEFAULT_RUN_CONFIG.market,
        rivals: [
          { agent: agents[0], orderLatencyMicroseconds: 700 },
          // A baseline with parameters that nobody tunes it to any more.
          { agent: { kind: 'fixedSpread', spreadTicks: 3, sizeFraction: 0.9 }, maxOrderSize: 2 },
        ],
      },
    });
    const lab = await openWith([{ ...patient, config }], '');
    const [run] = lab.session.state.runs;
    lab.session.takeSettings(run);
    await settled();
    expect(lab.session.state.settings).toMatchObject({
      rivals: 'imbalanceMaker:orderLatency=700,run.a.1',
      seed: 9,
    });
    expect(lab.traded()).toMatchObject({ market: config.market, seed: 9 });
    expect(lab.titles()).toEqual(['Imbalance-aware', 'Fixed spread']);
  });
});
