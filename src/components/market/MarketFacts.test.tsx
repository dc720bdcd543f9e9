import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderLab } from '../../../tests/components/renderLab';
import { sample } from '../../../tests/evaluation/facts/exampleSample';
import { exampleFit } from '../../../tests/store/tapes/exampleFit';
import { exampleTape, storageWithTapes } from '../../../tests/store/tapes/exampleTape';
import MarketFacts from './MarketFacts';

it('holds a recording against the ranges of the preset, beside what was fitted to it', async () => {
  const tape = exampleTape();
  const { session, change } = await renderLab(<MarketFacts />, {
    storage: storageWithTapes(tape).storage,
    answers: {
      // Of the lab's own market, which is measured first, nothing comes.
      measureMarket: ({ market }) =>
        market.tape === undefined
          ? new Promise(() => undefined)
          : Promise.resolve([{ watched: sample, makers: [] }]),
      fitTape: () => Promise.resolve(exampleFit()),
    },
  });
  await change(() => void session.tapes.play(tape.hash));
  const heads = () => screen.getAllByRole('columnheader').map(({ textContent }) => textContent);
  const cells = (fact: string) =>
    within(screen.getByRole('row', { name: new RegExp(`^${fact}`) }))
      .getAllByRole('cell')
      .map(({ textContent }) => textContent);
  expect(heads().slice(0, 3)).toEqual(['Fact', 'Recording', 'Accepted of ES']);
  expect(heads()[3]).toMatch(/^\d+ of \d+ inside$/);
  expect(cells('Best depth').slice(1)).toEqual(['45.0 to 90.0', expect.stringMatching(/side$/)]);
  expect(cells('Trendiness').slice(1)).toEqual(['—', 'not judged']);
  await change(() => void session.fits.fit(tape.hash, 'es'));
  expect(heads().slice(1, 5)).toEqual(['Recording', 'Fitted', 'ES', 'Accepted of ES']);
  expect(cells('Best depth').slice(1, 3)).toEqual(['30.0 ✓ nearer', '50.0']);
  expect(cells('Continuation').slice(1, 3)).toEqual(['0.300 ✕ not nearer', '0.500']);
});

it('names the command that measures a market of one’s own', async () => {
  await renderLab(<MarketFacts />, {
    hash: '#regime=toxic&parameters=tether:0.5',
    answers: { measureMarket: () => new Promise(() => undefined) },
  });
  expect(screen.getByText(/^npm run lab/).textContent).toContain(
    'facts --market es --regime toxic --parameters tether:0.5 --seconds',
  );
});

it('says what the analytic market is, and draws no curve that has nothing to show', async () => {
  const nothing = (values: readonly number[]) => values.map(() => Number.NaN);
  // As it is measured there: a spread, a signature, and fills at one horizon.
  const watched = {
    ...sample,
    imbalanceCurve: nothing(sample.imbalanceCurve),
    signMemory: nothing(sample.signMemory),
    markouts: [0.5, Number.NaN, Number.NaN, Number.NaN],
  };
  const { container } = await renderLab(<MarketFacts />, {
    hash: '#preset=avellanedaStoikov',
    answers: { measureMarket: () => Promise.resolve([{ watched, makers: [] }]) },
  });
  expect(screen.getByText(/^Analytic/).parentElement?.textContent).toContain('Made by definition');
  expect(screen.queryByText(/Tuned to look/)).toBeNull();
  const drawn = [...container.querySelectorAll('.fact-chart .explain')];
  expect(drawn.map(({ textContent }) => textContent)).toEqual(['Spread', 'Signature plot']);
});
