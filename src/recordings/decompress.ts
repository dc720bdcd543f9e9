/**
 * Decompression of what a file holds, piece by piece: gzip of several members, Zstandard of several
 * frames, a zip archive of one file, and anything else as it is. Which one is told by the first
 * bytes. Memory stays at a window and a piece; what asks for more, or unpacks to absurd lengths, is
 * refused.
 */
import { Gunzip, Unzip, UnzipInflate, UnzipPassThrough } from 'fflate';
import { Decompress } from 'fzstd';
import { reasonOf } from '../market/validation';
import { RecordingError } from './recordingError';
import { ZstdFrames } from './zstdFrames';

/** What gzip unpacks at once: 1032 times as much may come out. */
const GZIP_PIECE_BYTES = 1 << 14;
/**
 * Most bytes out for a byte in, once more than the allowance came out. Recordings of markets
 * compress 5 to 60 times; gzip reaches 1032 at most, Zstandard far more.
 */
const MOST_RATIO = 400;
const RATIO_ALLOWANCE_BYTES = 1 << 28;

/** Takes compressed bytes and gives out what it can; an array it gave is not used again. */
type Decompressor = (bytes: Uint8Array, isFinal: boolean) => Iterable<Uint8Array>;

/**
 * @param file name of the file, for errors
 * @param pieces the file's bytes in pieces of any size
 * @returns the bytes that were compressed
 * @throws RecordingError when the compressed data is broken, cut short or a decompression bomb
 */
export async function* decompressed(
  file: string,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let work: Decompressor | null = null;
  let compression = '';
  let taken = 0;
  let given = 0;
  const checked = function* (bytes: Uint8Array, isFinal: boolean) {
    if (work === null) return;
    const place = { file, byte: taken };
    try {
      for (const out of work(bytes, isFinal)) {
        given += out.length;
        if (given > RATIO_ALLOWANCE_BYTES && given > MOST_RATIO * taken) {
          const expected = `data that unpacks to at most ${MOST_RATIO} times its size`;
          throw new RecordingError(place, compression, expected, `${given} bytes`);
        }
        if (out.length > 0) yield out;
      }
    } catch (error) {
      if (error instanceof RecordingError) throw error;
      throw new RecordingError(place, compression, 'intact data', reasonOf(error));
    }
  };
  for await (const piece of withWholeMagic(pieces)) {
    if (taken === 0) {
      compression = compressionOf(piece);
      if (compression === 'gzip') work = gzip();
      else if (compression === 'zstd') work = zstd(file);
      else if (compression === 'zip') work = zip(file);
    }
    taken += piece.length;
    if (work === null) yield piece;
    else yield* checked(piece, false);
  }
  yield* checked(new Uint8Array(), true);
}

function compressionOf(head: Uint8Array): string {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  const magic = head.length < 4 ? 0 : new DataView(head.buffer, head.byteOffset).getUint32(0, true);
  if (magic === 0x04034b50) return 'zip';
  const isSkippable = (magic & 0xfffffff0) >>> 0 === 0x184d2a50;
  return magic === 0xfd2fb528 || isSkippable ? 'zstd' : 'none';
}

function gzip(): Decompressor {
  const ready: Uint8Array[] = [];
  const stream = new Gunzip((bytes) => ready.push(bytes));
  return function* (bytes, isFinal) {
    for (let start = 0; start < bytes.length; start += GZIP_PIECE_BYTES) {
      stream.push(bytes.subarray(start, start + GZIP_PIECE_BYTES));
      yield* ready.splice(0);
    }
    if (isFinal) stream.push(bytes, true);
    yield* ready.splice(0);
  };
}

/** Unpacks the only file of an archive, which NumPy's `.npz` is too. */
function zip(file: string): Decompressor {
  const ready: Uint8Array[] = [];
  const names: string[] = [];
  let isWhole = false;
  const stream = new Unzip((member) => {
    if (member.name.endsWith('/')) return;
    names.push(member.name);
    if (names.length > 1) {
      throw new RecordingError({ file }, 'zip', 'an archive of one file', names.join(', '));
    }
    member.ondata = (error, bytes, isLast) => {
      if (error !== null) throw error;
      ready.push(bytes);
      isWhole ||= isLast;
    };
    member.start();
  });
  stream.register(UnzipInflate);
  stream.register(UnzipPassThrough);
  return function* (bytes, isFinal) {
    for (let start = 0; start < bytes.length; start += GZIP_PIECE_BYTES) {
      stream.push(bytes.subarray(start, start + GZIP_PIECE_BYTES));
      yield* ready.splice(0);
    }
    if (isFinal && !isWhole) {
      throw new RecordingError({ file }, 'zip', 'a whole archive', 'the end of the file');
    }
  };
}

function zstd(file: string): Decompressor {
  const frames = new ZstdFrames(file);
  const ready: Uint8Array[] = [];
  const stream = new Decompress((bytes) => ready.push(bytes));
  return function* (bytes, isFinal) {
    for (const part of frames.cut(bytes)) {
      stream.push(part);
      yield* ready.splice(0);
    }
    if (!isFinal) return;
    frames.finish();
    stream.push(bytes, true);
    yield* ready.splice(0);
  };
}

/** Joins the first pieces until the four bytes that tell the compression are in one. */
async function* withWholeMagic(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let head = new Uint8Array();
  let isHead = true;
  for await (const piece of pieces) {
    if (!isHead) {
      yield piece;
      continue;
    }
    const joined = new Uint8Array(head.length + piece.length);
    joined.set(head);
    joined.set(piece, head.length);
    head = joined;
    isHead = head.length < 4;
    if (!isHead) yield head;
  }
  if (isHead && head.length > 0) yield head;
}
