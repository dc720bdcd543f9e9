/**
 * Float32 arrays become base64, little-endian, for the few numbers that have to
 * travel inside JSON. This works in pages, workers and Node.
 */

/** Bytes turned into characters at once; more would overflow the argument list. */
const CHUNK = 0x8000;

export function floatsToBase64(values: Float32Array): string {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < values.length; index++) {
    view.setFloat32(4 * index, values[index], true);
  }
  let text = '';
  for (let start = 0; start < bytes.length; start += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return btoa(text);
}

/** @returns null when the text is not base64 of whole float32 numbers */
export function floatsFromBase64(text: string): Float32Array | null {
  let decoded: string;
  try {
    decoded = atob(text);
  } catch {
    return null;
  }
  if (decoded.length % 4 !== 0) return null;
  const view = new DataView(new ArrayBuffer(decoded.length));
  for (let index = 0; index < decoded.length; index++) {
    view.setUint8(index, decoded.charCodeAt(index));
  }
  return Float32Array.from({ length: decoded.length / 4 }, (_, index) =>
    view.getFloat32(4 * index, true),
  );
}
