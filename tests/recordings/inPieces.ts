/** Bytes that come one piece after another, as those of a file do; one buffer serves all pieces. */
export async function* inPieces(
  content: string | Uint8Array,
  size = 1 << 16,
): AsyncGenerator<Uint8Array, void> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const buffer = new Uint8Array(size);
  for (let at = 0; at < bytes.length; at += size) {
    const piece = bytes.subarray(at, at + size);
    buffer.set(piece);
    yield buffer.subarray(0, piece.length);
    buffer.fill(0);
  }
}
