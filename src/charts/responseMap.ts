/**
 * Draws a response surface as a map: shades for what the agent quotes, its contour lines, those of
 * closed forms at the same levels, and a dot where the market is. Beside it stands a section
 * through the dot, along x.
 */
import type { QuoteQuantity } from '../agents/decisions/quotes';
import type { ResponseSurface } from '../agents/decisions/responseSurface';
import { contour, joinSegments } from './contours';
import { linearScale, niceTicks, type LinearScale } from './scale';
import { fontOf, horizontalLine, verticalLine, type Surface } from './surface';

/** Dashes of the closed forms, in their order. */
const FORM_DASHES: readonly (readonly number[])[] = [
  [7, 4],
  [2, 3],
];

export interface ResponseMap {
  readonly surface: ResponseSurface;
  readonly quantity: QuoteQuantity;
  /** The present, in units of the axes; NaN where there is none. */
  readonly x: number;
  readonly y: number;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly formatX: (value: number) => string;
  readonly formatY: (value: number) => string;
  readonly format: (value: number) => string;
}

const INSETS = { left: 46, right: 10, top: 8, bottom: 34 };
const LEVELS = 5;
/** Shades go from the faintest, at the least value, to the fullest. */
const FAINTEST = 0.06;
const FULLEST = 0.86;

interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: LinearScale;
  readonly y: LinearScale;
}

/** The least and the most of a quantity on a map; an interval of some length. */
export function rangeOfGrid(values: Float32Array): readonly [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high > low ? [low, high] : [low - 0.5, high + 0.5];
}

export function drawResponseMap(canvas: Surface, map: ResponseMap): void {
  const { context, palette } = canvas;
  const { surface, quantity } = map;
  const area = layOut(canvas, surface.xValues, surface.yValues);
  const values = surface.grid[quantity];
  const domain = rangeOfGrid(values);
  const columns = surface.xValues.length;
  const rows = surface.yValues.length;
  const xEdge = (column: number) => cellEdge(area.left, area.right, column, columns);
  const yEdge = (row: number) => cellEdge(area.bottom, area.top, row, rows);
  context.save();
  context.beginPath();
  context.rect(area.left, area.top, area.right - area.left, area.bottom - area.top);
  context.clip();
  context.fillStyle = colourOf(quantity, palette);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const share = (values[row * columns + column] - domain[0]) / (domain[1] - domain[0]);
      context.globalAlpha = FAINTEST + share * (FULLEST - FAINTEST);
      const [left, top] = [xEdge(column), yEdge(row + 1)];
      context.fillRect(left, top, xEdge(column + 1) - left, yEdge(row) - top);
    }
  }
  context.globalAlpha = 1;
  const levels = niceTicks(domain, LEVELS);
  strokeContours(canvas, area, map, values, levels, []);
  for (const [form, { grid }] of surface.over.entries()) {
    strokeContours(canvas, area, map, grid[quantity], levels, FORM_DASHES[form] ?? []);
  }
  context.restore();
  drawAxes(canvas, area, map);
  drawPresent(canvas, area, map);
}

/** Draws the quotes along x, everything else as at the dot, and the closed forms' dashed. */
export function drawSection(canvas: Surface, map: ResponseMap): void {
  const { context, palette } = canvas;
  const { surface, quantity } = map;
  const row = nearest(surface.yValues, map.y);
  const isSize = quantity === 'bidSize' || quantity === 'askSize';
  const sides = isSize
    ? ([['bidSize', 1] as const, ['askSize', 1] as const] as const)
    : ([['bidOffset', -1] as const, ['askOffset', 1] as const] as const);
  const columns = surface.xValues.length;
  const grids = [surface.grid, ...surface.over.map(({ grid }) => grid)];
  const lines = grids.flatMap((grid, place) =>
    sides.map(([side, sign]) => ({
      side,
      dash: place === 0 ? [] : (FORM_DASHES[place - 1] ?? []),
      values: Float32Array.from(
        grid[side].subarray(row * columns, (row + 1) * columns),
        (value) => sign * value,
      ),
    })),
  );
  const [low, high] = rangeOfGrid(Float32Array.from(lines.flatMap(({ values }) => [...values])));
  const room = 0.06 * (high - low);
  const area = layOut(canvas, surface.xValues, [low - room, high + room]);
  drawAxes(canvas, area, { ...map, formatY: map.format });
  if (!isSize && low < 0 && high > 0) {
    horizontalLine(canvas, area.left, area.right, area.y(0), palette.muted);
  }
  for (const { side, dash, values } of lines) {
    context.strokeStyle = side.startsWith('bid') ? palette.bid : palette.ask;
    context.lineWidth = dash.length === 0 ? 2 : 1.25;
    context.setLineDash([...dash]);
    context.beginPath();
    for (const [column, value] of values.entries()) {
      context.lineTo(area.x(surface.xValues[column]), area.y(value));
    }
    context.stroke();
  }
  context.setLineDash([]);
  if (Number.isFinite(map.x)) {
    const x = Math.min(area.right, Math.max(area.left, area.x(map.x)));
    verticalLine(canvas, x, area.top, area.bottom, palette.text);
  }
}

