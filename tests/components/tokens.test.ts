import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPalette } from '../../src/charts/palette';

const css = readFileSync(
  join(import.meta.dirname, '../../src/components/styles/tokens.css'),
  'utf8',
);

/** Custom properties of the first rule whose selector is `selector`. */
function tokensOf(selector: string): ReadonlyMap<string, string> {
  const from = css.indexOf(`${selector} {`);
  const body = css.slice(css.indexOf('{', from) + 1, css.indexOf('}', from));
  return new Map(
    [...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map((match) => [match[1], match[2].trim()]),
  );
}

const dark = tokensOf(':root');
const themes = {
  dark,
  light: new Map([...dark, ...tokensOf(":root[data-theme='light']")]),
  'light by system': new Map([...dark, ...tokensOf(":root:not([data-theme='dark'])")]),
};

/** The relative luminance of WCAG 2.2. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

describe.each(Object.entries(themes))('the colours of the %s theme', (...[, tokens]) => {
  const colour = (token: string) => tokens.get(token) ?? '';

  it('make text readable on every surface (4.5 : 1)', () => {
    for (const surface of ['--background', '--raised', '--hover']) {
      for (const text of ['--text', '--muted']) {
        expect(contrast(colour(text), colour(surface)), `${text} on ${surface}`).toBeGreaterThan(
          4.5,
        );
      }
    }
  });

  it('make lines, bars and controls visible (3 : 1)', () => {
    for (const token of ['--bid', '--ask', '--control', '--warning']) {
      expect(contrast(colour(token), colour('--background')), token).toBeGreaterThan(3);
    }
  });

  it('are all there for the canvases', () => {
    const palette = readPalette({ getPropertyValue: colour });
    const { terms, ...named } = palette;
    for (const value of [...Object.values(named), ...Object.values(terms)]) {
      expect(value).not.toBe('');
    }
  });
});

it('light is light whether the system or the switch asked for it', () => {
  expect(themes.light).toEqual(themes['light by system']);
});
