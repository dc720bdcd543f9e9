import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { SHORTCUTS } from '../../content/shortcuts';
import { HelpDialog } from './HelpDialog';

function open(singleKeys = true) {
  const onClose = vi.fn<() => void>();
  const onSingleKeys = vi.fn<(on: boolean) => void>();
  render(<HelpDialog onClose={onClose} singleKeys={singleKeys} onSingleKeys={onSingleKeys} />);
  return { onClose, onSingleKeys, user: userEvent.setup() };
}

it('lists every key with what it does', () => {
  open();
  const dialog = screen.getByRole('dialog', { name: 'How to use the lab' });
  for (const { keys, does } of SHORTCUTS) {
    expect(dialog.textContent).toContain(`${keys.join('')}${does}`);
  }
});

it('switches single keys off, and closes', async () => {
  const { onClose, onSingleKeys, user } = open();
  await user.click(screen.getByRole('checkbox', { name: /single-key/ }));
  expect(onSingleKeys).toHaveBeenCalledExactlyOnceWith(false);
  await user.click(screen.getByRole('button', { name: 'Close' }));
  expect(onClose).toHaveBeenCalled();
});
