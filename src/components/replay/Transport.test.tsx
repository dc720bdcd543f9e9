import { fireEvent, screen, within } from '@testing-library/react';
import { beforeAll, describe, expect, it } from 'vitest';
import { exampleEpisode } from '../../../tests/components/examples';
import { openPopover } from '../../../tests/components/popovers';
import { renderLab } from '../../../tests/components/renderLab';
import { frameOf } from '../../../tests/store/live/frames';
import { LAZY_MODULES } from '../lazyModules';
import { Transport } from './Transport';

// On a busy machine they would load in the middle of a test.
beforeAll(async () => {
  await Promise.all([LAZY_MODULES.shareMenu.load(), LAZY_MODULES.scrubber.load()]);
});

const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });

const openReplay = async () => {
  const lab = await renderLab(<Transport onBranch={() => undefined} />, {
    state: { episodes: [exampleEpisode('first'), exampleEpisode('second', 'GLFT')] },
  });
  await lab.user.click(button('Replay'));
  // What moves through an episode loads after the page.
  await screen.findByRole('slider', { name: 'Replay position' });
  return lab;
};

const position = () => screen.getByRole<HTMLInputElement>('slider', { name: 'Replay position' });

describe('the transport', () => {
  it('waits for the market, then counts its steps', async () => {
    const { draw, raise } = await renderLab(<Transport onBranch={() => undefined} />);
    await draw();
    expect(screen.getByTestId('live-step').textContent).toBe('Opening the market');
    expect(button('Replay').disabled).toBe(true);
    const header = { episode: 2, step: 31, episodeLength: 600, timeSeconds: 3.1 };
    await raise((lab) => lab.onFrame(frameOf([{ step: 31 }], [], header)));
    await draw();
    expect(screen.getByTestId('live-step').textContent).toBe('Episode 2, step 31 of 600');
    expect(button('Replay').title).toBe('Replay this episode so far');
  });

  it('shows the clock of the card’s moment, and not of the last readout', async () => {
    const { draw, raise, setState, session } = await renderLab(
      <Transport onBranch={() => undefined} />,
    );
    await raise((lab) => lab.onFrame(frameOf([{ step: 31 }], [], { step: 31, timeSeconds: 3.1 })));
    const late = session.state.readout;
    await raise((lab) => lab.onFrame(frameOf([{ step: 48 }], [], { step: 48, timeSeconds: 4.8 })));
    await draw();
    await setState({ readout: late });
    expect(screen.getByTestId('live-clock').textContent).toBe('00:04.800');
    expect(screen.getByTestId('live-step').textContent).toContain('step 48 of');
  });

  it('pauses, steps and plays the live market', async () => {
    const { asked, user } = await renderLab(<Transport onBranch={() => undefined} />, {
      hash: '#agent=random',
    });
    await user.click(button('Pause'));
    expect(asked('pause')).toHaveLength(1);
    await user.click(button('One step'));
    expect(asked('stepOnce')).toHaveLength(1);
    await user.click(button('Play'));
    expect(asked('resume')).toHaveLength(1);
  });

  it('offers half speed by hand only, and full speed to agents only', async () => {
    const { session, setState } = await renderLab(<Transport onBranch={() => undefined} />);
    const speeds = () =>
      within(screen.getByRole('group', { name: 'Speed' }))
        .getAllByRole('button')
        .map(({ textContent }) => textContent);
    expect(speeds()).toEqual(['1×', '2×', '5×', '10×', 'Max']);
    await setState({ manual: { ...session.state.manual, phase: 'quoting' } });
    expect(speeds()).toEqual(['½×', '1×', '2×', '5×', '10×']);
  });

  it('opens the newest episode, and others by name', async () => {
    const { session, user } = await openReplay();
    const episode = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Episode' });
    expect(episode.value).toBe('second');
    expect(episode.textContent).toContain('1 · GLFT · +$30.00');
    await user.selectOptions(episode, 'first');
    expect(session.state.replay.id).toBe('first');
    await user.click(button('Live'));
    expect(session.state.mode).toBe('live');
  });

  it('tells a branch from the episode that it comes from', async () => {
    const first = exampleEpisode('first');
    const parent = { id: 'first', name: '1 · GLFT', steps: 1 };
    const branch = { ...first, record: { ...first.record, id: 'branch', parent } };
    const { user } = await renderLab(<Transport onBranch={() => undefined} />, {
      state: { episodes: [first, branch] },
    });
    await user.click(button('Replay'));
    await screen.findByRole('slider', { name: 'Replay position' });
    const names = within(screen.getByRole('combobox', { name: 'Episode' }))
      .getAllByRole('option')
      .map(({ textContent }) => textContent);
    expect(names).toHaveLength(2);
    expect(names[0]).toContain(', branch from step 1 · ');
    expect(names[1]).not.toContain('branch');
  });

  it('goes from fill to fill and to any step, and says where it is', async () => {
    const { user } = await openReplay();
    await user.click(button('Next fill'));
    const first = position().value;
    await user.click(button('Next fill'));
    expect(Number(position().value)).toBeGreaterThan(Number(first));
    await user.click(button('Previous fill'));
    expect(position().value).toBe(first);
    fireEvent.change(position(), { target: { value: '2' } });
    expect(position().getAttribute('aria-valuetext')).toBe(
      'step 2 of 2, 00:00.300, inventory −3, profit +$30.00',
    );
  });

  it('loops all of an episode, or a part of it', async () => {
    const { session, user } = await openReplay();
    await openPopover(/^Loop/);
    await user.click(screen.getByRole('checkbox', { name: 'Loop' }));
    expect(session.state.replay.looping).toBe(true);
    expect(screen.getByText(/^The whole episode/)).toBeTruthy();
    fireEvent.change(position(), { target: { value: '1' } });
    await user.click(button('Start here'));
    expect(screen.getByText('From 00:00.200 to 00:00.300.')).toBeTruthy();
    await user.click(button('Whole'));
    expect(session.state.replay.span).toBeNull();
  });

  it('lists the largest positions and the bookmarks of an episode', async () => {
    const { session, user } = await openReplay();
    await openPopover(/^Moments/);
    expect(screen.getByText('Largest long: +2')).toBeTruthy();
    expect(screen.getByText('Largest short: −3')).toBeTruthy();
    expect(screen.getByText(/^No bookmarks yet/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Largest long: +2, 00:00.200' }));
    expect(session.state.replay.step).toBe(1);
    fireEvent.change(position(), { target: { value: '1' } });
    await user.click(button('Bookmark this step'));
    const label = screen.getByRole('textbox', { name: 'Label of the bookmark at 00:00.200' });
    await user.type(label, 'Squeeze');
    expect(session.replay.stored?.bookmarks).toEqual([{ step: 1, label: 'Squeeze' }]);
    await user.click(button('Remove this bookmark'));
    expect(session.replay.stored?.bookmarks).toEqual([]);
  });
});
