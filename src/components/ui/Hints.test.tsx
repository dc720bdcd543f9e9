import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderLab } from '../../../tests/components/renderLab';
import { HINTS } from '../../content/hints';
import { Hints } from './Hints';

it('shows one hint after another, and none again once they are dismissed', async () => {
  const { unmount, user } = await renderLab(<Hints />);
  const hint = screen.getByRole('complementary', { name: 'Hint' });
  expect(hint.textContent).toContain(HINTS[0].text);
  await user.click(screen.getByRole('button', { name: 'Next' }));
  expect(hint.textContent).toContain(`2 of 3${HINTS[1].text}`);
  unmount();
  await renderLab(<Hints />);
  expect(screen.getByRole('complementary').textContent).toContain(HINTS[1].text);
  await user.click(screen.getByRole('button', { name: 'Dismiss hints' }));
  expect(screen.queryByRole('complementary')).toBeNull();
});

it('asks to press Play where motion is to be reduced', async () => {
  localStorage.clear();
  const { setState, change, session } = await renderLab(<Hints />, { startPaused: true });
  const hint = () => screen.getByRole('complementary', { name: 'Hint' }).textContent;
  expect(hint()).toContain('Press Play, and an agent makes a market.');
  await setState({ playing: true });
  expect(hint()).toContain('An agent is making a market.');
  await change(() => session.manual.enter());
  expect(screen.queryByRole('complementary')).toBeNull();
});
