/**
 * Binary frames of `lab serve`, for programs in other languages. A frame is a head of eight bytes
 * (uint32 length of the payload, uint8 kind, three zeros) and a payload. Numbers are little-endian,
 * and every array begins at a multiple of its own width.
 */
import { InvalidInputError } from '../../market/validation';

/** Raised when a frame changes its meaning. */
export const SERVE_PROTOCOL = 1;

/** Kinds of frames: the first four are asked, the rest are answers. */
export const FRAME = {
  /** JSON: what to play, see `EnvironmentServer`. Answered by `ready`. */
  open: 1,
  /** float64[N] seeds, NaN for rows that are left alone. Answered by `state`. */
  reset: 2,
  /**
   * float64[N] seeds and float32[N × 5] actions: a row with a seed starts an episode, and the
   * others take a decision. Answered by `state`.
   */
  step: 3,
  /** JSON: reward weights from the next step on. Answered by `ready`. */
  weights: 4,
  /** JSON: what is played, and the shapes of everything. */
  ready: 16,
  /** Rewards, terms, facts, observations and ends of all rows, see `EnvironmentServer`. */
  state: 17,
  /** JSON: `{ field, expected, message }`. Nothing was changed by what was asked. */
  error: 18,
} as const;

const HEAD_BYTES = 8;
/** Longest payload: 1,024 rows of the full observation are 2 MB. */
const MOST_BYTES = 1 << 26;

export interface Frame {
  readonly kind: number;
  readonly payload: Uint8Array;
}

export function encodeFrame({ kind, payload }: Frame): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES + payload.length);
  new DataView(bytes.buffer).setUint32(0, payload.length, true);
  bytes[4] = kind;
  bytes.set(payload, HEAD_BYTES);
  return bytes;
}

export const jsonFrame = (kind: number, value: unknown): Frame => ({
  kind,
  payload: new TextEncoder().encode(JSON.stringify(value)),
});

/** Cuts a stream of bytes into frames. A payload begins at the start of its own buffer. */
export class FrameReader {
  private readonly head = new Uint8Array(HEAD_BYTES);
  private payload: Uint8Array | null = null;
  private filled = 0;

  /**
   * Takes the next bytes of the stream.
   * @returns the frames that end in them
   * @throws InvalidInputError for a payload that is longer than any frame needs
   */
  *take(bytes: Uint8Array): Generator<Frame> {
    let at = 0;
    while (at < bytes.length || this.payload?.length === 0) {
      const target = this.payload ?? this.head;
      const part = bytes.subarray(at, at + target.length - this.filled);
      target.set(part, this.filled);
      at += part.length;
      this.filled += part.length;
      if (this.filled < target.length) return;
      this.filled = 0;
      if (this.payload === null) {
        this.payload = new Uint8Array(this.lengthOfPayload());
      } else {
        const frame = { kind: this.head[4], payload: this.payload };
        this.payload = null;
        yield frame;
      }
    }
  }

  private lengthOfPayload(): number {
    const length = new DataView(this.head.buffer).getUint32(0, true);
    if (length <= MOST_BYTES) return length;
    throw new InvalidInputError('frame.length', `at most ${MOST_BYTES} bytes`, length);
  }
}
