/**
 * Walks over a block of Snappy (google/snappy, format_description.txt) without unpacking it. The
 * decoder takes the length of a literal as a signed number and may step backwards for seconds on a
 * flipped byte; here a length that the block cannot hold ends the walk.
 */

/** @throws RangeError for a block that does not unpack to `length` bytes */
export function checkSnappy(block: Uint8Array, length: number): void {
  let at = 0;
  while (at < block.length && block[at] >= 0x80) at += 1;
  at += 1;
  let unpacked = 0;
  const littleEndian = (bytes: number) => {
    let value = 0;
    for (let place = 0; place < bytes; place += 1) value += block[at + place] * 256 ** place;
    return value;
  };
  while (at < block.length) {
    const tag = block[at];
    at += 1;
    const kind = tag & 3;
    let size = (tag >> 2) + 1;
    if (kind === 0) {
      if (size > 60) {
        const bytes = size - 60;
        size = littleEndian(bytes) + 1;
        at += bytes;
      }
      // A missing byte makes NaN, which fails the comparison.
      if (!(at + size <= block.length)) throw new RangeError('a literal is longer than its page');
      at += size;
    } else {
      const bytes = [1, 2, 4][kind - 1];
      let offset = littleEndian(bytes);
      if (kind === 1) {
        size = ((tag >> 2) & 7) + 4;
        offset += (tag >> 5) * 256;
      }
      at += bytes;
      if (!(offset >= 1 && offset <= unpacked)) {
        throw new RangeError('a copy reaches before the page');
      }
    }
    unpacked += size;
    if (unpacked > length) break;
  }
  if (unpacked !== length) throw new RangeError(`a page unpacks to other than ${length} bytes`);
}
