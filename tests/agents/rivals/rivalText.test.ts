import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  RIVAL_TERM_FIELDS,
  RIVAL_TERM_KEYS,
  readRivalText,
  writeRivalText,
  type RivalTerms,
} from '../../../src/agents/rivals/rivalText';

const term = fc
  .tuple(fc.constantFrom(...RIVAL_TERM_KEYS), fc.integer({ min: 1, max: 1000 }))
  .map(([key, value]) => [RIVAL_TERM_FIELDS[key], value] as const);
const terms = fc
  .uniqueArray(term, { selector: ([field]) => field })
  .map((entries) => Object.fromEntries(entries) as RivalTerms);

describe('a rival as text', () => {
  it('gives back its name and whatever sets it apart', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('glft', 'C:/agents/my.safetensors', 'a:b'),
        terms,
        (name, own) => {
          expect(readRivalText(writeRivalText({ name, terms: own }))).toEqual({ name, terms: own });
        },
      ),
    );
  });

  it.each([
    ['glft:speed=3', /speed: expected one of orderLatency, .* got "speed"/],
    [
      'glft:maxOrderSize=0',
      /maxOrderSize: expected a whole number from 1 to 1000 contracts, got "0"/,
    ],
    ['glft:maxOrderSize=1.5', /a whole number/],
    ['glft:orderLatency=0x10', /a number from 0 to 10000000 µs, got "0x10"/],
    ['glft:orderLatency=', /got ""/],
    ['glft:orderLatency=5:orderLatency=6', /a single value/],
  ])('is refused by name: %s', (text, message) => {
    expect(() => readRivalText(text)).toThrow(message);
  });
});
