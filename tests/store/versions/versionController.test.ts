import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { VersionController } from '../../../src/store/versions/versionController';
import { openTestSession } from '../testSession';
import { FakeRegistration, FakeWorker, fakeContainer } from './fakeWorkers';

const OFFERED = { kind: 'ready', isWanted: false, otherTabs: 0 };

async function open(registration: FakeRegistration | undefined, isControlled = true) {
  const { session } = openTestSession();
  const { container, registered } = fakeContainer(registration, isControlled);
  const reload = vi.fn<() => void>();
  const versions = new VersionController(session.store, {
    workers: container,
    entry: 'https://host.example/assets/index-1.js',
    reload,
  });
  await versions.start();
  const setTraining = (phase: 'training' | 'finished') =>
    session.store.setState(({ training }) => ({ training: { ...training, phase } }));
  return { session, versions, registered, reload, setTraining };
}

/** A registration whose newer worker waits beside the one that is active. */
function withNewer() {
  const registration = new FakeRegistration();
  registration.active = new FakeWorker('activated');
  registration.waiting = new FakeWorker('installed');
  return { registration, waiting: registration.waiting };
}

describe('versions of the page', () => {
  it('ask the host for the worker itself, not a cache', async () => {
    const { registered, session } = await open(new FakeRegistration());
    expect(registered).toEqual([['service-worker.js', { updateViaCache: 'none' }]]);
    expect(session.state.newVersion).toBeNull();
  });

  it('are looked for once a visit, but not on the first', async () => {
    const first = new FakeRegistration();
    await open(first, false);
    expect(first.updates).toBe(0);
    const later = new FakeRegistration();
    later.active = new FakeWorker('activated');
    await open(later);
    expect(later.updates).toBe(1);
  });

  it('are not spoken of where the browser keeps nothing', async () => {
    const { session } = await open(undefined);
    expect(session.state.newVersion).toBeNull();
  });

  it('adopt a page that came from the host once its files are kept, and offer nothing', async () => {
    const registration = new FakeRegistration();
    const { session } = await open(registration, false);
    const first = new FakeWorker('installing');
    registration.find(first);
    first.become('installed');
    expect(first.asked).toEqual([]);
    first.become('activated');
    expect(first.asked).toEqual(['adopt']);
    expect(session.state.newVersion).toBeNull();
  });

  it('are offered when they wait, or as soon as they are kept', async () => {
    const { registration } = withNewer();
    expect((await open(registration)).session.state.newVersion).toEqual(OFFERED);

    const current = new FakeRegistration();
    current.active = new FakeWorker('activated');
    const { session } = await open(current);
    const newer = new FakeWorker('installing');
    current.find(newer);
    expect(session.state.newVersion).toBeNull();
    newer.become('installed');
    expect(session.state.newVersion).toEqual(OFFERED);
  });

  it('take over when asked to, and then the page reloads', async () => {
    const { registration, waiting } = withNewer();
    const { versions, reload } = await open(registration);
    expect(waiting.asked).toEqual([]);
    versions.reload();
    await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce());
    expect(waiting.asked).toEqual(['takeOver']);
  });

  it('do not take over while other tabs show the one before', async () => {
    const { registration, waiting } = withNewer();
    waiting.others = 2;
    const { session, versions, reload } = await open(registration);
    versions.reload();
    await vi.waitFor(() => expect(session.state.newVersion).toEqual({ ...OFFERED, otherTabs: 2 }));
    expect(reload).not.toHaveBeenCalled();
    waiting.others = 0;
    versions.reload();
    await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce());
  });

  it('do not take over while a run is not stored', async () => {
    const { registration, waiting } = withNewer();
    const { session, versions } = await open(registration);
    session.store.setState({ unsavedRuns: ['1'] });
    versions.reload();
    expect(waiting.asked).toEqual([]);
  });

  it('are put away until the next visit', async () => {
    const { session, versions } = await open(withNewer().registration);
    versions.dismiss();
    expect(session.state.newVersion).toBeNull();
  });

  describe('while a run trains', () => {
    beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
    afterEach(() => vi.useRealTimers());

    it('wait for its end, and a moment longer', async () => {
      const { registration, waiting } = withNewer();
      const { session, versions, setTraining } = await open(registration);
      setTraining('training');
      versions.reload();
      expect(session.state.newVersion).toEqual({ ...OFFERED, isWanted: true });
      vi.advanceTimersByTime(60_000);
      expect(waiting.asked).toEqual([]);

      // The next run of a queue begins.
      setTraining('finished');
      vi.advanceTimersByTime(500);
      setTraining('training');
      vi.advanceTimersByTime(60_000);
      expect(waiting.asked).toEqual([]);

      setTraining('finished');
      session.store.setState({});
      vi.advanceTimersByTime(1000);
      expect(waiting.asked).toEqual(['takeOver']);
    });

    it('stay away when the wish is taken back', async () => {
      const { registration, waiting } = withNewer();
      const { session, versions, setTraining } = await open(registration);
      setTraining('training');
      versions.reload();
      versions.stay();
      expect(session.state.newVersion).toEqual(OFFERED);
      setTraining('finished');
      vi.advanceTimersByTime(60_000);
      expect(waiting.asked).toEqual([]);
    });
  });
});
