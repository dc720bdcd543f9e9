import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/market/json';

describe('JSON from outside', () => {
  it('is what JSON.parse makes of it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.nat(4), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseJson(text, 'file')).toStrictEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    ['{"a":1,"a":1}', 'file.a: expected the field once, got "it twice"'],
    ['{"a":1,"\\u0061":2}', 'file.a: expected the field once'],
    ['{"x":[{"b":{}},{"c":{"d":0,"d":0}}]}', 'file.x.c.d: expected the field once'],
    ['{"a" :1,\n"b":{"a":2},"a"\t:3}', 'file.a: expected the field once'],
    ['{"a":"\\"","b":[":"],"b":1}', 'file.b: expected the field once'],
    ['{"__proto__":1,"__proto__":2}', 'file.__proto__: expected the field once'],
  ])('%s is refused for the name that stands twice', (text, message) => {
    expect(() => parseJson(text, 'file')).toThrow(message);
  });

  it('may hold one name in several objects, and as a value', () => {
    const text = '[{"a":"a"},{"a":["a","a"]},{"a":{"a":1}}]';
    expect(parseJson(text, 'file')).toEqual(JSON.parse(text));
  });

  it('is refused before it is parsed when it is nested too deeply', () => {
    const deep = '['.repeat(1_000_000) + ']'.repeat(1_000_000);
    expect(() => parseJson(deep, 'card')).toThrow('card: expected at most 64 levels of nesting');
  });

  it.each(['', '{"a":', '{"a', '"\\', '{"a":1}}', 'NaN', '[1,]', ']'])(
    '%j is refused as no JSON',
    (text) => {
      expect(() => parseJson(text, 'card')).toThrow('card: expected JSON, got');
    },
  );
});
