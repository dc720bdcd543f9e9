/**
 * Marks a ladder in which a person quotes: where each side can rest, which quotes were asked for
 * and do not rest there yet, and the quote under the pointer.
 */
import type { ManualSide, PriceReach } from '../agents/manual/manualQuotes';
import { formatCompact } from './format';
import type { LadderModel } from './ladderModel';
import { OWN_WIDTH, ownLeft } from './ladderView';
import { fontOf, type Surface } from './surface';

export interface ManualMark {
  readonly side: ManualSide;
  readonly priceTicks: number;
  readonly size: number;
}

export interface ManualMarks {
  readonly reach: Readonly<Record<ManualSide, PriceReach>>;
  /** Quotes that were asked for and do not rest there now. */
  readonly asked: readonly ManualMark[];
  /** The quote that a press would place; null without a pointer. */
  readonly ghost: ManualMark | null;
}

const SIDES = ['bid', 'ask'] as const;

export function drawManualMarks(surface: Surface, model: LadderModel, marks: ManualMarks): void {
  for (const side of SIDES) drawReach(surface, model, side, marks.reach[side]);
  for (const mark of marks.asked) drawMark(surface, model, mark, false);
  if (marks.ghost !== null) drawMark(surface, model, marks.ghost, true);
}

/** Draws a rail along the edge, beside the rows in which the side can rest. */
function drawReach(
  surface: Surface,
  model: LadderModel,
  side: ManualSide,
  reach: PriceReach,
): void {
  const { context, palette, width, height } = surface;
  const rowHeight = height / model.rows.length;
  const [highest] = model.rows;
  const top = Math.max(0, (highest.priceTicks - reach.high) * rowHeight);
  const bottom = Math.min(height, (highest.priceTicks - reach.low + 1) * rowHeight);
  if (bottom <= top) return;
  context.fillStyle = side === 'bid' ? palette.bid : palette.ask;
  context.fillRect(side === 'bid' ? 0 : width - 2, top + 2, 2, bottom - top - 4);
}

/**
 * Draws an outline with the size in it: dashed for a quote that was asked for, filled under the
 * pointer.
 */
function drawMark(surface: Surface, model: LadderModel, mark: ManualMark, isGhost: boolean): void {
  const { context, palette, width, height } = surface;
  const row = model.rows.findIndex(({ priceTicks }) => priceTicks === mark.priceTicks);
  if (row < 0) return;
  const rowHeight = height / model.rows.length;
  const top = Math.round(row * rowHeight);
  const rowBottom = Math.round((row + 1) * rowHeight);
  const left = ownLeft(mark.side, width);
  context.save();
  if (isGhost) {
    context.fillStyle = mark.side === 'bid' ? palette.bid : palette.ask;
    context.fillRect(left, top + 1, OWN_WIDTH - 1, rowBottom - top - 2);
    context.fillStyle = palette.background;
  } else {
    context.fillStyle = palette.background;
    context.fillRect(left, top + 1, OWN_WIDTH - 1, rowBottom - top - 2);
    context.strokeStyle = palette.muted;
    context.setLineDash([3, 3]);
    context.strokeRect(left + 0.5, top + 1.5, OWN_WIDTH - 2, rowBottom - top - 3);
    context.fillStyle = palette.muted;
  }
  context.font = fontOf(palette, 10.5, 600);
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  const verb = mark.side === 'bid' ? 'buy' : 'sell';
  const text = `${verb} ${formatCompact(mark.size)}`;
  context.fillText(text, left + OWN_WIDTH / 2 - 1, (top + rowBottom) / 2 + 0.5);
  context.restore();
}
