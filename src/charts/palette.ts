/**
 * Reads the colours that a canvas needs from the CSS custom properties of tokens.css, so that every
 * colour is written down once and themes switch in one place.
 *
 * A colour has one role. Bid and ask are the sides: of the market, of the agent's quotes, and of
 * its fills. Position is what it holds; the text's colour is its profit and replay's present; the
 * muted one is the moment under the pointer and what only helps to read. Warning is what is beyond
 * a limit, and nothing else. Runs have series of their own.
 */
import { REWARD_TERMS, type RewardTerm } from '../env/types';

const NAMES = {
  background: '--background',
  raised: '--raised',
  line: '--line',
  text: '--text',
  muted: '--muted',
  bid: '--bid',
  ask: '--ask',
  warning: '--warning',
  position: '--position',
} as const;

export type Palette = Readonly<Record<keyof typeof NAMES, string>> & {
  readonly terms: Readonly<Record<RewardTerm, string>>;
  readonly font: string;
};

/** The custom property that holds a reward term's colour. */
export const termColourProperty = (term: RewardTerm): string =>
  `--term-${term.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

export function readPalette(styles: Pick<CSSStyleDeclaration, 'getPropertyValue'>): Palette {
  const read = (property: string) => styles.getPropertyValue(property).trim();
  const named = Object.fromEntries(
    Object.entries(NAMES).map(([name, property]) => [name, read(property)]),
  ) as Record<keyof typeof NAMES, string>;
  const terms = Object.fromEntries(
    REWARD_TERMS.map((term) => [term, read(termColourProperty(term))]),
  ) as Record<RewardTerm, string>;
  return { ...named, terms, font: read('--font') };
}
