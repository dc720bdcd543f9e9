import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { HINTS } from '../../content/hints';
import { Hints } from './Hints';

it('shows one hint after another, and none again once they are dismissed', async () => {
  const user = userEvent.setup();
  const { unmount } = render(<Hints />);
  const hint = screen.getByRole('complementary', { name: 'Hint' });
  expect(hint.textContent).toContain(HINTS[0].text);
  await user.click(screen.getByRole('button', { name: 'Next' }));
  expect(hint.textContent).toContain(`2 of 3${HINTS[1].text}`);
  unmount();
  render(<Hints />);
  expect(screen.getByRole('complementary').textContent).toContain(HINTS[1].text);
  await user.click(screen.getByRole('button', { name: 'Dismiss hints' }));
  expect(screen.queryByRole('complementary')).toBeNull();
});
