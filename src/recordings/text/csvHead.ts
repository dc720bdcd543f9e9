/** The start of a text file, to tell its format by. */

/** Rows that are looked at. */
const HEAD_ROWS = 3;
/** A file of numbers without any line that long is none of rows. */
const HEAD_BYTES = 1 << 16;

/**
 * @param head the first bytes of a file
 * @returns fields of the first rows, without a row that `head` cuts off unless it is the only one
 */
export function csvHead(head: Uint8Array): string[][] {
  const text = new TextDecoder().decode(head.subarray(0, HEAD_BYTES));
  const lines = text.split(/\r?\n/, HEAD_ROWS + 1);
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines;
  return whole.filter((line) => line !== '').map((line) => line.split(','));
}

/** Whether the fields are those names, in this order. */
export function areNames(fields: readonly string[] | undefined, names: readonly string[]): boolean {
  return fields?.length === names.length && names.every((name, at) => fields[at] === name);
}
