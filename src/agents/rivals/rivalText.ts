/**
 * Rivals as text, in links and on the command line: a name, and after it whatever sets the rival
 * apart from the agent, as in `glft:orderLatency=1000:maxOrderSize=5`.
 */
import { ENV_FIELDS, type EnvConfig } from '../../env/config';
import { expectedNumber, isInRange } from '../../market/fields';
import { InvalidInputError } from '../../market/validation';

/** Fields in which a rival may differ from the agent, by the names of their settings. */
export const RIVAL_TERM_FIELDS = {
  orderLatency: 'orderLatencyMicroseconds',
  marketDataLatency: 'marketDataLatencyMicroseconds',
  maxOrderSize: 'maxOrderSize',
  maxInventory: 'maxInventory',
} as const satisfies Record<string, keyof typeof ENV_FIELDS>;
export type RivalTermKey = keyof typeof RIVAL_TERM_FIELDS;
export const RIVAL_TERM_KEYS = Object.keys(RIVAL_TERM_FIELDS) as RivalTermKey[];

/** What sets a rival apart; whatever is absent is as for the agent. */
export type RivalTerms = Readonly<
  Partial<Pick<EnvConfig, (typeof RIVAL_TERM_FIELDS)[RivalTermKey]>>
>;

export interface NamedRival {
  readonly name: string;
  readonly terms: RivalTerms;
}

/** What may follow a name, in a sentence. */
export const RIVAL_TERMS_TEXT = `with :${RIVAL_TERM_KEYS.join('=N :')}=N after it where it differs from the agent`;

const TERM = /^([A-Za-z]+)=(.*)$/s;
const NUMBER = /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Reads a rival. A name may have colons: only what reads `:word=` belongs to its terms.
 * @throws InvalidInputError naming the term that is unknown, given twice, or out of range
 */
export function readRivalText(text: string): NamedRival {
  const parts = text.split(':');
  const terms: Partial<Record<RivalTerm, number>> = {};
  while (parts.length > 1) {
    const match = TERM.exec(parts[parts.length - 1]);
    if (match === null) break;
    parts.pop();
    const [, word, value] = match;
    const key = RIVAL_TERM_KEYS.find((one) => one === word);
    if (key === undefined) {
      throw new InvalidInputError(`${text}: ${word}`, `one of ${RIVAL_TERM_KEYS.join(', ')}`, word);
    }
    const name = RIVAL_TERM_FIELDS[key];
    const field = ENV_FIELDS[name];
    const number = NUMBER.test(value) ? Number(value) : Number.NaN;
    if (name in terms) throw new InvalidInputError(`${text}: ${word}`, 'a single value', value);
    if (!isInRange(field, number)) {
      throw new InvalidInputError(`${text}: ${word}`, expectedNumber(field), value);
    }
    terms[name] = number;
  }
  return { name: parts.join(':'), terms };
}
type RivalTerm = (typeof RIVAL_TERM_FIELDS)[RivalTermKey];

/** Writes a rival as `readRivalText` reads it, its terms in the order of their table. */
export const writeRivalText = ({ name, terms }: NamedRival): string =>
  [name, ...RIVAL_TERM_KEYS.flatMap((key) => termText(key, terms))].join(':');

function termText(key: RivalTermKey, terms: RivalTerms): string[] {
  const value = terms[RIVAL_TERM_FIELDS[key]];
  return value === undefined ? [] : [`${key}=${value}`];
}
