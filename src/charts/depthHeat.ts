/**
 * Shades the price chart by depth, faintly, with bids and asks in their own colours. It
 * stretches a small picture with a pixel per cell over the plot, because drawing cell by
 * cell would cost more than all other charts together.
 */
import { rasterDepth, type DepthRaster } from './depth';
import type { DepthHistory } from './history';
import type { PlotArea, TimeView } from './plotArea';
import { clipToPlot } from './traces';
import type { Surface } from './surface';

/** The size of a cell, in CSS pixels. */
const COLUMN_WIDTH = 2;
/** The opacity where the most stands, low enough not to hide a line. */
const STRONGEST = 0.4;

export class DepthHeat {
  private readonly canvas = document.createElement('canvas');
  private pixels: ImageData | null = null;

  draw(
    surface: Surface,
    area: PlotArea,
    depth: DepthHistory,
    view: TimeView,
    domain: readonly [number, number],
  ): void {
    const columns = Math.max(1, Math.floor((area.right - area.left) / COLUMN_WIDTH));
    const low = Math.floor(domain[0]);
    const raster = rasterDepth(depth, view.window, columns, low, Math.ceil(domain[1]));
    const pixelContext = this.canvas.getContext('2d');
    if (raster.largest === 0 || pixelContext === null) return;
    const pixels = this.sized(columns, raster.rows);
    shade(pixels.data, raster, rgb(surface.palette.bid), rgb(surface.palette.ask));
    pixelContext.putImageData(pixels, 0, 0);
    const { context } = surface;
    const tick = Math.abs(area.y(1) - area.y(0));
    context.save();
    clipToPlot(context, area);
    context.imageSmoothingEnabled = false;
    const top = area.y(low + raster.rows - 1) - tick / 2;
    context.drawImage(this.canvas, area.left, top, area.right - area.left, raster.rows * tick);
    context.restore();
  }

  private sized(width: number, height: number): ImageData {
    const fits = this.pixels?.width === width && this.pixels.height === height;
    if (this.pixels === null || !fits) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.pixels = new ImageData(width, height);
    }
    return this.pixels;
  }
}

type Colour = readonly [number, number, number];

/** Opacity grows with the size. */
function shade(
  data: Uint8ClampedArray,
  { sizes, columns, rows, largest }: DepthRaster,
  bid: Colour,
  ask: Colour,
): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const size = sizes[row * columns + column];
      const colour = size < 0 ? bid : ask;
      // The picture's first row is the highest price.
      const at = ((rows - 1 - row) * columns + column) * 4;
      data[at] = colour[0];
      data[at + 1] = colour[1];
      data[at + 2] = colour[2];
      data[at + 3] = 255 * STRONGEST * (Math.abs(size) / largest);
    }
  }
}

/** @param hex a colour of tokens.css, #rrggbb */
function rgb(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}
