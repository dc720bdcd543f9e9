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

type Matrix = readonly (readonly [number, number, number])[];
type Colour = readonly [number, number, number];

/**
 * What colours turn into for people who lack one kind of cone, over linear RGB: Machado, Oliveira
 * and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009),
 * severity 1.
 */
const VISIONS: Readonly<Record<string, Matrix>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function linear(hex: string): Colour {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return [red, green, blue];
}

const product = (matrix: Matrix, [a, b, c]: Colour): Colour => {
  const [x, y, z] = matrix.map((row) => row[0] * a + row[1] * b + row[2] * c);
  return [x, y, z];
};

/** Linear RGB in OKLab, where equal distances look equal: Ottosson (2020). */
function oklab(colour: Colour): Colour {
  const inside = colour.map((channel) => Math.min(1, Math.max(0, channel)));
  const cones = product(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    [inside[0], inside[1], inside[2]],
  );
  const [long, middle, short] = cones.map(Math.cbrt);
  return product(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    [long, middle, short],
  );
}

/** Distance in OKLab for the vision that tells them apart worst; about 0.02 is just seen. */
function leastDistance(a: string, b: string): number {
  const distances = Object.values(VISIONS).map((vision) => {
    const [first, second] = [a, b].map((hex) => oklab(product(vision, linear(hex))));
    return Math.hypot(...first.map((value, at) => value - second[at]));
  });
  return Math.min(...distances);
}

const pairs = (names: readonly string[]) =>
  names.flatMap((a, index) => names.slice(index + 1).map((b) => [a, b] as const));

const ROLES = ['--bid', '--ask', '--warning', '--position', '--text', '--muted'];
const SERIES = ['--series-1', '--series-2', '--series-3', '--series-4', '--series-5'];
// The penalty of wide quotes shares a colour with that of inventory, and is hollow.
const TERMS = [
  '--term-spread-capture',
  '--term-adverse-selection',
  '--term-inventory-pnl',
  '--term-fees',
  '--term-inventory-penalty',
];

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
    for (const token of ['--bid', '--ask', '--control', '--warning', '--position', ...SERIES]) {
      expect(contrast(colour(token), colour('--background')), token).toBeGreaterThan(3);
    }
  });

  it('are told apart within a chart, with any two kinds of cones too', () => {
    for (const [names, least] of [
      [ROLES, 0.085],
      [SERIES, 0.15],
      [TERMS, 0.15],
    ] as const) {
      for (const [a, b] of pairs(names)) {
        expect(leastDistance(colour(a), colour(b)), `${a} and ${b}`).toBeGreaterThan(least);
      }
    }
  });

  it('do not make a warning or a run look like an ask', () => {
    for (const other of ['--warning', ...SERIES]) {
      expect(leastDistance(colour('--ask'), colour(other)), other).toBeGreaterThan(0.085);
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

it('paints every sample of a line in a legend', () => {
  const read = (path: string) =>
    readFileSync(join(import.meta.dirname, '../../src/components', path), 'utf8');
  const styles = read('styles/charts.css');
  for (const legend of ['branch/BranchResult.tsx', 'charts/PricePanel.tsx']) {
    const samples = [...read(legend).matchAll(/"swatch-line ([^"]+)"/g)];
    expect(samples.length, legend).toBeGreaterThan(0);
    for (const name of samples.flatMap(([, classes]) => classes.split(' '))) {
      expect(styles, legend).toContain(`.swatch-line.${name} {`);
    }
  }
});
