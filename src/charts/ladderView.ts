/**
 * Draws a ladder: bid sizes, prices, ask sizes, and the agent's own quotes as outlines with their
 * place in the queue. Bars grow from the price column.
 */
import { formatCompact, formatPrice } from './format';
import {
  queuePlace,
  queueProgress,
  shortened,
  type LadderModel,
  type LadderRow,
  type OwnQuote,
} from './ladderModel';
import { fontOf, horizontalLine, type Surface } from './surface';

/** Width in CSS pixels of the agent's own quotes, at the outer edges. */
export const OWN_WIDTH = 58;
/** Pixels between the outline of an own quote and its text. */
const OWN_INSET = 4;
/** Height of a row, in CSS pixels, from which an own quote shows its progress as a bar. */
const LEAST_WITH_BAR = 14;
/** Width of the price column between the sides. */
const PRICE_WIDTH = 68;

/** Pixels between the price column and a size. */
const SIZE_INSET = 6;

/** Returns the x at which a side's own quotes begin. */
export const ownLeft = (side: 'bid' | 'ask', width: number): number =>
  side === 'bid' ? 1 : width - OWN_WIDTH;

interface Columns {
  readonly priceLeft: number;
  readonly priceRight: number;
  readonly bidLeft: number;
  readonly askRight: number;
}

export function drawLadder(surface: Surface, model: LadderModel, tickSize: number): void {
  const { context, width, height, palette } = surface;
  const rowHeight = height / model.rows.length;
  const columns: Columns = {
    priceLeft: Math.round((width - PRICE_WIDTH) / 2),
    priceRight: Math.round((width + PRICE_WIDTH) / 2),
    bidLeft: 0,
    askRight: width,
  };
  context.textBaseline = 'middle';
  context.fillStyle = palette.raised;
  context.fillRect(columns.priceLeft, 0, PRICE_WIDTH, height);
  model.rows.forEach((row, index) => {
    const top = Math.round(index * rowHeight);
    const bottom = Math.round((index + 1) * rowHeight);
    drawRow(surface, model, row, columns, top, bottom - top, tickSize);
  });
  drawSpread(surface, model, rowHeight);
}

function drawRow(
  surface: Surface,
  model: LadderModel,
  row: LadderRow,
  columns: Columns,
  top: number,
  height: number,
  tickSize: number,
): void {
  const { context, palette } = surface;
  const middle = top + height / 2;
  const barSpace = columns.priceLeft - columns.bidLeft - 4;
  const length = (size: number) =>
    model.largest > 0 ? Math.max(size > 0 ? 2 : 0, (size / model.largest) * barSpace) : 0;
  context.globalAlpha = 0.26;
  context.fillStyle = palette.bid;
  const bidLength = length(row.bidSize);
  context.fillRect(columns.priceLeft - bidLength, top + 1, bidLength, height - 2);
  context.fillStyle = palette.ask;
  context.fillRect(columns.priceRight, top + 1, length(row.askSize), height - 2);
  context.globalAlpha = 1;

  const best = row.priceTicks === model.bestBid || row.priceTicks === model.bestAsk;
  context.font = fontOf(palette, 11.5, best ? 600 : 400);
  context.textAlign = 'center';
  context.fillStyle = best ? palette.text : palette.muted;
  context.fillText(
    formatPrice(row.priceTicks, tickSize),
    (columns.priceLeft + columns.priceRight) / 2,
    middle,
  );

  context.font = fontOf(palette, 11.5);
  context.fillStyle = palette.text;
  if (row.bidSize > 0) {
    context.textAlign = 'right';
    context.fillText(formatCompact(row.bidSize), columns.priceLeft - SIZE_INSET, middle);
  }
  if (row.askSize > 0) {
    context.textAlign = 'left';
    context.fillText(formatCompact(row.askSize), columns.priceRight + SIZE_INSET, middle);
  }
  const reach = columns.priceLeft - SIZE_INSET;
  drawRivals(surface, row, 'bid', reach - sizeWidth(context, row.bidSize), middle);
  drawRivals(surface, row, 'ask', reach - sizeWidth(context, row.askSize), middle);
  if (row.ownBid !== null) drawOwn(surface, row.ownBid, 'bid', top, height);
  if (row.ownAsk !== null) {
    drawOwn(surface, row.ownAsk, 'ask', top, height);
  }
}

const sizeWidth = (context: CanvasRenderingContext2D, size: number): number =>
  size > 0 ? context.measureText(formatCompact(size)).width : 0;

/**
 * Writes the letters of the rivals who quote at a price, beside the own quotes, or in their place
 * where there are none and letters are many.
 * @param reach pixels from the outer edge to where the size begins
 */
function drawRivals(
  { context, palette, width }: Surface,
  row: LadderRow,
  side: 'bid' | 'ask',
  reach: number,
  middle: number,
): void {
  const isBid = side === 'bid';
  const letters = isBid ? row.rivalBids : row.rivalAsks;
  if (letters === '') return;
  context.font = fontOf(palette, 10.5, 700);
  context.textAlign = isBid ? 'left' : 'right';
  context.fillStyle = palette.position;
  const beside = OWN_WIDTH + 4;
  const isFree = (isBid ? row.ownBid : row.ownAsk) === null;
  const length = context.measureText(letters).width;
  const start = isFree && beside + length + 3 > reach ? 4 : beside;
  const text = shortened(letters, (some) => start + context.measureText(some).width + 3 <= reach);
  context.fillText(text, isBid ? start : width - start, middle);
}

/** Draws an outline around the place in the queue: `ahead / total`, and how far it has come. */
function drawOwn(
  { context, palette, width }: Surface,
  quote: OwnQuote,
  side: 'bid' | 'ask',
  top: number,
  height: number,
): void {
  const left = ownLeft(side, width);
  context.fillStyle = palette.background;
  context.fillRect(left, top + 1, OWN_WIDTH - 1, height - 2);
  context.strokeStyle = palette.text;
  context.lineWidth = 1;
  context.strokeRect(left + 0.5, top + 1.5, OWN_WIDTH - 2, height - 3);
  context.fillStyle = palette.text;
  // In a low row the bar would run through the text.
  const hasBar = height >= LEAST_WITH_BAR;
  if (hasBar) {
    context.fillRect(left + 1, top + height - 4, (OWN_WIDTH - 3) * queueProgress(quote), 2);
  }
  context.font = fontOf(palette, 10.5, 600);
  context.textAlign = side === 'bid' ? 'left' : 'right';
  const room = OWN_WIDTH - 2 * OWN_INSET;
  const text = queuePlace(quote, (some) => context.measureText(some).width <= room);
  const inset = side === 'bid' ? left + OWN_INSET : left + OWN_WIDTH - OWN_INSET - 1;
  // What is still too long is narrowed to the outline.
  context.fillText(text, inset, top + height / 2 - (hasBar ? 1 : 0), room);
}

/** Draws a hairline between the best bid's row and the best ask's. */
function drawSpread(surface: Surface, model: LadderModel, rowHeight: number): void {
  const bidRow = model.rows.findIndex((row) => row.priceTicks === model.bestBid);
  if (bidRow < 0) return;
  horizontalLine(surface, 0, surface.width, bidRow * rowHeight, surface.palette.line);
}
