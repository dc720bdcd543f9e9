import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { exampleEpisode } from '../../tests/components/examples';
import { renderLab } from '../../tests/components/renderLab';
import { Narrow } from './Layouts';

it('leaves a tab that shows nothing of a replay for the charts as one begins', async () => {
  const { change, session, user, setState } = await renderLab(<Narrow />);
  await setState({ episodes: [exampleEpisode()] });
  const tab = (name: string) => screen.getByRole('tab', { name });
  const chosen = () => screen.getByRole('tab', { selected: true }).textContent;
  await user.click(tab('Training'));
  await change(() => session.playback.showReplay());
  expect(chosen()).toBe('Market');
  // It stays where the person goes from there, and other tabs stay as they are.
  await user.click(tab('Training'));
  expect(chosen()).toBe('Training');
  await user.click(tab('Reward'));
  await change(() => session.playback.showLive());
  await change(() => session.playback.showReplay());
  expect(chosen()).toBe('Reward');
});
