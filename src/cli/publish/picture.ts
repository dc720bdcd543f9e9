/**
 * The picture that other sites show beside a link: the profit of an episode as a line, in a PNG
 * that needs no canvas.
 */
import { crc32, deflateSync } from 'node:zlib';

/** Pixels, as sites that show links ask for. */
const PICTURE_WIDTH = 1200;
const PICTURE_HEIGHT = 630;
const MARGIN = 60;
/** Pixels above and below the line that are drawn with it. */
const HALF_LINE = 3;

/** Red, green and blue of the dark theme: its background, its lines, its text, and the bid. */
const COLOURS = [
  [0x0e, 0x11, 0x16],
  [0x2b, 0x33, 0x3d],
  [0xe6, 0xed, 0xf3],
  [0x4e, 0xa1, 0xff],
] as const;
const [BACKGROUND, LINE, TEXT, BID] = [0, 1, 2, 3];

/** @param profit dollars after each step; without any, the picture is empty but for its frame */
export function profitPicture(profit: readonly number[]): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(PICTURE_WIDTH * PICTURE_HEIGHT).fill(BACKGROUND);
  const low = Math.min(0, ...profit);
  const span = Math.max(1e-9, Math.max(0, ...profit) - low);
  const height = PICTURE_HEIGHT - 2 * MARGIN;
  const yOf = (dollars: number) =>
    Math.round(PICTURE_HEIGHT - MARGIN - ((dollars - low) / span) * height);
  const paint = (x: number, from: number, to: number, colour: number) => {
    for (let y = Math.min(from, to); y <= Math.max(from, to); y += 1) {
      pixels[y * PICTURE_WIDTH + x] = colour;
    }
  };
  const zero = yOf(0);
  let before = zero;
  for (let x = MARGIN; x < PICTURE_WIDTH - MARGIN; x += 1) {
    paint(x, MARGIN, MARGIN, LINE);
    paint(x, PICTURE_HEIGHT - MARGIN, PICTURE_HEIGHT - MARGIN, LINE);
    paint(x, zero, zero, TEXT);
    const share = (x - MARGIN) / (PICTURE_WIDTH - 2 * MARGIN - 1);
    const dollars = profit[Math.round(share * (profit.length - 1))];
    if (dollars === undefined) continue;
    const y = yOf(dollars);
    paint(x, Math.min(before, y) - HALF_LINE, Math.max(before, y) + HALF_LINE, BID);
    before = y;
  }
  return encodePng(pixels);
}

/** Encodes a picture of the palette above: PNG 1.2, colour type 3, eight bits a pixel. */
function encodePng(pixels: Uint8Array): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(PICTURE_WIDTH, 0);
  header.writeUInt32BE(PICTURE_HEIGHT, 4);
  header.set([8, 3, 0, 0, 0], 8);
  // Every row begins with its filter, which is none.
  const rows = Buffer.alloc((PICTURE_WIDTH + 1) * PICTURE_HEIGHT);
  for (let y = 0; y < PICTURE_HEIGHT; y += 1) {
    const row = pixels.subarray(y * PICTURE_WIDTH, (y + 1) * PICTURE_WIDTH);
    rows.set(row, y * (PICTURE_WIDTH + 1) + 1);
  }
  return new Uint8Array(
    Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      chunk('IHDR', header),
      chunk('PLTE', Buffer.from(COLOURS.flat())),
      chunk('IDAT', deflateSync(rows)),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  );
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
