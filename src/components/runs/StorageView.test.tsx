import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
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
      browser: { usedBytes: 50_000_000, quotaBytes: 1_000_000_000 },
      isPersistent: true,
    }),
  });
  expect(screen.getByRole('button', { name: 'Storage: 42 MB used' })).toBeTruthy();
  const rows = screen.getAllByRole('row').map(({ textContent }) => textContent);
  expect(rows).toEqual([
    '1 run2.0 MB',
    '3 datasets40 MBDelete',
    '0 episodes0 B',
    'Everything this site stores50 MB of 1.0 GB',
  ]);
  expect(screen.getByText('Storage is persistent: the browser will not clear it.')).toBeTruthy();
});

it('says that nothing is kept, and that runs found no room', async () => {
  const { setState } = await renderLab(<StorageView />);
  await setState({ keepsRuns: false });
  expect(screen.getByRole('button', { name: 'Storage: nothing is kept' })).toBeTruthy();
  expect(screen.getByText(/^This browser stores nothing for this page/)).toBeTruthy();
  await setState({ keepsRuns: true, unsavedRuns: ['1', '2'] });
  expect(screen.getByText(/^2 runs are not stored: storage is full/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
});
