/**
 * Damages inputs, byte by byte or part by part, from a random stream: the same seed, the same
 * damage.
 */
import { readSafetensors, writeSafetensors, type Tensor } from '../../agents/files/safetensors';
import type { Rng } from '../../market/rng';

/** Numbers at which arithmetic, ranges and conversions break. */
const NUMBERS = [
  -0,
  0,
  -1,
  1,
  0.5,
  1e-45,
  5e-324,
  1e-300,
  3.4e38,
  1e308,
  -1e308,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  Number.NaN,
  Infinity,
  -Infinity,
  1e9,
  1e6,
  255,
];
const TEXTS = [
  '',
  ' ',
  '-0',
  '1e999',
  'NaN',
  '0x10',
  ' 7 ',
  '９',
  '\u0000',
  '<img src=x onerror=x>',
  '__proto__',
  'constructor',
  'toString',
  'x'.repeat(5000),
  '\u202e',
  '%',
  'true',
  'null',
];

export const pick = <Item>(random: Rng, items: readonly Item[]): Item =>
  items[random.below(items.length)];

export const hostileText = (random: Rng): string =>
  random.coin() ? pick(random, TEXTS) : String(pick(random, NUMBERS));

/** Changes, removes, repeats or cuts some bytes. */
export function mutateBytes(source: Uint8Array, random: Rng): Uint8Array<ArrayBuffer> {
  let bytes = Uint8Array.from(source);
  for (let change = random.below(4); change >= 0; change -= 1) {
    const at = random.below(Math.max(1, bytes.length));
    const length = Math.min(bytes.length - at, 1 + random.below(16));
    switch (random.below(6)) {
      case 0:
        bytes[at] ^= 1 << random.below(8);
        break;
      case 1:
        bytes[at] = pick(random, [0, 1, 0x7f, 0x80, 0xff, 0x22, 0x7b]);
        break;
      case 2:
        bytes = Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + length)]);
        break;
      case 3:
        bytes = Uint8Array.from([...bytes.subarray(0, at + length), ...bytes.subarray(at)]);
        break;
      case 4:
        bytes = bytes.slice(0, random.below(8) === 0 ? at : bytes.length);
        break;
      default:
        for (let index = at; index < at + length; index += 1) bytes[index] = random.below(256);
    }
  }
  return bytes;
}

/** Changes one place of a JSON value: a leaf, a field that goes, or one that comes. */
export function mutateJson(value: unknown, random: Rng): unknown {
  if (typeof value !== 'object' || value === null || random.below(12) === 0) {
    return random.coin()
      ? pick<unknown>(random, [...NUMBERS, null, true, [], {}, [[]]])
      : hostileText(random);
  }
  if (Array.isArray(value)) {
    const items: unknown[] = [...value];
    if (items.length === 0 || random.below(8) === 0) return [...items, ...items, null];
    const at = random.below(items.length);
    items[at] = mutateJson(items[at], random);
    return items;
  }
  const entries = Object.entries(value);
  const at = random.below(Math.max(1, entries.length));
  const how = random.below(10);
  if (entries.length === 0 || how === 0) return { ...value, [hostileText(random)]: 1 };
  if (how === 1) return Object.fromEntries(entries.filter((_, index) => index !== at));
  entries[at][1] = mutateJson(entries[at][1], random);
  return Object.fromEntries(entries);
}

/** Names the first name twice, as JSON.stringify never does. */
function withDuplicate(text: string): string {
  const name = /^\{\s*("(?:[^"\\]|\\.)*")\s*:/.exec(text)?.[1];
  return name === undefined ? text : text.replace('{', `{${name}:0,`);
}

/**
 * Changes a number of a tensor, its shape, or the JSON among the texts, and leaves a sound
 * container.
 * @param text name of the text that is JSON
 */
export function mutateTensors(
  file: Uint8Array,
  text: string,
  random: Rng,
): { readonly tensors: Map<string, Tensor>; readonly metadata: Record<string, string> } {
  const { tensors, metadata } = readSafetensors(file);
  const changed = new Map(tensors);
  const texts = { ...metadata };
  if (random.below(3) > 0) {
    const name = pick(random, [...changed.keys()]);
    const { shape, data } = changed.get(name) as Tensor;
    const copy = data.slice();
    copy[random.below(Math.max(1, copy.length))] = pick(random, NUMBERS);
    if (random.below(10) === 0) copy.fill(pick(random, NUMBERS));
    changed.set(name, { shape: random.below(20) === 0 ? [...shape, 1] : shape, data: copy });
    if (random.below(20) === 0) changed.delete(name);
  } else {
    texts[text] = JSON.stringify(mutateJson(JSON.parse(texts[text]), random));
    if (random.below(10) === 0) texts[text] = withDuplicate(texts[text]);
  }
  return { tensors: changed, metadata: texts };
}

/**
 * Writes the container with the hash that its reader asks for, so that what is behind the hash is
 * judged too.
 * @param expectedHash hash that the reader of these bytes expects; null where it asks for none
 */
export function sealed(
  parts: ReturnType<typeof mutateTensors>,
  expectedHash: (file: Uint8Array) => string | null,
): Uint8Array<ArrayBuffer> {
  const file = writeSafetensors(parts);
  const hash = expectedHash(file);
  return hash === null
    ? file
    : writeSafetensors({ ...parts, metadata: { ...parts.metadata, hash } });
}
