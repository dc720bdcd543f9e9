/**
 * Buffers are transferred, rather than copied, when a plain object of typed arrays changes threads.
 */

/** Gives the buffers of the typed arrays that are the object's own values, each once. */
export function buffersOf(value: object): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const field of Object.values(value)) {
    if (ArrayBuffer.isView(field) && field.buffer instanceof ArrayBuffer) buffers.add(field.buffer);
  }
  return [...buffers];
}
