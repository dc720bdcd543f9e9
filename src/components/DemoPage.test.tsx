import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { exampleEpisode } from '../../tests/components/examples';
import { renderLab } from '../../tests/components/renderLab';
import { HEADER } from '../protocol/frames';
import { DemoPage } from './DemoPage';

const numbers = () =>
  [...document.querySelectorAll('.demo-numbers b')].map(({ textContent }) => textContent);

describe('the demo', () => {
  it('says what goes on, and puts the inventory that it shows in words', async () => {
    const { session, draw } = await renderLab(<DemoPage />, { hash: '#agent=glft' });
    expect(screen.getByText(/quotes both sides of the book/)).toBeTruthy();
    expect(screen.getByText('own quotes outlined: ahead / total')).toBeTruthy();
    const { header } = session.view;
    const position = () => screen.getByTestId('position').textContent;
    expect(position()).toBe('');
    for (const [inventory, shown, words] of [
      [4, '+4', 'Long 4: profits if the price rises'],
      [-13, '−13', 'Short 13: profits if the price falls'],
      [0, '0', 'Flat: no position'],
    ] as const) {
      header[HEADER.timeSeconds] = 72.38;
      header[HEADER.inventory] = inventory;
      header[HEADER.equityDollars] = 2.5;
      await draw();
      expect([...numbers(), position()]).toEqual(['01:12.3', shown, '+$2.50', words]);
    }
  });

  it('does not say of an agent that mostly stays out that it quotes both sides', async () => {
    await renderLab(<DemoPage />, { hash: '#demo=toxic' });
    expect(screen.queryByText(/quotes both sides/)).toBeNull();
    expect(screen.getByText(/quotes little, and often nothing/)).toBeTruthy();
  });

  it('names the episode that a page around it replays, and pauses and plays that', async () => {
    const { change, session, user } = await renderLab(<DemoPage />, {
      hash: '#demo=glft',
      state: { episodes: [exampleEpisode('episode-1', 'Fixed spread')] },
    });
    await change(() => session.playback.seekStep(1));
    const named = screen.getByTestId('replayed');
    expect(named.textContent).toMatch(/^Replay of episode \d+, seed \d+, by Fixed spread$/);
    await user.click(screen.getByRole('button', { name: 'Play' }));
    expect(session.state.replay.playing).toBe(true);
    expect(screen.queryByRole('button', { name: 'Play' })).toBeNull();
    await change(() => session.playback.showLive());
    expect(screen.queryByTestId('replayed')).toBeNull();
  });

  it('has its button beside the captions while it is paused, and plays on in the lab', async () => {
    const { session, user } = await renderLab(<DemoPage />, { hash: '#agent=glft' });
    fireEvent.keyDown(document.body, { key: ' ' });
    const play = screen.getByRole('button', { name: 'Play' });
    expect(play.closest('footer')).not.toBeNull();
    await user.click(play);
    expect(screen.queryByRole('button', { name: 'Play' })).toBeNull();
    fireEvent.keyDown(document.body, { key: 'Escape' });
    expect(session.state.playing).toBe(true);
  });
});
