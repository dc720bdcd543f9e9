/**
 * Gives a WebM file what a browser's recorder leaves out: its duration, the sizes of its clusters,
 * and the cues by which players seek. The recorder writes while it records, when none of them is
 * known. Source: RFC 8794 (EBML) and RFC 9559 (Matroska), of which WebM is a part.
 */

const ID = {
  segment: 0x18538067,
  info: 0x1549a966,
  cluster: 0x1f43b675,
  cues: 0x1c53bb6b,
  seekHead: 0x114d9b74,
  void: 0xec,
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
  timestamp: 0xe7,
  simpleBlock: 0xa3,
  blockGroup: 0xa0,
  block: 0xa1,
  cuePoint: 0xbb,
  cueTime: 0xb3,
  cueTrackPositions: 0xb7,
  cueTrack: 0xf7,
  cueClusterPosition: 0xf1,
} as const;

/** Elements of a segment that this file writes anew, or that would be wrong afterwards. */
const REPLACED: readonly number[] = [ID.info, ID.cluster, ID.cues, ID.seekHead, ID.void];

interface Element {
  readonly id: number;
  /** First byte of the element, of its content, and the byte after it. */
  readonly start: number;
  readonly body: number;
  readonly end: number;
}

interface Cluster {
  readonly element: Element;
  /** Ticks of the file's clock: of the cluster, and of its last block. */
  readonly timestamp: number;
  readonly last: number;
  readonly track: number;
}

/**
 * @param file a WebM file of one track
 * @param seconds that the recording took, which its duration is at least: a picture that no longer
 *   changes has no frames
 * @returns the file with its index; the same one where it is no such file
 */
export function indexWebm(file: Uint8Array<ArrayBuffer>, seconds: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const segment = elementsIn(view, 0, file.byteLength).find(({ id }) => id === ID.segment);
  if (segment === undefined) return file;
  const parts = elementsIn(view, segment.body, segment.end);
  const info = parts.find(({ id }) => id === ID.info);
  const clusters = parts
    .filter(({ id }) => id === ID.cluster)
    .map((element) => readCluster(view, element));
  if (info === undefined || clusters.length === 0) return file;

  const fields = elementsIn(view, info.body, info.end);
  const scale = fields.find(({ id }) => id === ID.timestampScale);
  const ticksPerSecond = 1e9 / (scale === undefined ? 1e6 : readUint(view, scale));
  const last = clusters.reduce((most, cluster) => Math.max(most, cluster.last), 0);
  const duration = Math.max(last, seconds * ticksPerSecond);

  const bytes = ({ start, end }: Element) => file.subarray(start, end);
  const head = [
    element(ID.info, [
      ...fields.filter(({ id }) => id !== ID.duration).map(bytes),
      element(ID.duration, [float(duration)]),
    ]),
    ...parts.filter(({ id }) => !REPLACED.includes(id)).map(bytes),
  ];
  const bodies = clusters.map(({ element: { body, end } }) =>
    element(ID.cluster, [file.subarray(body, end)]),
  );
  // Cues have the same length wherever the clusters are: every number in them has eight bytes.
  const cuesLength = cuesOf(clusters, bodies, 0).length;
  const first = lengthOf(head) + cuesLength;
  const cues = cuesOf(clusters, bodies, first);
  return joined([file.subarray(0, segment.start), element(ID.segment, [...head, cues, ...bodies])]);
}

/** @param first place of the first cluster, from the start of the segment's content */
function cuesOf(
  clusters: readonly Cluster[],
  bodies: readonly Uint8Array[],
  first: number,
): Uint8Array<ArrayBuffer> {
  let place = first;
  const points = clusters.map(({ timestamp, track }, index) => {
    const point = element(ID.cuePoint, [
      element(ID.cueTime, [uint(timestamp)]),
      element(ID.cueTrackPositions, [
        element(ID.cueTrack, [uint(track)]),
        element(ID.cueClusterPosition, [uint(place)]),
      ]),
    ]);
    place += bodies[index].length;
    return point;
  });
  return element(ID.cues, points);
}