function layOut(
  { width, height }: Surface,
  xValues: ArrayLike<number>,
  yValues: ArrayLike<number>,
): Area {
  const left = INSETS.left;
  const right = Math.max(left + 1, width - INSETS.right);
  const top = INSETS.top;
  const bottom = Math.max(top + 1, height - INSETS.bottom);
  return {
    left,
    right,
    top,
    bottom,
    x: linearScale([xValues[0], xValues[xValues.length - 1]], [left, right]),
    y: linearScale([yValues[0], yValues[yValues.length - 1]], [bottom, top]),
  };
}

/** Edges of cells fall on whole pixels, so that no seam shows between two. */
const cellEdge = (from: number, to: number, place: number, count: number): number =>
  Math.round(from + ((to - from) * (place - 0.5)) / (count - 1));

const domainOf = (scale: LinearScale, from: number, to: number) =>
  [scale.invert(from), scale.invert(to)] as const;

function colourOf(quantity: QuoteQuantity, palette: Surface['palette']): string {
  if (quantity === 'spread') return palette.muted;
  return quantity.startsWith('bid') ? palette.bid : palette.ask;
}

function strokeContours(
  { context, palette }: Surface,
  area: Area,
  { surface, format }: ResponseMap,
  values: Float32Array,
  levels: readonly number[],
  dash: readonly number[],
): void {
  const { xValues, yValues } = surface;
  const columns = xValues.length;
  const x = linearScale([0, columns - 1], [area.left, area.right]);
  const y = linearScale([0, yValues.length - 1], [area.bottom, area.top]);
  context.strokeStyle = palette.text;
  context.lineWidth = dash.length === 0 ? 0.75 : 1.25;
  context.setLineDash([...dash]);
  context.font = fontOf(palette, 9.5);
  context.fillStyle = palette.text;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const level of levels) {
    const lines = joinSegments(contour(values, columns, level));
    for (const line of lines) {
      context.beginPath();
      for (const [column, row] of line) context.lineTo(x(column), y(row));
      context.stroke();
    }
    const longest = lines.toSorted((one, other) => other.length - one.length)[0] ?? [];
    const middle = longest[longest.length >> 1];
    if (dash.length === 0 && middle !== undefined) {
      context.fillText(format(level), x(middle[0]), y(middle[1]) - 6);
    }
  }
  context.setLineDash([]);
}

function drawAxes(canvas: Surface, area: Area, map: ResponseMap): void {
  const { context, palette } = canvas;
  context.fillStyle = palette.muted;
  context.font = fontOf(palette, 10);
  context.textBaseline = 'top';
  const xTicks = niceTicks(domainOf(area.x, area.left, area.right), 5);
  for (const tick of xTicks) {
    const at = area.x(tick);
    context.textAlign = at > area.right - 14 ? 'right' : 'center';
    context.fillText(map.formatX(tick), at, area.bottom + 4);
  }
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const tick of niceTicks(domainOf(area.y, area.bottom, area.top), 6)) {
    context.fillText(map.formatY(tick), area.left - 5, area.y(tick));
  }
  horizontalLine(canvas, area.left, area.right, area.bottom, palette.muted);
  verticalLine(canvas, area.left, area.top, area.bottom, palette.muted);
  context.fillStyle = palette.muted;
  context.textAlign = 'center';
  context.textBaseline = 'bottom';
  context.fillText(map.xLabel, (area.left + area.right) / 2, canvas.height - 2);
  context.save();
  context.translate(9, (area.top + area.bottom) / 2);
  context.rotate(-Math.PI / 2);
  context.textBaseline = 'middle';
  context.fillText(map.yLabel, 0, 0);
  context.restore();
}

/** Draws a dot where the market is; at the edge where that is beyond the map. */
function drawPresent({ context, palette }: Surface, area: Area, { x, y }: ResponseMap): void {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return;
  const atX = Math.min(area.right, Math.max(area.left, area.x(x)));
  const atY = Math.min(area.bottom, Math.max(area.top, area.y(y)));
  context.beginPath();
  context.arc(atX, atY, 5, 0, 2 * Math.PI);
  context.fillStyle = palette.text;
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = palette.background;
  context.stroke();
}

/** Index of the value nearest to `wanted`; the middle where there is none. */
function nearest(values: Float64Array, wanted: number): number {
  if (!Number.isFinite(wanted)) return values.length >> 1;
  let best = 0;
  for (const [index, value] of values.entries()) {
    if (Math.abs(value - wanted) < Math.abs(values[best] - wanted)) best = index;
  }
  return best;
}
