import { describe, expect, it } from 'vitest';
import { SO_FAR_ID_MARK } from '../../../src/protocol/frames';
import { withScores } from '../../../src/store/live/scores';
import { frameOf, recordOf } from '../live/frames';
import { openTestSession, samples } from '../testSession';

describe('playback in a session', () => {
  it('replays the last episode without stopping the live market', () => {
    const { session, events, asked } = openTestSession('#agent=random');
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
    const { session } = openTestSession('', { recordSoFar: () => Promise.resolve(soFar) });
    session.playback.seekFill(1);
    await new Promise(setImmediate);
    expect([session.state.mode, session.state.replay.step]).toEqual(['replay', 1]);
    expect(withScores([], session.state.episodes)).toEqual([]);
  });

  it('lists an episode once, whether it ends before its beginning is left or before that comes', async () => {
    const whole = recordOf(samples, [], { id: '1-7' });
    const soFar = recordOf(samples, [], { id: `1-7${SO_FAR_ID_MARK}3` });
    const { session, events } = openTestSession('', {
      recordSoFar: () => Promise.resolve(soFar),
    });
    const ids = () => session.state.episodes.map(({ record }) => record.id);
    session.playback.showReplay();
    await new Promise(setImmediate);
    events.onEpisode(whole);
    session.feed.advance(1000);
    // What somebody looks at stays.
    expect(ids()).toEqual([soFar.id, whole.id]);
    session.playback.showLive();
    expect(ids()).toEqual([whole.id]);

    const late = openTestSession('', { recordSoFar: () => Promise.resolve(soFar) });
    late.session.playback.showReplay();
    late.events.onEpisode(whole);
    late.session.feed.advance(1000);
    await new Promise(setImmediate);
    expect(late.session.state.episodes.map(({ record }) => record.id)).toEqual([whole.id]);
    expect(late.session.state.replay.id).toBe(whole.id);
  });

  it('stays live where there is nothing to replay', async () => {
    const empty = recordOf([]);
    for (const recordSoFar of [undefined, () => Promise.resolve(empty)]) {
      const { session } = openTestSession('', recordSoFar === undefined ? {} : { recordSoFar });
      session.playback.showReplay();
      await new Promise(setImmediate);
      expect(session.state.mode).toBe('live');
    }
  });

  describe('while a person quotes', () => {
    const quoting = () => {
      const opened = openTestSession('#agent=random');
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
});
