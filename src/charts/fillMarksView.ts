/**
 * Draws the marks of fills on the price chart, and beneath it the volume: triangles in the hue of
 * the side, up for bought and down for sold, whose area is their contracts, hollow as far as the
 * market then moved against them.
 */
import { formatCompact } from './format';
import type { FillMarks } from './fillMarks';
import type { PlotArea } from './plotArea';
import { clipToPlot } from './traces';
import { fontOf, horizontalLine, type Surface } from './surface';

/** Half the width of the largest mark and of the smallest, in CSS pixels. */
const LARGEST = 6;
const SMALLEST = 2.5;
/** Reach of the pointer around a mark, in CSS pixels. */
const REACH = 9;

const halfWidth = (marks: FillMarks, mark: number): number =>
  Math.max(SMALLEST, LARGEST * Math.sqrt(marks.contracts[mark] / marks.largest));

const middleX = (marks: FillMarks, area: PlotArea, mark: number): number =>
  area.x(marks.seconds[mark]);

/** A mark stands a little below its price when it bought, and above when it sold. */
const middleY = (marks: FillMarks, area: PlotArea, mark: number): number =>
  area.y(marks.prices[mark]) + marks.sides[mark] * (halfWidth(marks, mark) + 1);

/** @param marked marks to point out, such as the one under the pointer; −1 is none */
export function drawFillMarks(
  surface: Surface,
  area: PlotArea,
  marks: FillMarks,
  marked: readonly number[],
): void {
  const { context, palette } = surface;
  context.save();
  clipToPlot(context, area);
  context.lineJoin = 'miter';
  for (let mark = 0; mark < marks.count; mark++) {
    const side = marks.sides[mark];
    const size = halfWidth(marks, mark);
    const x = middleX(marks, area, mark);
    const y = middleY(marks, area, mark);
    const solid = 1 - marks.runOver[mark] / marks.contracts[mark];
    context.fillStyle = palette.background;
    // A rim of the background sets the mark off from lines in its own hue.
    context.strokeStyle = palette.background;
    context.lineWidth = 4;
    tracePointer(context, x, y, side, size, 1);
    context.stroke();
    context.fill();
    context.strokeStyle = side > 0 ? palette.bid : palette.ask;
    context.lineWidth = 1.25;
    if (solid > 0) {
      context.fillStyle = context.strokeStyle;
      tracePointer(context, x, y, side, size, Math.sqrt(solid));
      context.fill();
    }
    tracePointer(context, x, y, side, size, 1);
    context.stroke();
  }
  context.restore();
  for (const mark of marked) drawRing(surface, area, marks, mark);
}

/**
 * Traces the triangle's tip, as long as `share` of its height: it points up for a buy, down for a
 * sale.
 */
function tracePointer(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  side: number,
  size: number,
  share: number,
): void {
  const tip = y - side * size;
  const base = tip + side * size * 1.8 * share;
  context.beginPath();
  context.moveTo(x, tip);
  context.lineTo(x + size * share, base);
  context.lineTo(x - size * share, base);
  context.closePath();
}

function drawRing(
  { context, palette }: Surface,
  area: PlotArea,
  marks: FillMarks,
  mark: number,
): void {
  if (mark < 0 || mark >= marks.count) return;
  const x = middleX(marks, area, mark);
  const y = middleY(marks, area, mark);
  context.beginPath();
  context.arc(x, y, halfWidth(marks, mark) + 4.5, 0, 2 * Math.PI);
  context.lineWidth = 4;
  context.strokeStyle = palette.background;
  context.stroke();
  context.lineWidth = 1.75;
  context.strokeStyle = palette.text;
  context.stroke();
}

/**
 * Returns the mark nearest to a point of the canvas, within reach of the pointer; −1 without one.
 */
export function markAt(marks: FillMarks, area: PlotArea, x: number, y: number): number {
  let nearest = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let mark = 0; mark < marks.count; mark++) {
    const distance = Math.hypot(middleX(marks, area, mark) - x, middleY(marks, area, mark) - y);
    if (distance <= REACH && distance < least) {
      least = distance;
      nearest = mark;
    }
  }
  return nearest;
}

/**
 * Draws contracts per column: bought upwards and sold downwards, with what was run over as stripes.
 */
export function drawVolumeStrip(surface: Surface, area: PlotArea, marks: FillMarks): void {
  const { context, palette } = surface;
  const middle = Math.round((area.top + area.bottom) / 2);
  const reach = (area.bottom - area.top) / 2;
  context.save();
  clipToPlot(context, area);
  for (let column = 0; column < marks.columns; column++) {
    const seconds = (marks.firstColumn + column) * marks.columnSeconds;
    const left = Math.round(area.x(seconds));
    const width = Math.max(1, Math.round(area.x(seconds + marks.columnSeconds)) - left - 1);
    const tall = (contracts: number) =>
      contracts === 0 ? 0 : Math.max(1, Math.round((contracts / marks.largestVolume) * reach));
    context.fillStyle = palette.bid;
    drawVolume(
      context,
      left,
      width,
      middle,
      -1,
      tall(marks.bought[column]),
      tall(marks.boughtRunOver[column]),
    );
    context.fillStyle = palette.ask;
    drawVolume(
      context,
      left,
      width,
      middle,
      1,
      tall(marks.sold[column]),
      tall(marks.soldRunOver[column]),
    );
  }
  context.restore();
  horizontalLine(surface, area.left, area.right, middle, palette.muted);
  if (marks.largestVolume === 0) return;
  context.font = fontOf(palette, 10);
  context.fillStyle = palette.muted;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(`max ${formatCompact(marks.largestVolume)}`, area.right + 6, middle);
}

/**
 * @param direction −1 upwards, 1 downwards
 * @param striped height of what is drawn as stripes, from the outer end
 */
function drawVolume(
  context: CanvasRenderingContext2D,
  left: number,
  width: number,
  middle: number,
  direction: 1 | -1,
  tall: number,
  striped: number,
): void {
  const solid = tall - striped;
  if (solid > 0) context.fillRect(left, direction < 0 ? middle - solid : middle, width, solid);
  for (let from = solid; from < tall; from += 3) {
    context.fillRect(left, direction < 0 ? middle - from - 1 : middle + from, width, 1);
  }
  if (striped <= 2) return;
  const top = direction < 0 ? middle - tall : middle + solid;
  context.fillRect(left, top, 1, striped);
  if (width > 2) context.fillRect(left + width - 1, top, 1, striped);
}
