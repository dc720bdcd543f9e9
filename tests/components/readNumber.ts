/**
 * Reads the first number of a text as the page writes it: true minus, thousands separators, `1.2k`.
 */
export function readNumber(text: string | null): number {
  const plain = (text ?? '').replaceAll('\u2212', '-').replaceAll(/[,$+]/g, '');
  const match = /(-?\d+(?:\.\d+)?)(k?)/.exec(plain);
  return match === null ? Number.NaN : Number(match[1]) * (match[2] === 'k' ? 1000 : 1);
}
