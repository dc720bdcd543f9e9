/**
 * Shades the price chart by depth, with bids and asks in their own colours. It stretches a small
 * picture with a pixel per cell over the plot, because drawing cell by cell would cost more than
 * all other charts together. The picture is made again only when what it shows has changed, not
 * when the pointer moves.
 */
import { DepthRaster } from './depth';
import type { DepthHistory } from './history';
import type { PlotArea, TimeView } from './plotArea';
import { clipToPlot } from './traces';
import type { Surface } from './surface';

/** The size of a cell, in CSS pixels. */
const COLUMN_WIDTH = 2;
const ROW_HEIGHT = 2;
/** The opacity of the strongest cells and of the faintest, low enough not to hide a line. */
const STRONGEST = 0.5;
const FAINTEST = 0.08;

export class DepthHeat {
  private readonly canvas = document.createElement('canvas');
  private readonly raster = new DepthRaster();
  private pixels: ImageData | null = null;
  private pictured = '';
  private picturedDepth: DepthHistory | null = null;

  draw(
    surface: Surface,
    area: PlotArea,
    depth: DepthHistory,
    view: TimeView,
    domain: readonly [number, number],
  ): void {
    const columns = Math.max(1, Math.floor((area.right - area.left) / COLUMN_WIDTH));
    const band = { low: Math.floor(domain[0]), high: Math.ceil(domain[1]) };
    const mostRows = Math.max(1, Math.floor((area.bottom - area.top) / ROW_HEIGHT));
    const { raster } = this;
    const { window } = view;
    const { bid, ask } = surface.palette;
    const key = `${window.from} ${window.to} ${columns} ${mostRows} ${domain.join()} ${depth.end} ${bid} ${ask}`;
    if (key !== this.pictured || depth !== this.picturedDepth) {
      raster.fill(depth, window, columns, band, mostRows);
      const context = this.canvas.getContext('2d');
      if (context === null) return;
      if (raster.largest > 0) {
        const pixels = this.sized(columns, raster.rows);
        shade(pixels.data, raster, rgb(bid), rgb(ask));
        context.putImageData(pixels, 0, 0);
      }
      this.pictured = key;
      this.picturedDepth = depth;
    }
    if (raster.largest === 0) return;
    const { context } = surface;
    const tick = Math.abs(area.y(1) - area.y(0));
    const height = raster.rows * raster.ticksPerRow * tick;
    const bottom = area.y(band.low) + tick / 2;
    context.save();
    clipToPlot(context, area);
    context.imageSmoothingEnabled = false;
    context.drawImage(this.canvas, area.left, bottom - height, area.right - area.left, height);
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

/** Opacity grows with the root of the size, so that small sizes are seen beside large ones. */
function shade(data: Uint8ClampedArray, raster: DepthRaster, bid: Colour, ask: Colour): void {
  const { sizes, columns, rows } = raster;
  const strong = raster.strongSize();
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const size = sizes[row * columns + column];
      const [red, green, blue] = size < 0 ? bid : ask;
      // The picture's first row is the highest price.
      const at = ((rows - 1 - row) * columns + column) * 4;
      const strength = Math.sqrt(Math.min(1, Math.abs(size) / strong));
      data[at] = red;
      data[at + 1] = green;
      data[at + 2] = blue;
      data[at + 3] = size === 0 ? 0 : 255 * (FAINTEST + (STRONGEST - FAINTEST) * strength);
    }
  }
}

/** @param hex a colour of tokens.css, #rrggbb */
function rgb(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}
