/**
 * The demo captions what happened: a fill with its time and its place in the queue, the end of an
 * episode. A caption stays until the next one, so it tells nothing that may change meanwhile. These
 * are pure functions of what the page knows and of what was said last; the component draws and
 * keeps the time.
 */
import type { History } from '../../charts/history';
import { formatFixed, formatPrice, formatProfit, formatTenths } from '../../charts/format';
import { FILL } from '../../protocol/frames';
import { BOTH_SIDES, quoteGapStart, STEPS_OUT } from './quoteGaps';

/** Milliseconds for which a caption stands alone. */
export const CAPTION_INTERVAL = 1500;

/**
 * Whether the agent had no quote at any of the newest steps of its episode, up to the moment on
 * screen.
 * @param end of those steps: in replay, the step behind the one shown
 */
export const isOut = (
  history: Pick<History, 'start' | 'beginsEpisode' | 'valueAt'>,
  end: number,
): boolean => end - quoteGapStart(history, end, BOTH_SIDES) >= STEPS_OUT;

export interface DemoView {
  readonly history: Pick<History, 'fillStart' | 'fillEnd' | 'fillAt'>;
  /** Points per tick. */
  readonly tickSize: number;
  /** The newest complete episode. */
  readonly lastEpisode: {
    readonly id: string;
    readonly episode: number;
    readonly profitDollars: number;
  } | null;
}

/** Memory of what has been said. */
export interface CaptionMemory {
  /** End of the fills that are told, or too old to tell. */
  readonly fillEnd: number;
  readonly episodeId: string | null;
  /** Time of the last caption in milliseconds, on the caller's clock. */
  readonly saidAt: number;
}

export interface Caption {
  /** Caption; null when there is nothing to say, or it is too early. */
  readonly text: string | null;
  readonly memory: CaptionMemory;
}

/** Begins to watch: events before this moment are not told. */
export function startCaptions({ history, lastEpisode }: DemoView): CaptionMemory {
  return {
    fillEnd: history.fillEnd,
    episodeId: lastEpisode?.id ?? null,
    saidAt: Number.NEGATIVE_INFINITY,
  };
}

/**
 * Chooses the next caption. The end of an episode comes before a fill; when fills come too fast,
 * only the newest is told.
 * @param now milliseconds, on the clock of `memory.saidAt`
 */
export function nextCaption(memory: CaptionMemory, view: DemoView, now: number): Caption {
  if (now - memory.saidAt < CAPTION_INTERVAL) return { text: null, memory };
  const { lastEpisode, history, tickSize } = view;
  if (lastEpisode !== null && lastEpisode.id !== memory.episodeId) {
    const { id, episode, profitDollars } = lastEpisode;
    return {
      text: `Episode ${episode} ended with a profit of ${formatProfit(profitDollars)}`,
      memory: { fillEnd: history.fillEnd, episodeId: id, saidAt: now },
    };
  }
  if (history.fillEnd > Math.max(memory.fillEnd, history.fillStart)) {
    return {
      text: fillCaption(history, history.fillEnd - 1, tickSize),
      memory: { ...memory, fillEnd: history.fillEnd, saidAt: now },
    };
  }
  return { text: null, memory };
}

/** "00:12.3 Bought 3 at 5000.25, 12 contracts were ahead". @param fill an index of the history's */
function fillCaption(history: Pick<History, 'fillAt'>, fill: number, tickSize: number): string {
  const at = (field: number) => history.fillAt(fill, field);
  const verb = at(FILL.side) > 0 ? 'Bought' : 'Sold';
  const price = formatPrice(at(FILL.priceTicks), tickSize);
  const place = queueText(at(FILL.isMaker) === 1, at(FILL.aheadContracts));
  const time = formatTenths(at(FILL.timeSeconds));
  return `${time} ${verb} ${formatFixed(at(FILL.size), 0)} at ${price}${place}`;
}

function queueText(isMaker: boolean, ahead: number): string {
  if (!isMaker) return ', taking what was there';
  if (Number.isNaN(ahead)) return '';
  if (ahead === 0) return ', nothing was ahead';
  return ahead === 1 ? ', 1 contract was ahead' : `, ${formatFixed(ahead, 0)} contracts were ahead`;
}
