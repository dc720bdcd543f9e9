import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { openPopover } from '../../../tests/components/popovers';
import { renderLab } from '../../../tests/components/renderLab';
import { StorageWarning } from './StorageTrouble';

it('stands in the header for as long as something is not stored, and tries again', async () => {
  const { setState, user, session } = await renderLab(<StorageWarning />);
  const find = () => screen.queryByRole('button', { name: /^Not stored/ });
  expect(find()).toBeNull();
  await setState({ storageProblem: 'The browser is silent.' });
  expect(find()).not.toBeNull();
  await openPopover(/^Not stored/);
  expect(screen.getByText('The browser is silent.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await expect.poll(() => session.state.storageProblem).toBeNull();
  expect(find()).toBeNull();
  await setState({ unsavedRuns: ['1'], unsavedReason: 'Could not store the run: no.' });
  await openPopover(/^Not stored/);
  expect(screen.getByText('One run is not stored as it is here.')).toBeTruthy();
  expect(screen.getByText('Could not store the run: no.')).toBeTruthy();
});
