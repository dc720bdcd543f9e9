/**
 * Reads JSON that comes from outside. JSON.parse keeps the last of two fields of one name and
 * follows any depth; here a name that stands twice is an error, and so is a value that is nested
 * deeper than anything the lab writes.
 */
import { InvalidInputError } from './validation';

/** Most levels of lists and objects in each other: several times the deepest value of the lab. */
const MAX_DEPTH = 64;

/**
 * @param path what errors call the value
 * @param expected what errors ask for where the text is no JSON
 * @throws InvalidInputError for what is no JSON, nested too deeply, or names a field twice
 */
export function parseJson(text: string, path: string, expected = 'JSON'): unknown {
  checkStructure(text, path);
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidInputError(path, expected, text);
  }
}

const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Reads brackets and strings alone, once, and leaves what is wrong with the rest to JSON.parse. */
function checkStructure(text: string, path: string): void {
  /** Names of every object around the place, or null for a list. */
  const levels: (Set<string> | null)[] = [];
  /** Fields that lead to the place. */
  const keys: string[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === OPEN_OBJECT || code === OPEN_LIST) {
      levels.push(code === OPEN_OBJECT ? new Set() : null);
      if (levels.length > MAX_DEPTH) {
        throw new InvalidInputError(path, `at most ${MAX_DEPTH} levels of nesting`, 'more');
      }
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
      levels.pop();
      keys.length = Math.min(keys.length, levels.length);
    } else if (code === QUOTE) {
      const end = endOfString(text, at);
      const names = levels.at(-1);
      if (names instanceof Set && text.charCodeAt(skipSpace(text, end)) === COLON) {
        const name = nameOf(text.slice(at, end));
        keys.length = levels.length;
        keys[levels.length - 1] = name;
        if (names.has(name)) {
          const field = [path, ...keys.filter((key) => key !== undefined)].join('.');
          throw new InvalidInputError(field, 'the field once', 'it twice');
        }
        names.add(name);
      }
      at = end - 1;
    }
  }
}

/** @returns the index after the closing quote, or the end of a text that has none */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) {
    at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  }
  return Math.min(at + 1, text.length);
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at += 1;
  return at;
}

/** Reads a name as JSON does, so that an escape hides no duplicate. */
function nameOf(literal: string): string {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return literal;
  }
}
