import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WorkerSupervisor, type SupervisorState } from '../../src/lab/workerSupervisor';
import { WorkerDouble, messagesToTravel } from './workerDouble';

interface EchoApi {
  ping(): void;
  echo(value: number): number;
  never(): Promise<number>;
}

const api: EchoApi = {
  ping: () => undefined,
  echo: (value) => value,
  never: () => new Promise(() => undefined),
};

/** Messages are real, only the timers are not. */
async function tick(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    vi.advanceTimersByTime(1000);
    await messagesToTravel();
  }
}

function setUp(open: () => Promise<unknown> = () => Promise.resolve()) {
  const workers: WorkerDouble[] = [];
  const states: SupervisorState[] = [];
  const supervisor = new WorkerSupervisor<EchoApi>({
    title: 'The market worker',
    spawn: () => {
      const worker = new WorkerDouble(api);
      workers.push(worker);
      return worker;
    },
    open,
    onState: (state) => states.push(state),
  });
  return { supervisor, workers, states, kinds: () => states.map((state) => state.kind) };
}

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout', 'Date', 'performance'],
  });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a worker supervisor', () => {
  it('is ready once its worker is configured, and passes calls on', async () => {
    const { supervisor, kinds } = setUp();
    supervisor.start();
    await supervisor.whenReady();
    expect(kinds()).toEqual(['starting', 'ready']);
    await expect(supervisor.call((remote) => remote.echo(42))).resolves.toBe(42);
    supervisor.dispose();
  });

  it('replaces a worker that throws, with its message and details', async () => {
    const { supervisor, workers, states, kinds } = setUp();
    supervisor.start();
    await supervisor.whenReady();
    workers[0].crash('boom');
    expect(workers[0].isTerminated).toBe(true);
    expect(states.at(-1)).toMatchObject({
      kind: 'failed',
      willRestart: true,
      failure: { message: 'The market worker stopped: boom' },
    });
    await tick(1);
    expect(kinds()).toEqual(['starting', 'ready', 'failed', 'restarting', 'ready']);
    expect(states.at(-1)).toMatchObject({ after: { message: 'The market worker stopped: boom' } });
    await expect(supervisor.call((remote) => remote.echo(7))).resolves.toBe(7);
    supervisor.dispose();
  });

  it('rejects the calls that were under way when the worker died', async () => {
    const { supervisor, workers } = setUp();
    supervisor.start();
    await supervisor.whenReady();
    const call = supervisor.call((remote) => remote.never());
    const outcome = expect(call).rejects.toThrow('The market worker stopped: boom');
    workers[0].crash('boom');
    await outcome;
    supervisor.dispose();
  });

  it('takes three seconds of silence for death, and not two', async () => {
    const { supervisor, workers, states } = setUp();
    supervisor.start();
    await supervisor.whenReady();
    await tick(10);
    expect(states.at(-1)?.kind).toBe('ready');
    workers[0].hang();
    await tick(3);
    expect(states.at(-1)?.kind).toBe('ready');
    await tick(1);
    expect(states.find((state) => state.kind === 'failed')).toMatchObject({
      failure: { message: 'The market worker stopped answering: nothing heard for 3 s.' },
    });
    await tick(1);
    expect(workers).toHaveLength(2);
    expect(states.at(-1)?.kind).toBe('ready');
    supervisor.dispose();
  });

  it('takes neither a hidden page nor a clock that jumps for the silence of a worker', async () => {
    const { supervisor, workers, kinds } = setUp();
    vi.setSystemTime(0);
    supervisor.start();
    await supervisor.whenReady();
    // Twelve minutes hidden: browsers then let a timer of the page run once a minute.
    for (let minute = 1; minute <= 12; minute += 1) {
      vi.setSystemTime(minute * 60_000);
      await tick(1);
    }
    for (const hours of [2, 1]) {
      vi.setSystemTime(hours * 3_600_000);
      await tick(2);
    }
    expect([kinds(), workers.length]).toEqual([['starting', 'ready'], 1]);
    supervisor.dispose();
  });

  it('waits for a person when the worker never started', async () => {
    const { supervisor, workers, states } = setUp(() => new Promise(() => undefined));
    supervisor.start();
    workers[0].failToLoad();
    expect(states.at(-1)).toMatchObject({ kind: 'failed', willRestart: false });
    await expect(supervisor.whenReady()).rejects.toThrow('its script could not be loaded');
    await tick(20);
    expect(workers).toHaveLength(1);
    supervisor.restart();
    expect(workers).toHaveLength(2);
    supervisor.dispose();
  });

  it('says why the configuration was refused', async () => {
    const { supervisor, states } = setUp(() =>
      Promise.reject(new Error('seed: expected a number')),
    );
    supervisor.start();
    await expect(supervisor.whenReady()).rejects.toThrow(
      'The market worker could not start: seed: expected a number',
    );
    expect(states.at(-1)?.kind).toBe('failed');
    supervisor.dispose();
  });

  it('restarts a worker that keeps crashing less and less often', async () => {
    const { supervisor, workers } = setUp();
    supervisor.start();
    await supervisor.whenReady();
    for (let crash = 0; crash < 4; crash += 1) {
      workers.at(-1)?.crash('again');
      await tick(3);
    }
    const before = workers.length;
    workers.at(-1)?.crash('again');
    await tick(3);
    expect(workers).toHaveLength(before);
    await tick(2);
    expect(workers).toHaveLength(before + 1);
    supervisor.dispose();
  });
});
