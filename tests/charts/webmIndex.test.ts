import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexWebm } from '../../src/charts/webmIndex';

/** A size of eight bytes that is not known, as a recorder writes it. */
const OPEN = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
const element = (id: readonly number[], body: readonly number[]) => [
  ...id,
  0x40 | (body.length >> 8),
  body.length & 255,
  ...body,
];
const SEGMENT = [0x18, 0x53, 0x80, 0x67];
const INFO = [0x15, 0x49, 0xa9, 0x66];
const TRACKS = [0x16, 0x54, 0xae, 0x6b];
const CLUSTER = [0x1f, 0x43, 0xb6, 0x75];
const header = element(
  [0x1a, 0x45, 0xdf, 0xa3],
  element([0x42, 0x82], [...new TextEncoder().encode('webm')]),
);
const info = element(INFO, element([0x2a, 0xd7, 0xb1], [0x0f, 0x42, 0x40]));
const block = (relative: number) =>
  element([0xa3], [0x81, relative >> 8, relative & 255, 0x80, 7, 7]);
const cluster = (ms: number, blocks: readonly number[]) => [
  ...CLUSTER,
  ...OPEN,
  ...element([0xe7], [ms >> 8, ms & 255]),
  ...blocks.flatMap(block),
];
const recorded = Uint8Array.from([
  ...header,
  ...SEGMENT,
  ...OPEN,
  ...info,
  ...element(TRACKS, [1, 2, 3]),
  ...cluster(0, [0, 83, 166]),
  ...cluster(5000, [0, 90]),
]);

/** Places of a run of bytes. */
const placesOf = (file: Uint8Array, bytes: readonly number[]) =>
  [...file.keys()].filter((at) => bytes.every((byte, offset) => file[at + offset] === byte));

const durationOf = (file: Uint8Array) =>
  new DataView(file.buffer).getFloat64(placesOf(file, [0x44, 0x89])[0] + 10);

describe('a recorded video', () => {
  it('has the duration of its last frame, or of the recording where that was longer', () => {
    expect(durationOf(indexWebm(recorded, 3))).toBe(5090);
    expect(durationOf(indexWebm(recorded, 10))).toBe(10_000);
  });

  it('has a cue for every cluster, where the cluster is', () => {
    const file = indexWebm(recorded, 10);
    const view = new DataView(file.buffer);
    const [segment] = placesOf(file, SEGMENT);
    const clusters = placesOf(file, CLUSTER);
    const positions = placesOf(file, [0xf1, 0x01]).map((at) => Number(view.getBigUint64(at + 9)));
    const times = placesOf(file, [0xb3, 0x01]).map((at) => Number(view.getBigUint64(at + 9)));
    expect(positions.map((place) => segment + 12 + place)).toEqual(clusters);
    expect(times).toEqual([0, 5000]);
  });

  it('keeps its tracks and frames, and knows the size of everything', () => {
    const file = indexWebm(recorded, 10);
    expect(placesOf(file, OPEN)).toEqual([]);
    expect(placesOf(file, block(83))).toHaveLength(1);
    expect(placesOf(file, element(TRACKS, [1, 2, 3]))).toHaveLength(1);
    expect([...file.subarray(0, header.length)]).toEqual(header);
    const [segment] = placesOf(file, SEGMENT);
    const size = Number(new DataView(file.buffer).getBigUint64(segment + 4) & 0xffffffffffffffn);
    expect(segment + 12 + size).toBe(file.length);
  });

  it('is the same when it is indexed again', () => {
    const once = indexWebm(recorded, 10);
    expect([...indexWebm(once, 10)]).toEqual([...once]);
  });

  it('is left as it is when it is no such video, and never breaks on bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(indexWebm(Uint8Array.from(bytes), 1).length).toBeGreaterThanOrEqual(bytes.length);
      }),
    );
    for (let length = 0; length < recorded.length; length++) {
      expect(indexWebm(recorded.slice(0, length), 1).length).toBeGreaterThanOrEqual(0);
    }
  });
});
