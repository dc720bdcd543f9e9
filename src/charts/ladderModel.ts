/**
 * The model of a ladder says which price is in the middle and what stands in each row. The middle
 * stays where it is until the market has walked away from it, so that rows hold still under the
 * eye.
 */
import { formatCompact } from './format';
import { HEADER, LADDER_ROWS, MOST_RIVALS, RIVAL, RIVAL_LENGTH } from '../protocol/frames';

export interface OwnQuote {
  readonly size: number;
  readonly ahead: number;
  /** Contracts at the price, the agent's included. */
  readonly levelSize: number;
}

export interface LadderRow {
  readonly priceTicks: number;
  readonly bidSize: number;
  readonly askSize: number;
  readonly ownBid: OwnQuote | null;
  readonly ownAsk: OwnQuote | null;
  /** Letters of the rivals who bid and who offer at the price, A for the first. */
  readonly rivalBids: string;
  readonly rivalAsks: string;
}

/**
 * Shortens letters to what fits: the first of them, and how many more there are.
 * @param fits whether a text has room
 */
export function shortened(letters: string, fits: (text: string) => boolean): string {
  for (let kept = letters.length; kept > 0; kept -= 1) {
    const left = letters.length - kept;
    const text = letters.slice(0, kept) + (left === 0 ? '' : `+${left}`);
    if (fits(text)) return text;
  }
  return `+${letters.length}`;
}

/**
 * Writes a place in a queue, `ahead / total`, with less room around the stroke where it has to.
 * @param fits whether a text has room
 */
export function queuePlace(
  { ahead, levelSize }: OwnQuote,
  fits: (text: string) => boolean,
): string {
  const [before, all] = [formatCompact(ahead), formatCompact(levelSize)];
  const spaced = `${before} / ${all}`;
  return fits(spaced) ? spaced : `${before}/${all}`;
}

/** Letter of a rival, by its place in the list. */
export const rivalLetter = (index: number): string => String.fromCharCode(65 + index);

export interface LadderModel {
  /** Highest price first. */
  readonly rows: readonly LadderRow[];
  readonly bestBid: number;
  readonly bestAsk: number;
  /** Largest size shown, which sets the scale of the bars. */
  readonly largest: number;
}

/**
 * The price for the middle row: the one before, until the mid is further from it than a third of
 * the ladder's half; then the mid itself.
 */
export function recentre(centre: number, midTicks: number, rows: number): number {
  if (!Number.isFinite(midTicks)) return centre;
  const room = Math.max(1, Math.floor(rows / 2 / 3));
  const far = !Number.isFinite(centre) || Math.abs(midTicks - centre) > room + 0.5;
  return far ? Math.floor(midTicks) : centre;
}

/**
 * @param header a frame's header
 * @param ladder a frame's ladder
 * @param rivals rows of those who trade in the same book
 * @param rows odd number of rows to show
 */
export function ladderRows(
  header: Float64Array,
  ladder: Float64Array,
  rivals: Float64Array,
  centre: number,
  rows: number,
): LadderModel {
  const base = header[HEADER.ladderBasePrice];
  const half = rows >> 1;
  const ownAt = (price: number, first: number): OwnQuote | null =>
    header[first] === price && header[first + 1] > 0
      ? { size: header[first + 1], ahead: header[first + 2], levelSize: header[first + 3] }
      : null;
  const sizeAt = (price: number, side: 0 | 1) => {
    const row = price - base;
    return row >= 0 && row < LADDER_ROWS ? ladder[row * 2 + side] : 0;
  };
  const rivalsAt = (price: number, priceField: number, sizeField: number): string => {
    let letters = '';
    for (let index = 0; index < MOST_RIVALS; index++) {
      const at = index * RIVAL_LENGTH;
      const isThere = rivals[at + priceField] === price && rivals[at + sizeField] > 0;
      if (isThere) letters += rivalLetter(index);
    }
    return letters;
  };
  const list = Array.from(Array(rows).keys(), (index): LadderRow => {
    const priceTicks = centre + half - index;
    return {
      priceTicks,
      bidSize: sizeAt(priceTicks, 0),
      askSize: sizeAt(priceTicks, 1),
      ownBid: ownAt(priceTicks, HEADER.bidPrice),
      ownAsk: ownAt(priceTicks, HEADER.askPrice),
      rivalBids: rivalsAt(priceTicks, RIVAL.bidPrice, RIVAL.bidSize),
      rivalAsks: rivalsAt(priceTicks, RIVAL.askPrice, RIVAL.askSize),
    };
  });
  return {
    rows: list,
    bestBid: header[HEADER.bestBid],
    bestAsk: header[HEADER.bestAsk],
    largest: list.reduce((most, row) => Math.max(most, row.bidSize, row.askSize), 0),
  };
}

/** Share of the queue that has gone since the back of it: 1 is next to trade. */
export function queueProgress(quote: OwnQuote): number {
  if (!(quote.levelSize > 0)) return 0;
  return Math.min(1, Math.max(0, 1 - quote.ahead / quote.levelSize));
}
