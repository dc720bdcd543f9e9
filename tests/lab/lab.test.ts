import { describe, expect, it } from 'vitest';
import { HEADER } from '../../src/protocol/frames';
import { until } from './workerDouble';
import { session, request, policy, latest, openLab } from './openLab';

// Everything shares one thread here, which the doubles keep busy for a second or two: the limit is
// for a loaded machine.
describe('the lab', { timeout: 20_000 }, () => {
  it('trades before it starts anything else', async () => {
    const { lab, workers, headers, statuses, isReady } = openLab();
    lab.start(session);
    expect(workers.collector).toHaveLength(0);
    expect(workers.trainer).toHaveLength(0);
    await until(() => isReady('trainer') && isReady('collector'));
    expect(headers.length).toBeGreaterThan(0);
    expect(statuses.every((status) => status.message === '')).toBe(true);
  });

  it('gives its whole first episode to the agent that it waited for, however early that comes', async () => {
    const chosen = { kind: 'fixedSpread', spreadTicks: 2, sizeFraction: 0.5 } as const;
    const firstOf = async (isThere: (lab: ReturnType<typeof openLab>) => boolean) => {
      const opened = openLab();
      const { lab, episodes } = opened;
      lab.start({ ...session, isPaused: true });
      await until(() => isThere(opened));
      lab.setAgent(chosen);
      lab.resume();
      await until(() => episodes.length > 0);
      return episodes[0];
    };
    const late = await firstOf(({ isReady, headers }) => isReady('market') && headers.length > 0);
    const early = await firstOf(() => true);
    expect(late.agentName).toBe('fixed spread 2');
    expect(early).toEqual(late);
  });

  it('goes on with the next episode in a new worker when the market dies', async () => {
    const { lab, workers, services, statuses, episodes, isReady } = openLab();
    lab.start(session);
    await until(() => episodes.length >= 2 && isReady('market'));
    services[0].dispose();
    workers.market[0].crash('boom');
    const before = episodes.length;
    await until(() => episodes.length >= before + 2);
    expect(statuses.find((status) => status.state === 'failed')).toMatchObject({
      worker: 'market',
      message: 'The market worker stopped: boom',
    });
    const numbers = episodes.map((episode) => episode.episode);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(episodes.every((episode) => episode.seed === episode.episode + 4)).toBe(true);
  });

  it('lets a person quote in the agent’s place, and hands both episodes over', async () => {
    const { lab, headers, episodes, last, isReady } = openLab();
    lab.start({ ...session, speed: 1 });
    await until(() => isReady('market') && headers.length > 0);
    const quote = { isOn: true, priceTicks: last('bestBid'), size: 2 };
    lab.setSpeed(Infinity);
    const asked = { bid: quote, ask: { ...quote, isOn: false }, isFlattening: false };
    const played = lab.quoteManually(77, { ...asked, bid: { ...quote, isOn: false } }, false);
    lab.setManualQuotes(asked);
    expect(await played).toEqual({ agentName: 'fixed spread 1', run: null });
    await until(() => episodes.some(({ agentName }) => agentName === 'by hand'));
    const both = episodes.filter(({ seed }) => seed === 77);
    expect(both.map(({ agentName }) => agentName)).toEqual(['fixed spread 1', 'by hand']);
    await until(() => Number.isFinite(last('rivalEquityDollars')));
    lab.leaveManual();
    await until(() => Number.isNaN(last('rivalEquityDollars')));
    expect(last('seed')).toBeGreaterThan(77);
  });

  it('keeps trading when the trainer cannot start, and says why', async () => {
    const { lab, statuses, headers, training } = openLab({ trainerLoads: false });
    lab.start(session);
    await until(() => latest(statuses, 'trainer')?.state === 'failed');
    const frames = headers.length;
    await until(() => headers.length > frames + 3);
    expect(latest(statuses, 'trainer')).toMatchObject({
      state: 'failed',
      message:
        'The trainer could not start: its script could not be loaded. The connection is gone, or a newer version of the page has replaced it.',
    });
    lab.train(request);
    await until(() => training.length > 0);
    expect(training[0]).toMatchObject({ kind: 'failed' });
  });

  it('tells of a policy that does not fit, and keeps the agent it has', async () => {
    const { lab, statuses, headers, isReady } = openLab();
    lab.start({ ...session, speed: 1000 });
    await until(() => isReady('market'));
    lab.setAgent({
      kind: 'network',
      policy: { ...policy(3), observationKey: 'something else' },
      stochastic: false,
    });
    await until(() => statuses.some((status) => status.message !== ''));
    expect(statuses.find((status) => status.message !== '')).toMatchObject({
      worker: 'market',
      state: 'ready',
    });
    const frames = headers.length;
    await until(() => headers.length > frames + 1);
    expect(headers.at(-1)?.[HEADER.policyVersion]).toBeNaN();
  });
});
