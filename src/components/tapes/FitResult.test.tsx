import { screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { axeFindings } from '../../../tests/components/axe';
import { renderLab } from '../../../tests/components/renderLab';
import { exampleFit } from '../../../tests/store/tapes/exampleFit';
import { exampleTape, storageWithTapes } from '../../../tests/store/tapes/exampleTape';
import type { RecordingFit } from '../../evaluation/fit/fitRecording';
import type { Lab } from '../../lab/types';
import { parseMarketFile } from '../../protocol/marketFile';
import YourData from './YourData';

const open = async (fitTape: Lab['fitTape'], header = {}) =>
  await renderLab(<YourData onFacts={() => undefined} />, {
    storage: storageWithTapes(exampleTape(undefined, { header })).storage,
    answers: { fitTape },
  });

const rowsOf = (table: string) =>
  within(screen.getByRole('region', { name: table }))
    .getAllByRole('row')
    .slice(1)
    .map((row) => within(row).getAllByRole('cell').map(({ textContent }) => textContent)); // prettier-ignore

it('fits a market to a recording, and says of each fact whether it came nearer', async () => {
  const fitTape = vi.fn<Lab['fitTape']>((_, onProgress) => {
    onProgress(0.5);
    return Promise.resolve(exampleFit());
  });
  const { user } = await open(fitTape);
  await user.click(screen.getByRole('button', { name: 'Fit a market to it' }));
  // A spread of about a tick is that of ES.
  expect(fitTape.mock.calls[0][0]).toEqual({ hash: '0123456789abcdef', preset: 'es' });
  const result = within(screen.getByTestId('fit-result'));
  expect(
    result.getByText(
      'Of its facts, 1 are the recording’s within two standard errors, 1 are nearer to it than those of ES, and 1 are not.',
    ),
  ).toBeTruthy();
  expect(rowsOf('Facts of the recording and of the fitted market')).toEqual([
    ['✓ the same', '0.980 ± 0.0100', '0.970 ± 0.0100', '0.990 ± 0.0100'],
    ['✓ nearer', '20.0 ± 1.00', '30.0 ± 1.00', '50.0 ± 1.00'],
    ['✕ not nearer', '0.600 ± 0.0100', '0.300 ± 0.0100', '0.500 ± 0.0100'],
  ]);
  expect(rowsOf('Fitted parameters')).toEqual([
    ['12.0', '11.0 – 13.0', '29.0', '51k'],
    ['1.50', '0.900 – 1.50, at the end of its range', '0.800', '900'],
    ['27.0', 'not identified: as in ES, beside new orders', '27.0', '4k'],
  ]);
  expect(rowsOf('What closed forms tell')).toEqual([
    ['0.780', '0.770 – 0.790'],
    ['not identified: 8 of 10 whole minutes'],
  ]);
});

it.each([
  [
    { endNs: 239e9 },
    'Too short for a fit, which needs 12:00 of trading: this recording has 03:59. Closed forms tell what they can.',
  ],
  [
    { queues: 'levels' },
    'A fit follows every order of the book, and this recording has sizes by price only. Closed forms tell what they can.',
  ],
])('says before a fit why there can be none, and leaves closed forms', async (header, why) => {
  const fitTape = vi.fn<Lab['fitTape']>(() =>
    Promise.resolve({ ...exampleFit(), fitted: null, refusal: 'recording: expected more' }),
  );
  const { user } = await open(fitTape, header);
  const fit = screen.getByRole<HTMLButtonElement>('button', { name: 'Fit a market to it' });
  expect([fit.disabled, fit.title]).toEqual([true, why]);
  expect(screen.getByTestId('fit-obstacle').textContent).toBe(why);
  await user.click(screen.getByRole('button', { name: 'What closed forms tell' }));
  expect(fitTape).toHaveBeenCalledOnce();
  expect(rowsOf('What closed forms tell')[0]).toEqual(['0.780', '0.770 – 0.790']);
});

it('lets a fit begin where the recording is just long enough', async () => {
  await open(vi.fn(), { endNs: 720e9 });
  expect(screen.queryByTestId('fit-obstacle')).toBeNull();
  expect(screen.getByRole('button', { name: 'Fit a market to it' })).toHaveProperty(
    'disabled',
    false,
  );
});

it('puts the fitted market in the market’s place, until it is undone', async () => {
  const { session, user, asked, change } = await open(() => Promise.resolve(exampleFit()));
  await change(() => session.tapes.open());
  await user.click(screen.getByRole('button', { name: 'Fit a market to it' }));
  await user.click(screen.getByRole('button', { name: 'Use this market' }));
  const parameters = { referenceQueue: 12, tether: 1.5 };
  expect(asked('configure').at(-1)).toMatchObject({ market: { preset: 'es', parameters } });
  expect(session.state.tapes.isOpen).toBe(false);
  expect(session.state.settings).toMatchObject({
    preset: 'es',
    regime: 'base',
    parameters: 'referenceQueue:12,tether:1.5',
  });
  await change(() => session.settings.undo());
  expect(session.state.settings.parameters).toBe('');
});

it('saves the market with its intervals', async () => {
  const saved: Blob[] = [];
  vi.spyOn(URL, 'createObjectURL').mockImplementation((file) => {
    if (file instanceof Blob) saved.push(file);
    return 'blob:market';
  });
  const { user } = await open(() => Promise.resolve(exampleFit()));
  await user.click(screen.getByRole('button', { name: 'Fit a market to it' }));
  await user.click(screen.getByRole('button', { name: 'Save market.json' }));
  const file = parseMarketFile(await saved[0].text());
  expect(file.name).toBe('ESH4 2024-01-02');
  expect(file.market.parameters).toMatchObject({ referenceQueue: 12, tether: 1.5 });
  expect(file.fit?.referenceQueue).toMatchObject({ estimate: 12, low: 11, high: 13 });
  expect(file.fit?.informedRate).toMatchObject({ low: null, isIdentified: false });
});

it('says why no market is fitted to sizes by price, and what they tell', async () => {
  const refused = { ...exampleFit(), fitted: null, refusal: 'recording: expected every order' };
  await open(() => Promise.resolve(refused), { queues: 'levels' }).then(({ user }) =>
    user.click(screen.getByRole('button', { name: 'What closed forms tell' })),
  );
  const result = screen.getByTestId('fit-result');
  expect(result.textContent).toContain('this recording has sizes by price only');
  expect(within(result).queryByRole('button', { name: 'Use this market' })).toBeNull();
  expect(rowsOf('What closed forms tell')).toHaveLength(2);
});

it('shows how far a fit is, cancels it, and says what broke it off', async () => {
  const fitTape = vi
    .fn<Lab['fitTape']>()
    .mockImplementationOnce((_, onProgress, signal) => {
      onProgress(0.255);
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    })
    .mockRejectedValueOnce(new Error('No market could be fitted: out of memory'))
    .mockResolvedValueOnce(null);
  const { user } = await open(fitTape);
  const fit = screen.getByRole<HTMLButtonElement>('button', { name: 'Fit a market to it' });
  await user.click(fit);
  expect(screen.getByTestId('fit-progress').textContent).toMatch(/^Fitting a market25 %/);
  // A disabled button would lose the focus, and so would one that is gone.
  expect(fit.disabled).toBe(true);
  expect(document.activeElement).toBe(screen.getByTestId('fit-progress'));
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(document.activeElement).toBe(screen.getByRole('article'));
  expect(screen.queryByTestId('fit-progress')).toBeNull();
  expect(screen.queryByRole('alert')).toBeNull();
  await user.click(fit);
  expect(screen.getByRole('alert').textContent).toContain('out of memory');
  await user.click(fit);
  expect(screen.getByRole('alert').textContent).toBe('It is no longer stored in this browser.');
});

it.each<[string, RecordingFit]>([
  ['a market', exampleFit()],
  ['closed forms alone', { ...exampleFit(), fitted: null, refusal: 'too few orders' }],
])('is clean for axe when it is done and tells %s', async (_, fit) => {
  const { user, container } = await open(() => Promise.resolve(fit));
  await user.click(screen.getByRole('button', { name: 'Fit a market to it' }));
  if (fit.fitted !== null) {
    await user.click(screen.getByText('What closed forms tell', { selector: 'summary' }));
  }
  expect(await axeFindings(container)).toEqual([]);
});
