/**
 * Composes the view as one picture: the canvases as they are on screen, under a title and the
 * current numbers. The picture goes into a file or a video; the page itself never shows it.
 */
import { REWARD_TERMS, type RewardTerm } from '../env/types';
import type { Palette } from './palette';
import { fontOf, horizontalLine, type Surface } from './surface';

/** The parts of a picture, from the top; the ladder stands on the left. */
const VIEW_PARTS = ['ladder', 'price', 'inventory', 'profit', 'reward', 'timeAxis'] as const;
export type ViewPart = (typeof VIEW_PARTS)[number];

export interface ViewCaption {
  readonly title: string;
  /** Names the terms in the key of the reward chart. */
  readonly termNames: Readonly<Record<RewardTerm, string>>;
  readonly comparedMetrics: readonly { readonly label: string; readonly value: string }[];
}

/** The parts on screen; which of them depends on the layout. */
export type ViewCanvases = ReadonlyMap<ViewPart, HTMLCanvasElement>;

const PART_TITLES: Readonly<Record<ViewPart, string>> = {
  ladder: 'Book',
  price: 'Price',
  inventory: 'Inventory',
  profit: 'Profit',
  reward: 'Reward by term',
  timeAxis: '',
};

/** CSS pixels. */
const MARGIN = 16;
const CAPTION_HEIGHT = 64;
const TITLE_HEIGHT = 24;

interface Placed {
  readonly part: ViewPart;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface ViewLayout {
  readonly width: number;
  readonly height: number;
  readonly parts: readonly Placed[];
}

export type PartSizes = ReadonlyMap<ViewPart, { readonly width: number; readonly height: number }>;

/**
 * Returns the place of each part in CSS pixels: the ladder on the left, the rest below each other.
 */
export function layOutView(sizes: PartSizes): ViewLayout {
  const ladder = sizes.get('ladder');
  const stackLeft = MARGIN + (ladder === undefined ? 0 : ladder.width + MARGIN);
  const parts: Placed[] = [];
  const place = (
    part: ViewPart,
    left: number,
    top: number,
    size: { width: number; height: number },
  ) => {
    const titled = top + (PART_TITLES[part] === '' ? 0 : TITLE_HEIGHT);
    parts.push({ part, left, top: titled, ...size });
    return titled + size.height;
  };
  let bottom = CAPTION_HEIGHT;
  let width = stackLeft;
  for (const part of VIEW_PARTS) {
    const size = sizes.get(part);
    if (part === 'ladder' || size === undefined) continue;
    bottom = place(part, stackLeft, bottom, size);
    width = Math.max(width, stackLeft + size.width + MARGIN);
  }
  if (ladder !== undefined)
    bottom = Math.max(bottom, place('ladder', MARGIN, CAPTION_HEIGHT, ladder));
  return { width, height: bottom + MARGIN, parts };
}

/** Sets the size that the view on screen needs. Call it before the first drawing. */
export function sizeView(target: HTMLCanvasElement, canvases: ViewCanvases, ratio: number): void {
  const { width, height } = layOutView(sizesOf(canvases, ratio));
  target.width = Math.round(width * ratio);
  target.height = Math.round(height * ratio);
}

const sizesOf = (canvases: ViewCanvases, ratio: number): PartSizes =>
  new Map(
    [...canvases].map(([part, { width, height }]) => [
      part,
      { width: width / ratio, height: height / ratio },
    ]),
  );

/** Draws the view as it is now. Parts that no longer fit after a change of the window are cut. */
export function drawView(
  target: HTMLCanvasElement,
  canvases: ViewCanvases,
  caption: ViewCaption,
  palette: Palette,
  pixelRatio: number,
): void {
  const { width, height, parts } = layOutView(sizesOf(canvases, pixelRatio));
  const context = target.getContext('2d', { alpha: false });
  if (context === null) return;
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.fillStyle = palette.background;
  context.fillRect(0, 0, target.width, target.height);
  const surface: Surface = { context, width, height, palette };
  drawCaption(surface, caption);
  for (const { part, left, top, width: wide, height: tall } of parts) {
    const canvas = canvases.get(part);
    if (canvas === undefined || canvas.width === 0 || canvas.height === 0) continue;
    context.font = fontOf(palette, 12, 600);
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.fillStyle = palette.text;
    context.fillText(PART_TITLES[part], left, top - TITLE_HEIGHT / 2);
    context.drawImage(canvas, left, top, wide, tall);
    if (part === 'reward') {
      drawKey(surface, caption.termNames, left + wide, top - TITLE_HEIGHT / 2);
    }
  }
}

/** Draws the reward's terms in their colours, ending at the right. */
function drawKey(
  { context, palette }: Surface,
  names: ViewCaption['termNames'],
  right: number,
  middle: number,
): void {
  context.font = fontOf(palette, 11);
  let end = right;
  for (const term of REWARD_TERMS.toReversed()) {
    context.fillStyle = palette.muted;
    end -= context.measureText(names[term]).width;
    context.fillText(names[term], end, middle);
    end -= 14;
    context.fillStyle = palette.terms[term];
    context.strokeStyle = palette.terms[term];
    // The swatch is hollow, as in the chart, because two terms share a colour.
    if (term === 'spreadPenalty') context.strokeRect(end + 0.5, middle - 4, 8, 8);
    else context.fillRect(end, middle - 4.5, 9, 9);
    end -= 12;
  }
}

function drawCaption(surface: Surface, { title, comparedMetrics }: ViewCaption): void {
  const { context, palette, width } = surface;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.font = fontOf(palette, 15, 650);
  context.fillStyle = palette.text;
  context.fillText(title, MARGIN, 22, width - 2 * MARGIN);
  let left = MARGIN;
  for (const { label, value } of comparedMetrics) {
    context.font = fontOf(palette, 12);
    context.fillStyle = palette.muted;
    context.fillText(label, left, 44);
    left += context.measureText(label).width + 6;
    context.font = fontOf(palette, 12, 600);
    context.fillStyle = palette.text;
    context.fillText(value, left, 44);
    left += context.measureText(value).width + 18;
  }
  horizontalLine(surface, 0, width, CAPTION_HEIGHT - 4, palette.line);
}
