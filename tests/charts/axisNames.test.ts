import { expect, it } from 'vitest';
import { placeAxisNames } from '../../src/charts/axisNames';

/** Ten pixels a second, from 0 to 600. */
const axis = { left: 0, right: 600, x: (seconds: number) => 10 * seconds };
/** Six pixels a letter. */
const width = (text: string) => 6 * text.length;
const textsOf = (...args: Partial<Parameters<typeof placeAxisNames>>) =>
  placeAxisNames(args[0] ?? [], args[1] ?? [], axis, width).map(({ text }) => text);

it('names an episode and what changed at its beginning together', () => {
  const changes = [{ seconds: 30.2, text: 'Fees 2.1' }];
  const episodes = [
    { episode: 2, seconds: 10 },
    { episode: 3, seconds: 30 },
  ];
  expect(textsOf(changes, episodes)).toEqual(['Ep 3 · Fees 2.1', 'Ep 2']);
});

it('leaves out what would cover another: older changes, and episodes beside a change', () => {
  const changes = [
    { seconds: 30, text: 'Fees 2' },
    { seconds: 32, text: 'Fees 2.1' },
  ];
  expect(textsOf(changes, [{ episode: 4, seconds: 35 }])).toEqual(['Fees 2.1']);
});

it('moves a long name into the axis, and leaves out what is outside', () => {
  const changes = [
    { seconds: -1, text: 'GLFT' },
    { seconds: 59, text: 'Imbalance-aware maker' },
  ];
  const names = placeAxisNames(changes, [{ episode: 9, seconds: 0.5 }], axis, width);
  expect(names).toEqual([{ text: 'Imbalance-aware maker', x: 600 - 63, half: 63 }]);
});
