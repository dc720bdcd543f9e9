import { describe, expect, it } from 'vitest';
import { positionAt } from '../../../src/content/demo';
import {
  CAPTION_INTERVAL,
  isOut,
  nextCaption,
  startCaptions,
  type DemoView,
} from '../../../src/store/live/demoCaptions';
import { FrameRing } from '../../../src/store/live/frameRing';
import { frameOf } from './frames';

const fill = { step: 1, timeSeconds: 12.34, side: 1, priceTicks: 20_001, size: 3, isMaker: 1 };

function viewOf(fills: Parameters<typeof frameOf>[1], changes: Partial<DemoView> = {}): DemoView {
  const history = new FrameRing();
  history.push(frameOf([{ step: 1, timeSeconds: 0.1 }], fills));
  return {
    history,
    tickSize: 0.25,
    lastEpisode: null,
    ...changes,
  };
}

const atStart = startCaptions(viewOf([]));
const captionOf = (view: DemoView) => nextCaption(atStart, view, 0).text;

describe('the captions of the demo', () => {
  it('tell a fill with its time, its price and the contracts that were ahead of it', () => {
    expect(captionOf(viewOf([{ ...fill, aheadContracts: 12 }]))).toBe(
      '00:12.3 Bought 3 at 5000.25, 12 contracts were ahead',
    );
    expect(captionOf(viewOf([{ ...fill, side: -1, size: 1, aheadContracts: 1 }]))).toBe(
      '00:12.3 Sold 1 at 5000.25, 1 contract was ahead',
    );
    expect(captionOf(viewOf([{ ...fill, aheadContracts: 0 }]))).toBe(
      '00:12.3 Bought 3 at 5000.25, nothing was ahead',
    );
  });

  it('claim no place in the queue where there was none', () => {
    expect(captionOf(viewOf([{ ...fill, aheadContracts: Number.NaN }]))).toBe(
      '00:12.3 Bought 3 at 5000.25',
    );
    expect(captionOf(viewOf([{ ...fill, isMaker: 0, aheadContracts: 4 }]))).toBe(
      '00:12.3 Bought 3 at 5000.25, taking what was there',
    );
  });

  it('tell the end of an episode before anything else, and once', () => {
    const lastEpisode = { id: 'a', episode: 4, profitDollars: -12.5 };
    const view = viewOf([{ ...fill, aheadContracts: 2 }], { lastEpisode });
    const { text, memory } = nextCaption(atStart, view, 0);
    expect(text).toBe('Episode 4 ended with a profit of −$12.50');
    expect(nextCaption(memory, view, CAPTION_INTERVAL).text).toBeNull();
  });

  it('come no faster than the interval, and of fills in between tell the newest', () => {
    const first = nextCaption(atStart, viewOf([{ ...fill, aheadContracts: 2 }]), 100);
    const more = viewOf([
      { ...fill, aheadContracts: 2 },
      { ...fill, aheadContracts: 3 },
      { ...fill, size: 2, aheadContracts: 5 },
    ]);
    expect(nextCaption(first.memory, more, 99 + CAPTION_INTERVAL).text).toBeNull();
    const second = nextCaption(first.memory, more, 100 + CAPTION_INTERVAL);
    expect(second.text).toBe('00:12.3 Bought 2 at 5000.25, 5 contracts were ahead');
    expect(nextCaption(second.memory, more, 100 + 2 * CAPTION_INTERVAL).text).toBeNull();
  });

  it('say that an agent stays out once it had no quote for two seconds, and not between quotes', () => {
    const history = new FrameRing();
    const none = { bidPrice: Number.NaN, askPrice: Number.NaN };
    const push = (from: number, count: number, quotes: object) =>
      history.push(
        frameOf(
          Array.from({ length: count }, (_, index) => ({
            step: from + index,
            timeSeconds: (from + index) / 10,
            ...quotes,
          })),
        ),
      );
    push(1, 19, none);
    expect(isOut(history, history.end)).toBe(false);
    push(20, 1, none);
    expect(isOut(history, history.end)).toBe(true);
    push(21, 1, { bidPrice: 20_000, askPrice: Number.NaN });
    expect(isOut(history, history.end)).toBe(false);
    push(22, 19, none);
    expect(isOut(history, history.end)).toBe(false);
    push(41, 1, none);
    expect(isOut(history, history.end)).toBe(true);
    expect(positionAt(4.1, 0, isOut(history, history.end))).toBe(
      '00:04.1 Flat: no position. Quotes nothing: the agent stays out of the market',
    );
    expect(positionAt(72.38, -3, false)).toBe('01:12.3 Short 3: profits if the price falls');
  });
});
