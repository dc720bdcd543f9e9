import { screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { renderLab } from '../../../tests/components/renderLab';
import { exampleTape, storageWithTapes } from '../../../tests/store/tapes/exampleTape';
import YourData from './YourData';

const noFacts = () => undefined;

it('shows what a recording holds, and lets agents trade on it', async () => {
  const tape = exampleTape();
  const onFacts = vi.fn(noFacts);
  const { session, user, asked } = await renderLab(<YourData onFacts={onFacts} />, {
    storage: storageWithTapes(tape).storage,
  });
  expect(screen.getByText(/Nothing is uploaded/)).toBeTruthy();
  const card = within(screen.getByRole('article', { name: 'ESH4 2024-01-02' }));
  const rows = card.getAllByRole('row').map(({ textContent }) => textContent);
  expect(rows).toEqual([
    'InstrumentESH4, tick 0.25, worth $12.50 a lot',
    'Day2024-01-02',
    'Fileses.dbn.zst (dbn mbo)',
    'Events51.2k, 4k trades, in 20:00',
    'Spread1.02 ticks',
    'Depth at the best49.4 lots a side',
    'Queuesevery order: the agent’s place in a queue is exact',
    'Gaps and halts1 gap',
    'Left outhidden fills 3',
    'Partstraining 00:00–12:00, validation 12:24–16:00, test 16:24–20:00',
    'Stored2.0 MB, 0123456789abcdef',
  ]);
  await user.click(card.getByRole('button', { name: 'Play on it' }));
  expect(asked('configure')).toMatchObject([{ market: { tape: { hash: tape.hash } } }]);
  expect(card.getByRole('button', { name: 'Back to the lab’s market' })).toBeTruthy();
  await user.click(card.getByRole('button', { name: 'Compare facts' }));
  expect(onFacts).toHaveBeenCalledOnce();
  expect(session.state.tapes.isOpen).toBe(false);
});

it('says what goes before it deletes, and offers no trading on trades alone', async () => {
  const tape = exampleTape(undefined, { header: { queues: 'none' } });
  const storage = storageWithTapes(tape);
  const { user } = await renderLab(<YourData onFacts={noFacts} />, { storage: storage.storage });
  const play = screen.getByRole<HTMLButtonElement>('button', { name: 'Play on it' });
  expect(play.disabled).toBe(true);
  expect(screen.queryByText('Spread')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Delete' }));
  expect(screen.getByText('The file itself is not touched.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Keep it' }));
  expect(storage.stored).toHaveLength(1);
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Delete' }));
  await user.click(screen.getByRole('button', { name: 'Delete' }));
  await user.click(screen.getByRole('button', { name: 'Delete it' }));
  expect(storage.stored).toHaveLength(0);
  expect(screen.queryByRole('article')).toBeNull();
  expect(document.activeElement?.textContent).toMatch(/Nothing is uploaded/);
});

it('reads what is chosen, asks which instrument, and says what was wrong', async () => {
  const readTape = vi
    .fn()
    .mockResolvedValueOnce({ kind: 'choose', instruments: ['ESH4', 'ESM4'] })
    .mockResolvedValueOnce({ kind: 'refused', message: 'two.dbn, byte 80: size: expected 1' });
  const { user, container } = await renderLab(<YourData onFacts={noFacts} />, {
    storage: storageWithTapes().storage,
    answers: { readTape },
  });
  const input = container.querySelector<HTMLInputElement>('input[type="file"]');
  if (input === null) throw new Error('expected a field for files');
  await user.upload(input, new File(['DBN'], 'two.dbn'));
  await user.selectOptions(screen.getByLabelText('two.dbn holds 2 instruments: read'), 'ESM4');
  await user.click(screen.getByRole('button', { name: 'Read' }));
  expect(readTape.mock.calls[1][0]).toMatchObject({ instrument: 'ESM4' });
  expect(screen.getByRole('alert').textContent).toBe('two.dbn, byte 80: size: expected 1');
});

it('shows how far a reading is, and cancels it', async () => {
  const { user } = await renderLab(<YourData onFacts={noFacts} />, {
    storage: storageWithTapes().storage,
    answers: {
      readTape: (_, onProgress, signal) => {
        onProgress({ bytes: 250_000, ofBytes: 1_000_000, rows: 900, events: 800 });
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        });
      },
    },
    loadTape: () => Promise.resolve(new File([new Uint8Array(1_000_000)], 'es-calm.dbn.zst')),
  });
  await user.click(screen.getByRole('button', { name: /^Try it on four calm minutes/ }));
  expect(screen.getByTestId('tape-reading').textContent).toMatch(
    /^Reading es-calm\.dbn\.zst25 %, 250 kB of 1\.0 MB, 800 events/,
  );
  // The progress takes the place of the button, and the introduction that of the progress.
  expect(document.activeElement).toBe(screen.getByTestId('tape-reading'));
  await user.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(screen.queryByTestId('tape-reading')).toBeNull();
  expect(screen.getByRole('button', { name: 'Choose files' })).toBeTruthy();
  expect(document.activeElement?.textContent).toMatch(/Nothing is uploaded/);
});

it('goes on with the card of what was read', async () => {
  const tape = exampleTape();
  const storage = storageWithTapes();
  let finish: () => void = () => undefined;
  const { user, change } = await renderLab(<YourData onFacts={noFacts} />, {
    storage: storage.storage,
    answers: {
      readTape: () =>
        new Promise((resolve) => {
          finish = () => {
            storage.stored.push(tape);
            resolve({ kind: 'stored', tape });
          };
        }),
    },
    loadTape: () => Promise.resolve(new File(['DBN'], 'es-calm.dbn.zst')),
  });
  await user.click(screen.getByRole('button', { name: /^Try it on four calm minutes/ }));
  expect(document.activeElement).toBe(screen.getByTestId('tape-reading'));
  await change(() => finish());
  expect(document.activeElement).toBe(screen.getByRole('article'));
});
