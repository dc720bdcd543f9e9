import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { exampleSummary } from '../../../tests/components/examples';
import { renderLab } from '../../../tests/components/renderLab';
import { Notices } from './Notices';

describe('notices', () => {
  it('are shown until they are dismissed, with details to copy', async () => {
    const { session, user } = await renderLab(<Notices />, {
      state: { notices: [{ id: 1, message: 'A link was wrong.', details: 'seed: expected 1' }] },
    });
    const notice = screen.getByText('A link was wrong.');
    expect(screen.getByText('seed: expected 1')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(notice.isConnected).toBe(false);
    expect(session.state.notices).toEqual([]);
    expect(document.activeElement).toBe(screen.getByRole('status'));
  });

  it('are three at a time, the newest first, and the others when asked for', async () => {
    const { change, session, user } = await renderLab(<Notices />);
    await change(() => {
      for (const name of 'abcde') session.notices.add(`${name} was not opened.`);
    });
    const shown = () =>
      screen.getAllByText(/was not opened/).map(({ textContent }) => textContent?.[0]);
    expect(shown()).toEqual(['e', 'd', 'c']);
    await user.click(screen.getByRole('button', { name: 'and 2 more' }));
    expect(shown()).toEqual(['e', 'd', 'c', 'b', 'a']);
  });

  it('warn of what went wrong, and tell what went well without a warning', async () => {
    const { change, session } = await renderLab(<Notices />);
    await change(() => {
      session.notices.add('A file was not opened.');
      session.notices.tell('A run was imported.');
    });
    const isWarning = (text: string) =>
      screen.getByText(text).closest('.notice')?.classList.contains('warning');
    expect(['A file was not opened.', 'A run was imported.'].map(isWarning)).toEqual([true, false]);
  });

  it('say which worker stopped or restarts, and restart one that stopped', async () => {
    const { asked, setState, session, user } = await renderLab(<Notices />);
    const { statuses } = session.state;
    await setState({
      statuses: {
        ...statuses,
        market: { worker: 'market', state: 'restarting', message: 'boom', details: '' },
        trainer: {
          worker: 'trainer',
          state: 'failed',
          message: 'It could not start.',
          details: '',
        },
      },
    });
    expect(screen.getByTestId('failure-market').textContent).toBe('The market is restarting. boom');
    const trainer = screen.getByTestId('failure-trainer');
    expect(trainer.textContent).toContain('The trainer stopped. It could not start.');
    await user.click(within(trainer).getByRole('button', { name: 'Restart' }));
    expect(asked('restart')).toEqual(['trainer']);
  });

  it('say how many training seeds are left, and offer to train them', async () => {
    await renderLab(<Notices />, {
      state: {
        runs: [exampleSummary('1', [], { status: 'finished', seedsLeft: 2 })],
        interruptedRun: '1',
      },
    });
    expect(screen.getByTestId('interrupted-run').textContent).toContain(
      'is done, and 2 training seeds of its group are still to be trained: the page was closed.',
    );
    const names = screen.getAllByRole('button').map(({ textContent }) => textContent);
    expect(names).toEqual(expect.arrayContaining(['Train the 2', 'Leave it at that']));
    expect(names).not.toContain('Discard');
  });

  it('offer to resume a run that was interrupted, unless another trains', async () => {
    const { setState, session } = await renderLab(<Notices />, {
      state: { runs: [exampleSummary('1', [])], interruptedRun: '1' },
    });
    expect(screen.getByTestId('interrupted-run').textContent).toContain(
      'Run 1 stopped at 2k of 2.3k updates when the page was closed.',
    );
    const resume = screen.getByRole<HTMLButtonElement>('button', { name: 'Resume' });
    expect(resume.disabled).toBe(false);
    await setState({ training: { ...session.state.training, phase: 'training' } });
    expect(resume.disabled).toBe(true);
  });

  it('say that another tab trains a run, which can be watched and not resumed', async () => {
    const run = exampleSummary('1', [], { status: 'running', update: 500 });
    const { setState } = await renderLab(<Notices />, { state: { runs: [run], heldRuns: ['1'] } });
    expect(screen.getByTestId('held-run').textContent).toContain(
      'Run 1 trains in another tab: 500 of 2.3k updates at its last checkpoint.',
    );
    expect(screen.getByRole('button', { name: 'Watch' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Resume' })).toBeNull();
    await setState({ runUnderWay: '1' });
    expect(screen.queryByTestId('held-run')).toBeNull();
  });

  it('name the run that was deleted last', async () => {
    await renderLab(<Notices />, { state: { deletedRun: exampleSummary('4', []) } });
    expect(screen.getByTestId('deleted-run').textContent).toContain('Deleted Run 4');
    expect(screen.getByRole('button', { name: 'Undo' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Delete permanently' })).toBeTruthy();
  });
});
