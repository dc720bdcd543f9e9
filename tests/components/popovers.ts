import { act, fireEvent, screen } from '@testing-library/react';

/** Opens the popover of a button, as a press does in a browser, and waits for what it asks. */
export async function openPopover(button: string | RegExp): Promise<void> {
  await act(async () => {
    fireEvent.click(screen.getByRole('button', { name: button, hidden: true }));
    await Promise.resolve();
  });
}
