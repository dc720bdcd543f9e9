/**
 * Bytes and Float32 arrays become base64, for what has to travel inside JSON. This works in pages,
 * workers and Node.
 */

/** Bytes turned into characters at once; more would overflow the argument list. */
const CHUNK = 0x8000;

export function bytesToBase64(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return btoa(text);
}

/** @returns null when the text is not base64 */
export function bytesFromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  let decoded: string;
  try {
    decoded = atob(text);
  } catch {
    return null;
  }
  const bytes = new Uint8Array(decoded.length);
  for (let index = 0; index < decoded.length; index++) bytes[index] = decoded.charCodeAt(index);
  return bytes;
}

/** Writes float32 numbers, little-endian. */
export function floatsToBase64(values: Float32Array): string {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < values.length; index++) {
    view.setFloat32(4 * index, values[index], true);
  }
  return bytesToBase64(bytes);
}

/** @returns null when the text is not base64 of whole float32 numbers */
export function floatsFromBase64(text: string): Float32Array | null {
  const bytes = bytesFromBase64(text);
  if (bytes === null || bytes.length % 4 !== 0) return null;
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) =>
    view.getFloat32(4 * index, true),
  );
}
