import { describe, expect, it } from 'vitest';
import { recordOf, frameOf } from './frames';
import { openTestSession } from '../testSession';

const steps = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({
    step: from + index + 1,
    timeSeconds: (from + index + 1) / 10,
    bestBid: 100,
    bestAsk: 101,
  }));

const header = { marketHash: 7, bestBid: 100, bestAsk: 101, episode: 1 };

/** A session whose market has played for forty seconds. */
function open() {
  const opened = openTestSession();
  opened.events.onFrame(frameOf(steps(0, 400), [], header));
  const { view } = opened.session;
  const shown = () => {
    const { from, to } = view.timeView().window;
    return [Number(from.toFixed(6)), Number(to.toFixed(6))];
  };
  return { ...opened, view, shown };
}

describe('the window of the charts', () => {
  it('stands still in the live market once it is zoomed, until it follows again', () => {
    const { session, events, view, shown } = open();
    expect(shown()).toEqual([10, 40]);
    view.zoom(25, 0.5);
    expect([shown(), session.state.isZoomed]).toEqual([[17.5, 32.5], true]);
    events.onFrame(frameOf(steps(400, 500), [], header));
    expect(shown()).toEqual([17.5, 32.5]);
    view.resetZoom();
    expect([shown(), session.state.isZoomed]).toEqual([[20, 50], false]);
  });

  it('says how many seconds it shows while it is zoomed', () => {
    const { session, view } = open();
    expect(session.state.zoomedSeconds).toBeNull();
    view.zoom(25, 0.5);
    expect(session.state.zoomedSeconds).toBe(15);
    view.zoom(25, 0.1);
    expect(session.state.zoomedSeconds).toBe(1.5);
    view.resetZoom();
    expect(session.state.zoomedSeconds).toBeNull();
  });

  it('looks closer at a fill among others, unless the user has zoomed', () => {
    const { session, events, view, shown } = open();
    const fills = [30, 30.2, 50].map((timeSeconds) => ({
      step: timeSeconds * 10,
      timeSeconds,
      side: 1,
    }));
    events.onEpisode(recordOf(steps(0, 600), fills));
    session.feed.advance(1000);
    session.playback.showReplay();
    session.settings.set('replayWindow', 'whole');
    session.playback.seekFill(1);
    expect(shown()).toEqual([25, 35]);
    view.resetZoom();
    session.playback.selectFill(1);
    session.playback.seekFill(1);
    expect([session.state.selectedFill, view.isZoomed]).toEqual([2, false]);
    view.showBetween(20, 40);
    session.playback.seekFill(-1);
    expect(shown()).toEqual([20, 40]);
  });

  it('says that its numbers are of another moment while it stands still or is pointed at', () => {
    const { view } = open();
    expect(view.timeView().isElsewhere).toBe(false);
    view.hover(12);
    expect(view.timeView().isElsewhere).toBe(true);
    view.hover(Number.NaN);
    view.pan(-5);
    expect(view.timeView().isElsewhere).toBe(true);
  });

  it('goes back as far as the history is kept', () => {
    const { view, shown } = open();
    view.pan(-1000);
    expect(shown()).toEqual([0.1, 30.1]);
    view.pan(1000);
    expect([shown(), view.isZoomed]).toEqual([[10, 40], false]);
  });

  it('follows again in another market', () => {
    const { events, view, shown } = open();
    view.zoom(25, 0.5);
    events.onFrame(frameOf(steps(0, 20), [], { ...header, marketHash: 8 }));
    expect([shown(), view.isZoomed]).toEqual([[0, 8], false]);
  });

  it('moves with the playhead in replay, and its numbers are those of the whole page', () => {
    const { session, events, view, shown } = open();
    events.onEpisode(recordOf(steps(0, 600)));
    session.feed.advance(1000);
    session.playback.showReplay();
    expect(shown()).toEqual([0, 60]);
    view.showBetween(10, 20);
    expect([shown(), view.timeView().isElsewhere]).toEqual([[10, 20], false]);
    session.replay.seekTime(15);
    expect(shown()).toEqual([10, 20]);
    session.replay.seekTime(40);
    expect(shown()).toEqual([35, 45]);
    view.zoom(40, 100);
    expect([shown(), view.isZoomed]).toEqual([[0, 60], false]);
    view.zoom(40, 0.5);
    session.playback.showLive();
    expect([shown(), view.isZoomed]).toEqual([[10, 40], false]);
  });

  it('asks to be drawn once for every change of the pointer or the zoom', () => {
    const { session, view } = open();
    session.feed.advance(1000);
    expect(session.feed.advance(1016)).toBe(false);
    view.zoomHere(0.6);
    expect([session.feed.advance(1032), session.feed.advance(1048)]).toEqual([true, false]);
    view.hover(3);
    expect([session.feed.advance(1064), session.feed.advance(1080)]).toEqual([true, false]);
  });

  it('begins its value axes anew for another window, and not for another moment', () => {
    const { events, view } = open();
    const { scope } = view.timeView();
    events.onFrame(frameOf(steps(400, 410), [], header));
    expect(view.timeView().scope).toBe(scope);
    view.zoom(30, 0.5);
    expect(view.timeView().scope).not.toBe(scope);
  });
});

describe('a fill that is explained', () => {
  it('is left by a jump to another moment, and not by going to it', () => {
    const { session, events } = open();
    const fills = [
      { step: 50, timeSeconds: 4.95, side: 1 },
      { step: 90, timeSeconds: 8.95, side: -1 },
    ];
    events.onEpisode(recordOf(steps(0, 600), fills));
    session.feed.advance(1000);
    session.playback.seekFill(1);
    expect(session.state.selectedFill).toBe(0);
    session.playback.selectFill(1);
    expect(session.state.selectedFill).toBe(1);
    for (const jump of [
      () => session.replay.seek(300),
      () => session.replay.seekTime(10),
      () => session.replay.stepOnce(),
    ]) {
      session.playback.selectFill(1);
      jump();
      expect(session.state.selectedFill).toBeNull();
    }
  });
});

describe('a price on screen', () => {
  it('is in the ticks of the recording that is played, and in those of the preset otherwise', () => {
    const { session, view } = open();
    expect([view.tickSize, view.tickValueDollars]).toEqual([0.25, 12.5]);
    const tape = '0123456789abcdef_2025-01-01_0.1_0.001_BTCUSDT';
    session.store.setState({ applied: { ...session.state.applied, tape } });
    expect([view.tickSize, view.tickValueDollars]).toEqual([0.1, 0.001]);
  });
});
