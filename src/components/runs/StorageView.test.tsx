import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { openPopover } from '../../../tests/components/popovers';
import { renderLab } from '../../../tests/components/renderLab';
import { createMemoryStorage } from '../../lab/storage/memoryStorage';
import type { StorageUsage } from '../../lab/storage/types';
import { StorageView } from './StorageView';

const storageWith = (usage: StorageUsage) =>
  Object.assign(createMemoryStorage(), { usage: () => Promise.resolve(usage) });

it('says how much is stored, of what, and whether it stays', async () => {
  await renderLab(<StorageView />, {
    storage: storageWith({
      runs: { count: 1, bytes: 2_000_000 },
      datasets: { count: 3, bytes: 40_000_000 },
      episodes: { count: 0, bytes: 0 },
      tapes: { count: 2, bytes: 3_000_000 },
      browser: { usedBytes: 50_000_000, quotaBytes: 1_000_000_000 },
      isPersistent: true,
    }),
  });
  expect(screen.getByRole('button', { name: 'Storage: 45 MB used' })).toBeTruthy();
  await openPopover(/^Storage/);
  const rows = screen.getAllByRole('row').map(({ textContent }) => textContent);
  expect(rows).toEqual([
    '1 run2.0 MB',
    '3 datasets40 MBDelete',
    '0 episodes0 B',
    '2 recordings3.0 MB',
    'Everything this site stores50 MB of 1.0 GB',
  ]);
  expect(screen.getByText('Storage is persistent: the browser will not clear it.')).toBeTruthy();
});

it('says that nothing is kept, or which runs are not, and why', async () => {
  const { setState } = await renderLab(<StorageView />);
  await setState({ storageProblem: 'The browser is silent.' });
  expect(screen.getByRole('button', { name: 'Storage: nothing is kept' })).toBeTruthy();
  await openPopover(/^Storage/);
  expect(screen.getByText(/^Nothing is stored/)).toBeTruthy();
  expect(screen.getByText('The browser is silent.')).toBeTruthy();
  await setState({
    storageProblem: null,
    unsavedRuns: ['1', '2'],
    unsavedReason: 'Could not store the run: no.',
  });
  expect(screen.getByText('2 runs are not stored as they are here.')).toBeTruthy();
  expect(screen.getByText('Could not store the run: no.')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
});