function readCluster(view: DataView, cluster: Element): Cluster {
  const fields = elementsIn(view, cluster.body, cluster.end);
  const stamp = fields.find(({ id }) => id === ID.timestamp);
  const timestamp = stamp === undefined ? 0 : readUint(view, stamp);
  let last = timestamp;
  let track = 1;
  for (const field of fields) {
    const block =
      field.id === ID.blockGroup
        ? elementsIn(view, field.body, field.end).find(({ id }) => id === ID.block)
        : field;
    if (block === undefined || (block.id !== ID.simpleBlock && block.id !== ID.block)) continue;
    const { value, length } = readSize(view, block.body);
    if (block.body + length + 2 > block.end) continue;
    track = value;
    last = Math.max(last, timestamp + view.getInt16(block.body + length));
  }
  return { element: cluster, timestamp, last, track };
}

/**
 * Lists the elements between two bytes; one that is cut off, or that nothing bounds, ends where the
 * next of the segment begins.
 */
function elementsIn(view: DataView, from: number, to: number): Element[] {
  const found: Element[] = [];
  let at = from;
  while (at + 2 <= to) {
    const idLength = Math.clz32(view.getUint8(at)) - 23;
    if (idLength > 4 || at + idLength >= to) break;
    let id = 0;
    for (let byte = 0; byte < idLength; byte++) id = id * 256 + view.getUint8(at + byte);
    const size = readSize(view, at + idLength);
    const body = at + idLength + size.length;
    if (body > to) break;
    const end = Number.isNaN(size.value) ? openEnd(view, id, body, to) : body + size.value;
    found.push({ id, start: at, body, end: Math.min(to, end) });
    at = end;
  }
  return found;
}

/**
 * Returns where an element without a size ends: a segment with the file, a cluster before what is
 * no part of it.
 */
function openEnd(view: DataView, id: number, body: number, to: number): number {
  if (id !== ID.cluster) return to;
  const inside: readonly number[] = [
    ID.timestamp,
    ID.simpleBlock,
    ID.blockGroup,
    ID.void,
    0xa7,
    0xab,
  ];
  let at = body;
  while (at + 2 <= to && inside.includes(view.getUint8(at))) {
    const size = readSize(view, at + 1);
    if (Number.isNaN(size.value)) return to;
    at += 1 + size.length + size.value;
  }
  return Math.min(to, at);
}

/** Reads a variable-length number; NaN for a size that is not known. */
function readSize(view: DataView, at: number): { readonly value: number; readonly length: number } {
  if (at >= view.byteLength) return { value: Number.NaN, length: 1 };
  const first = view.getUint8(at);
  const length = Math.clz32(first) - 23;
  if (length > 8 || at + length > view.byteLength) return { value: Number.NaN, length: 1 };
  let value = first & (0xff >> length);
  let isOpen = value === 0xff >> length;
  for (let byte = 1; byte < length; byte++) {
    const next = view.getUint8(at + byte);
    isOpen &&= next === 0xff;
    value = value * 256 + next;
  }
  return { value: isOpen ? Number.NaN : value, length };
}

function readUint(view: DataView, { body, end }: Element): number {
  let value = 0;
  for (let at = body; at < end; at++) value = value * 256 + view.getUint8(at);
  return value;
}

const lengthOf = (parts: readonly Uint8Array[]): number =>
  parts.reduce((sum, { length }) => sum + length, 0);

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(lengthOf(parts));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Writes an element with a size of eight bytes. */
function element(id: number, parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const name = [id >>> 24, (id >>> 16) & 255, (id >>> 8) & 255, id & 255];
  const size = uint(lengthOf(parts));
  size[0] = 1;
  return joined([Uint8Array.from(name.slice(name.findIndex((byte) => byte > 0))), size, ...parts]);
}

function uint(value: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(Math.round(value)));
  return bytes;
}

function float(value: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return bytes;
}
