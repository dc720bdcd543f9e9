import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { keepNewest, storeEpisode } from '../../../src/store/replay/episodes';
import { EpisodeHistory, inventoryExtremes } from '../../../src/store/replay/replay';
import { ReplayController } from '../../../src/store/replay/replayController';
import { INITIAL_REPLAY } from '../../../src/store/replay/replayState';
import type { SessionState } from '../../../src/store/state';
import { recordOf } from '../live/frames';

const samples = [1, 2, 3, 4, 5, 6].map((step) => ({
  step,
  timeSeconds: step / 10,
  bestBid: 100,
  bestAsk: 101,
}));
const record = recordOf(samples);

function open() {
  const store = createStore(
    () =>
      ({ mode: 'live', replay: INITIAL_REPLAY, episodes: [storeEpisode(record)] }) as Pick<
        SessionState,
        'mode' | 'replay' | 'episodes'
      > as SessionState,
  );
  const controller = new ReplayController(store, () => undefined);
  controller.open();
  /** Steps shown while it plays at ten steps a second. */
  const play = (steps: number) =>
    Array.from({ length: steps }, () => {
      controller.advance(0.1000001, 1);
      return store.getState().replay.step;
    });
  return { controller, store, play };
}

describe('the replay controller', () => {
  it('plays to the end and stops there, and plays again from the start', () => {
    const { controller, store, play } = open();
    controller.toggle();
    expect(play(7)).toEqual([1, 2, 3, 4, 5, 5, 5]);
    expect(store.getState().replay.playing).toBe(false);
    controller.toggle();
    expect(store.getState().replay).toMatchObject({ playing: true, step: 0 });
  });

  it('loops the whole, and goes on playing', () => {
    const { controller, play } = open();
    controller.setLooping(true);
    controller.seek(4);
    controller.toggle();
    expect(play(4)).toEqual([5, 0, 1, 2]);
  });

  it('loops the marked span, whichever edge is set first', () => {
    const { controller, store, play } = open();
    controller.seek(3);
    controller.markSpan('to');
    controller.seek(1);
    controller.markSpan('from');
    expect(store.getState().replay.span).toEqual({ from: 1, to: 3 });
    controller.toggle();
    expect(play(5)).toEqual([2, 3, 1, 2, 3]);
    controller.clearSpan();
    expect(play(3)).toEqual([4, 5, 0]);
  });

  it('lets the other edge of a span give way', () => {
    const { controller, store } = open();
    controller.seek(2);
    controller.markSpan('to');
    controller.seek(4);
    controller.markSpan('from');
    expect(store.getState().replay.span).toEqual({ from: 4, to: 5 });
    controller.seek(3);
    controller.markSpan('to');
    expect(store.getState().replay.span).toEqual({ from: 0, to: 3 });
  });

  it('sets, labels and takes away bookmarks, in the order of their steps', () => {
    const { controller } = open();
    for (const step of [4, 1]) {
      controller.seek(step);
      controller.toggleBookmark();
    }
    controller.labelBookmark(4, 'Caught long');
    expect(controller.bookmarks).toEqual([
      { step: 1, label: '' },
      { step: 4, label: 'Caught long' },
    ]);
    controller.toggleBookmark();
    expect(controller.bookmarks.map(({ step }) => step)).toEqual([4]);
    controller.removeBookmark(4);
    expect(controller.bookmarks).toEqual([]);
  });

  it('leaves every bookmark alone while live', () => {
    const { controller, store } = open();
    controller.close();
    controller.toggleBookmark();
    expect(store.getState().episodes[0].bookmarks).toEqual([]);
  });
});

describe('stored episodes', () => {
  it('make room for the newest, but not those that are marked or open', () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      storeEpisode(recordOf(samples, [], { id: String(index) }), {
        bookmarks: index === 2 ? [{ step: 1, label: '' }] : [],
      }),
    );
    const ids = keepNewest(many, '5').map((episode) => episode.record.id);
    expect(ids).toEqual([
      '2',
      '5',
      ...Array.from({ length: 20 }, (_, index) => String(index + 10)),
    ]);
  });

  it('know where the most and the least was held first', () => {
    const extremes = (inventories: readonly number[]) =>
      inventoryExtremes(
        new EpisodeHistory(
          recordOf(inventories.map((inventory, step) => ({ step, timeSeconds: step, inventory }))),
        ),
      );
    expect(extremes([0, 2, 5, 5, -1, -3, 0])).toEqual({ longest: 2, shortest: 5 });
    expect(extremes([0, 0, -1])).toEqual({ longest: null, shortest: 2 });
    expect(extremes([])).toEqual({ longest: null, shortest: null });
  });
});
