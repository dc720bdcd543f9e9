import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { exampleEpisode } from '../../../tests/components/examples';
import { renderLab } from '../../../tests/components/renderLab';
import { frameOf } from '../../../tests/store/live/frames';
import { FillList } from './FillList';

const fillAt = (seconds: number, change = {}) =>
  frameOf(
    [{ step: seconds * 10, timeSeconds: seconds, bestBid: 100, bestAsk: 101 }],
    [{ timeSeconds: seconds, side: 1, size: 2, priceTicks: 100, isMaker: 1, ...change }],
    { episode: 1, step: seconds * 10, timeSeconds: seconds, bestBid: 100, bestAsk: 101 },
  );

const newest = () => screen.getAllByRole('button')[0].getAttribute('aria-label');

describe('the list of fills', () => {
  it('has the newest first, and says when one was aggressive', async () => {
    const { draw, raise } = await renderLab(<FillList most={12} />);
    expect(screen.getByText('No fills yet')).toBeTruthy();
    await raise((lab) => lab.onFrame(fillAt(1)));
    await raise((lab) => lab.onFrame(fillAt(2, { side: -1, isMaker: 0 })));
    await draw();
    expect(screen.getAllByRole('listitem')).toHaveLength(2);
    expect(newest()).toBe('sold 2 at 25.00, 00:02.000, as taker');
  });

  it('says of how many fills it has the newest', async () => {
    const { draw, raise } = await renderLab(<FillList most={2} />);
    await raise((lab) => lab.onFrame(fillAt(1)));
    await raise((lab) => lab.onFrame(fillAt(2)));
    await draw();
    expect(screen.queryByText(/^The newest/)).toBeNull();
    await raise((lab) => lab.onFrame(fillAt(3)));
    await draw();
    // It stands below them in the list, and takes no fill's place in a low window.
    const items = screen.getAllByRole('listitem').map(({ textContent }) => textContent);
    expect(items).toHaveLength(3);
    expect(items[2]).toBe('The newest 2 of 3.');
  });

  it('names the episode of fills that are not of the one on screen', async () => {
    const { draw, raise } = await renderLab(<FillList most={12} />);
    await raise((lab) => lab.onFrame(fillAt(2)));
    await raise((lab) =>
      lab.onFrame(
        frameOf([{ step: 1, timeSeconds: 0.1, bestBid: 100, bestAsk: 101 }], [], {
          episode: 2,
          step: 1,
          timeSeconds: 0.1,
        }),
      ),
    );
    await draw();
    expect(newest()).toBe('bought 2 at 25.00, episode 1, 00:02.000');
    const items = screen.getAllByRole('listitem').map(({ textContent }) => textContent);
    expect(items).toEqual(['Episode 1', expect.stringContaining('00:02.000')]);
  });

  it('stands still while it has the focus, and goes on afterwards', async () => {
    const { draw, raise, user } = await renderLab(<FillList most={12} />);
    await raise((lab) => lab.onFrame(fillAt(1)));
    await draw();
    await user.tab();
    expect(document.activeElement).toBe(screen.getAllByRole('button')[0]);
    const held = newest();
    await raise((lab) => lab.onFrame(fillAt(2)));
    await draw();
    expect(newest()).toBe(held);
    expect(screen.getByText('paused')).toBeTruthy();
    await user.tab();
    expect(newest()).not.toBe(held);
  });

  it('explains a fill of a replayed episode, and the ones beside it', async () => {
    const { change, session, user } = await renderLab(<FillList most={12} />, {
      state: { episodes: [exampleEpisode()] },
    });
    await change(() => session.playback.seekFill(1));
    expect((await screen.findByTestId('fill-detail')).textContent).toMatch(
      /^Bought 2 at 25\.00.*At the previous decision 4 of 9 contracts were ahead of the bid/s,
    );
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Earlier fill' }).disabled).toBe(
      true,
    );
    await user.click(screen.getByRole('button', { name: 'Later fill' }));
    expect(screen.getByTestId('fill-detail').textContent).toMatch(/^Sold 5 at 25\.25/);
    await user.click(screen.getByRole('button', { name: 'All fills' }));
    expect(screen.queryByTestId('fill-detail')).toBeNull();
  });

  it('keeps the focus when a fill takes its place, and when it comes back', async () => {
    const { change, session, user } = await renderLab(<FillList most={12} />, {
      state: { episodes: [exampleEpisode()] },
    });
    await change(() => session.playback.showReplay());
    await change(() => session.replay.seek(session.replay.player?.lastStep ?? 0));
    await change(() => screen.getAllByRole('button')[0].focus());
    await user.keyboard('{Enter}');
    expect(document.activeElement).toBe(await screen.findByTestId('fill-detail'));
    await change(() => screen.getByRole('button', { name: 'All fills' }).focus());
    await user.keyboard('{Enter}');
    expect(document.activeElement).toBe(screen.getByRole('list'));
    expect(screen.queryByText('paused')).toBeNull();
  });

  it('scores the moves within the adverse horizon of the settings', async () => {
    const mids = (seconds: number, bestBid: number) =>
      frameOf([{ step: seconds * 10, timeSeconds: seconds, bestBid, bestAsk: bestBid + 1 }], [], {
        episode: 1,
        step: seconds * 10,
        timeSeconds: seconds,
        bestBid,
        bestAsk: bestBid + 1,
      });
    const { change, draw, raise, session } = await renderLab(<FillList most={12} />, {
      hash: '#adverseHorizon=10',
    });
    await raise((lab) => lab.onFrame(fillAt(1, { midTicks: 100.5 })));
    await raise((lab) => lab.onFrame(mids(2, 101)));
    await raise((lab) => lab.onFrame(mids(11, 103)));
    await draw();
    await change(() => session.playback.selectFill(0));
    // Three ticks of two contracts, at $12.50 each; it was one tick after a second.
    const detail = await screen.findByTestId('fill-detail');
    expect(detail.textContent).toMatch(/after 1 s.*\+1\.0 ticks.*Adverse selection.*\+\$75\.00/s);
  });
});
