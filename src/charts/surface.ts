/**
 * A surface is a canvas in CSS pixels, sized to its box and the device's pixel ratio, with the few
 * strokes that every chart shares. Hairlines fall on whole device pixels, so that they stay one
 * pixel wide.
 */
import type { Palette } from './palette';

export interface Surface {
  readonly context: CanvasRenderingContext2D;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
}

/**
 * Fits the canvas's pixels to its box and clears it.
 * @returns null when the canvas has no size or no 2D context
 */
export function prepareSurface(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  pixelRatio: number,
  palette: Palette,
): Surface | null {
  const context = canvas.getContext('2d');
  if (context === null || width < 1 || height < 1) return null;
  const pixelWidth = Math.round(width * pixelRatio);
  const pixelHeight = Math.round(height * pixelRatio);
  if (canvas.width !== pixelWidth || canvas.height !== pixelHeight) {
    canvas.width = pixelWidth;
    canvas.height = pixelHeight;
  }
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.globalAlpha = 1;
  return { context, width, height, palette };
}

export const fontOf = (palette: Palette, size: number, weight = 400): string =>
  `${weight} ${size}px ${palette.font}`;

export function horizontalLine(
  { context }: Surface,
  from: number,
  to: number,
  y: number,
  colour: string,
): void {
  context.fillStyle = colour;
  context.fillRect(from, Math.round(y), to - from, 1);
}

export function verticalLine(
  { context }: Surface,
  x: number,
  from: number,
  to: number,
  colour: string,
): void {
  context.fillStyle = colour;
  context.fillRect(Math.round(x), from, 1, to - from);
}
