import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { exampleEpisode } from '../../tests/components/examples';
import { renderLab } from '../../tests/components/renderLab';
import { recordOf } from '../../tests/store/live/frames';
import { bundledAgent } from '../../tests/store/testSession';
import { HEADER } from '../protocol/frames';
import { storeEpisode } from '../store/replay/episodes';
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
      expect([...numbers(), position()]).toEqual(['01:12.3', shown, '+$2.50', `01:12.3 ${words}`]);
    }
  });

  it('says beside the minute that is shown what the card of its agent measured, and of no other', async () => {
    const interval = { estimate: -51.41, low: -92.4, high: -10.4 };
    const evaluation = {
      episodes: 96,
      seed: 1,
      rows: [{ agent: 'IQL', metrics: { return: interval } }],
    };
    const agent = { ...bundledAgent, card: { ...bundledAgent.card, evaluation } };
    const { change, session, setState } = await renderLab(<DemoPage />, { hash: '#demo=es' });
    expect(screen.queryByTestId('demo-measured')).toBeNull();
    const { bundled, applied } = session.state;
    await setState({ bundled: { ...bundled, pretrainedEs: { kind: 'ready', agent } } });
    expect(screen.getByTestId('demo-measured').textContent).toBe(
      'Mean return of 96 unseen episodes: −$51.41 (−$92 to −$10)',
    );
    await setState({ applied: { ...applied, preset: 'nq' } });
    expect(screen.queryByTestId('demo-measured')).toBeNull();
    await setState({ applied });
    expect(screen.getByTestId('demo-measured')).toBeTruthy();
    await change(() => session.settings.set('inventoryPenalty', 90));
    expect(screen.queryByTestId('demo-measured')).toBeNull();
  });

  it('does not say of an agent that mostly stays out that it quotes both sides', async () => {
    await renderLab(<DemoPage />, { hash: '#demo=toxic' });
    expect(screen.queryByText(/quotes both sides/)).toBeNull();
    expect(screen.getByText(/quotes little, and often nothing/)).toBeTruthy();
  });

  it('says of the moment of a replay whether its agent stays out, and who that was', async () => {
    // No quote in the first two seconds, and one from then on.
    const samples = Array.from({ length: 40 }, (_, index) => ({
      step: index + 1,
      timeSeconds: (index + 1) / 10,
      bidPrice: index < 25 ? Number.NaN : 100,
      askPrice: Number.NaN,
    }));
    const stored = storeEpisode(recordOf(samples, [], { id: 'late', agentName: 'random' }));
    const { change, draw, session } = await renderLab(<DemoPage />, {
      hash: '#demo=toxic',
      state: { episodes: [stored] },
    });
    const position = () => screen.getByTestId('position').textContent;
    await change(() => session.playback.seekStep(24));
    await draw();
    expect(position()).toMatch(/stays out of the market$/);
    await change(() => session.playback.seekStep(39));
    await draw();
    expect(position()).toBe('00:04.0 Flat: no position');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Random');
    expect(screen.queryByText(/quotes little, and often nothing/)).toBeNull();
  });

  it('names the market that is played: its regime, its own parameters, or the recording', async () => {
    const { session, setState } = await renderLab(<DemoPage />, { hash: '#agent=glft&seed=7' });
    const market = () => document.querySelector('.demo-head p')?.textContent;
    expect(market()).toBe('ES, base market, seed 7');
    const { applied } = session.state;
    await setState({ applied: { ...applied, regime: 'toxic' } });
    expect(market()).toBe('ES, toxic market, seed 7');
    const tape = '0123456789abcdef_2024-01-02_0.25_12.5_ESH4';
    await setState({ applied: { ...applied, tape } });
    expect(market()).toBe('recorded ESH4 2024-01-02, test part, seed 7');
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
    await user.click(screen.getByRole('button', { name: 'Pause' }));
    expect(session.state.playing).toBe(false);
    await user.click(screen.getByRole('button', { name: 'Play' }));
    fireEvent.keyDown(document.body, { key: 'Escape' });
    expect(session.state.playing).toBe(true);
  });

  it('at full speed captions the episode on screen alone, and can be slowed down', async () => {
    const { draw, session, setState, user } = await renderLab(<DemoPage />, {
      hash: '#demo=es&speed=max',
    });
    session.view.header[HEADER.episode] = 36;
    await setState({ episodes: [storeEpisode(recordOf([{ step: 1 }], [], { id: 'before' }))] });
    await draw();
    expect(screen.getByTestId('caption').textContent).toBe('Episode 36, at full speed');
    await user.click(screen.getByRole('button', { name: 'Slow down to 1×' }));
    expect(session.state.settings.speed).toBe('1');
    expect(screen.queryByRole('button', { name: 'Slow down to 1×' })).toBeNull();
    expect(screen.getByText(/^An agent that learned when to quote/)).toBeTruthy();
  });
});
