import { screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { renderLab } from '../../../tests/components/renderLab';
import { LESSONS } from '../../content/lessons';
import { LessonsPanel } from './LessonsPanel';

const open = (hash = '') => {
  const onClose = vi.fn<() => void>();
  return renderLab(<LessonsPanel onClose={onClose} />, { hash }).then((lab) => ({
    ...lab,
    onClose,
  }));
};

describe('the lessons', () => {
  it('are listed, set up the lab, and give the settings back', async () => {
    const { session, user } = await open('#episodeLength=200');
    expect(screen.getByText('0 of 5 done')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: /^See adverse selection/ }));
    expect(session.state.settings.regime).toBe('calm');
    expect(screen.getByRole('heading', { level: 3 })).toBe(document.activeElement);
    const { steps } = LESSONS.adverseSelection;
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(steps);
    await user.click(screen.getByRole('button', { name: 'Leave the lesson' }));
    expect(session.state.settings).toMatchObject({ regime: 'base', episodeLength: 200 });
    expect(screen.getByRole('list')).toBe(document.activeElement);
  });

  it('show what was measured, and lead on to the next one when all is done', async () => {
    const { session, setState, user } = await open();
    await user.click(screen.getByRole('button', { name: /^Pay for inventory/ }));
    const measured = (value: number) => ({
      done: true,
      measured: [
        { name: 'held on average', value, unit: 'contracts' as const },
        { name: 'spread captured', value: -2.5, unit: 'dollars' as const },
      ],
    });
    await setState({
      lessons: { ...session.state.lessons, steps: [measured(12.34), measured(5)] },
    });
    expect(screen.getByText('12.3 contracts')).toBeTruthy();
    expect(screen.getAllByText('−$2.50')).toHaveLength(2);
    expect(screen.getAllByRole('img', { name: 'Done' })).toHaveLength(2);
    expect(screen.getByText(LESSONS.payForInventory.conclusion)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Next: starve the data' }));
    expect(session.state.lessons.open).toBe('starveTheData');
  });

  it('are remembered once they are done', async () => {
    const { session, setState, unmount } = await open();
    await setState({ lessons: { ...session.state.lessons, completed: ['luckyReturn'] } });
    expect(screen.getByText('1 of 5 done')).toBeTruthy();
    unmount();
    await open();
    expect(screen.getByText('1 of 5 done')).toBeTruthy();
    expect(
      screen.getByRole('button', { name: /^Chase a lucky return/ }).querySelector('[role="img"]'),
    ).not.toBeNull();
  });

  it('are left when the panel closes', async () => {
    const { onClose, session, user } = await open();
    await user.click(screen.getByRole('button', { name: /^Deploy safely/ }));
    await user.click(screen.getByRole('button', { name: 'Close lessons' }));
    expect(onClose).toHaveBeenCalledOnce();
    expect(session.state.lessons.open).toBeNull();
  });

  it('are closed by Escape while none is under way', async () => {
    const { onClose, user } = await open();
    await user.keyboard('{Escape}');
    expect(onClose).toHaveBeenCalledOnce();
    await user.click(screen.getByRole('button', { name: /^Deploy safely/ }));
    await user.keyboard('{Escape}');
    expect(onClose).toHaveBeenCalledOnce();
  });
});
