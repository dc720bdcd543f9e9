import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { exampleEpisode } from '../../../tests/components/examples';
import { renderLab } from '../../../tests/components/renderLab';
import { useSession } from '../context';
import { useKeyboard } from './useKeyboard';

const panels = {
  onHelp: vi.fn<() => void>(),
  onRuns: vi.fn<() => void>(),
  onMaps: vi.fn<() => void>(),
  onFacts: vi.fn<() => void>(),
  onBranch: vi.fn<() => void>(),
};

function Page({ singleKeys = true }: { readonly singleKeys?: boolean }) {
  useKeyboard(useSession(), panels, singleKeys);
  return (
    <>
      <input aria-label="Name" />
      <button type="button">Press</button>
      <input type="range" aria-label="Position" />
    </>
  );
}

const press = (key: string, options: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.body, { key, ...options });

describe('single keys', () => {
  it('play, step and set the speed', async () => {
    const { asked, session } = await renderLab(<Page />);
    press(' ');
    expect(session.state.playing).toBe(false);
    press('.');
    expect(asked('stepOnce')).toHaveLength(1);
    for (const [key, speed] of [
      ['1', '1'],
      ['2', '2'],
      ['3', '5'],
      ['4', '10'],
    ] as const) {
      press(key);
      expect(session.state.settings.speed).toBe(speed);
    }
  });

  it('go through a replay by steps and by fills, bookmark, and return', async () => {
    const { session } = await renderLab(<Page />, { state: { episodes: [exampleEpisode()] } });
    const step = () => session.state.replay.step;
    press('l');
    expect(session.state.mode).toBe('replay');
    press('n');
    expect(session.state.selectedFill).toBe(0);
    const first = step();
    press('n');
    expect(session.state.selectedFill).toBe(1);
    press('p');
    expect(step()).toBe(first);
    press('ArrowRight');
    expect(step()).toBe(first + 1);
    press('ArrowLeft', { shiftKey: true });
    expect(step()).toBe(0);
    press('b');
    expect(session.replay.stored?.bookmarks).toHaveLength(1);
    press('l');
    expect(session.state.mode).toBe('live');
  });

  it('open help, runs, maps, market facts and branches, and train', async () => {
    const { asked } = await renderLab(<Page />);
    press('?');
    press('r');
    press('m');
    press('v');
    press('e');
    for (const open of Object.values(panels)) expect(open).toHaveBeenCalledOnce();
    press('t');
    await vi.waitFor(() => expect(asked('train')).toHaveLength(1));
  });

  it('leave what is typed, and Space on a button, alone', async () => {
    const { session } = await renderLab(<Page />);
    fireEvent.keyDown(screen.getByRole('textbox'), { key: '4' });
    fireEvent.keyDown(screen.getByRole('button'), { key: ' ' });
    expect(session.state.settings.speed).toBe('1');
    expect(session.state.playing).toBe(true);
  });

  it('play by Space after a button was pressed by a pointer, and press what Tab has reached', async () => {
    const { session, user } = await renderLab(<Page />);
    const presses = vi.fn<() => void>();
    const button = screen.getByRole('button');
    button.addEventListener('click', presses);
    await user.click(button);
    expect(presses).toHaveBeenCalledOnce();
    await user.keyboard(' ');
    expect(session.state.playing).toBe(false);
    await user.keyboard(' ');
    expect(session.state.playing).toBe(true);
    expect(presses).toHaveBeenCalledOnce();
    await user.tab();
    await user.tab({ shift: true });
    await user.keyboard(' ');
    expect(session.state.playing).toBe(true);
    expect(presses).toHaveBeenCalledTimes(2);
  });

  it('work on a slider, which keeps its arrows', async () => {
    const { session } = await renderLab(<Page />, { state: { episodes: [exampleEpisode()] } });
    press('l');
    const slider = screen.getByRole('slider');
    fireEvent.keyDown(slider, { key: 'n' });
    expect(session.state.selectedFill).toBe(0);
    const { step } = session.state.replay;
    fireEvent.keyDown(slider, { key: 'ArrowRight' });
    expect(session.state.replay.step).toBe(step);
    fireEvent.keyDown(slider, { key: 'b' });
    expect(session.replay.stored?.bookmarks).toHaveLength(1);
    const isPlaying = session.state.replay.playing;
    fireEvent.keyDown(slider, { key: ' ' });
    expect(session.state.replay.playing).toBe(!isPlaying);
  });

  it('can be switched off; undo and redo stay', async () => {
    const { session } = await renderLab(<Page singleKeys={false} />);
    session.settings.set('fees', 2);
    press('4');
    press(' ');
    expect(session.state.settings.speed).toBe('1');
    expect(session.state.playing).toBe(true);
    press('z', { ctrlKey: true });
    expect(session.state.settings.fees).toBe(1);
    press('Z', { ctrlKey: true, shiftKey: true });
    expect(session.state.settings.fees).toBe(2);
  });
});
