import { screen } from '@testing-library/react';
import { beforeAll, describe, expect, it } from 'vitest';
import { exampleSummary, trainingState } from '../../../tests/components/examples';
import { frameOf } from '../../../tests/store/live/frames';
import { openPopover } from '../../../tests/components/popovers';
import { renderLab } from '../../../tests/components/renderLab';
import { DEFAULT_RUN_CONFIG } from '../../protocol/run';
import { LAZY_MODULES } from '../lazyModules';
import { TrainingPanel } from './TrainingPanel';

beforeAll(async () => {
  const { trainingCurves, dataView, runVerdict } = LAZY_MODULES;
  await Promise.all([trainingCurves.load(), dataView.load(), runVerdict.load()]);
});

const button = (name: string) => screen.queryByRole<HTMLButtonElement>('button', { name });

describe('the training panel', () => {
  it('says what a press of Train will do, and starts it', async () => {
    const { asked, draw, raise, user } = await renderLab(<TrainingPanel />);
    expect(screen.getByText(/^Collects episodes from several market makers/)).toBeTruthy();
    // Before there are curves their place shows what the live agent does.
    expect(screen.getByRole('img', { name: /^Distribution of actions/ })).toBeTruthy();
    const frame = frameOf([{ step: 1, timeSeconds: 4 }], [], { episode: 1, step: 1 });
    await raise((lab) => lab.onFrame(frame));
    await draw();
    expect(screen.getByTestId('actions-of').textContent).toBe(
      'Pre-trained on ES, 1 decision in 8 s',
    );
    await user.click(screen.getByRole('button', { name: 'Train your own' }));
    expect(asked('train')).toHaveLength(1);
    expect(button('Train your own')).toBeNull();
    expect(button('Stop')).not.toBeNull();
  });

  it('shows how far a phase is, pauses, resumes and stops', async () => {
    const { asked, raise, user } = await renderLab(<TrainingPanel />);
    await user.click(screen.getByRole('button', { name: 'Train your own' }));
    await raise((lab) => lab.onTraining({ kind: 'collecting', done: 25, total: 100 }));
    expect(screen.getByTestId('training-phase').textContent).toBe('Collecting episodes');
    expect(screen.getByTestId('training-progress').textContent).toBe('25 / 100');
    const bar = screen.getByRole('progressbar', { name: 'Collecting episodes' });
    expect(bar.getAttribute('aria-valuenow')).toBe('25');
    expect(screen.getByText('Curves start with the first updates.')).toBeTruthy();

    await user.click(screen.getByRole('button', { name: 'Pause' }));
    expect(asked('pauseTraining')).toHaveLength(1);
    await raise((lab) => lab.onTraining({ kind: 'paused' }));
    expect(screen.getByTestId('training-phase').textContent).toBe('Collecting episodes, paused');
    await user.click(screen.getByRole('button', { name: 'Resume' }));
    expect(asked('resumeTraining')).toHaveLength(1);
    await user.click(screen.getByRole('button', { name: 'Stop' }));
    expect(asked('stopTraining')).toHaveLength(1);
    await raise((lab) => lab.onTraining({ kind: 'stopped', policy: null, state: null }));
    expect(screen.getByTestId('training-phase').textContent).toBe('Stopped');
    expect(button('Train your own')).not.toBeNull();
  });

  it('trains for every weighting unless asked otherwise, and a critic’s transformer for one', async () => {
    const { asked, change, session, user } = await renderLab(<TrainingPanel />);
    expect(screen.getByText(/for every weighting of the reward/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Train your own' }));
    expect(asked('train')[0]).toMatchObject({
      config: { learning: { conditioning: 'weights' } },
    });
    await openPopover('Learning settings');
    expect(screen.queryByRole('combobox', { name: 'Trained for' })).not.toBeNull();
    await change(() => session.settings.setMany({ algorithm: 'dt', dtReturnLabel: 'quantile' }));
    expect(screen.queryByRole('combobox', { name: 'Trained for' })).toBeNull();
    expect(screen.getByText(/a critic knows one weighting/)).toBeTruthy();
  });

  it('counts training seeds where there are several', async () => {
    await renderLab(<TrainingPanel />, {
      state: { training: trainingState({ phase: 'cloning', seedNumber: 2, seedCount: 3 }) },
    });
    expect(screen.getByTestId('training-phase').textContent).toBe('Seed 2 of 3: Cloning');
  });

  it('says what failed, with details for a report', async () => {
    const failure = { message: 'The device was lost.', details: 'stack' };
    await renderLab(<TrainingPanel />, {
      state: { training: trainingState({ phase: 'failed', failure }) },
    });
    expect(screen.getByRole('alert').textContent).toContain('The device was lost.');
    expect(screen.getByTestId('training-phase').textContent).toBe('Failed');
  });

  it('fine-tunes only where a stored run has the same networks, and says why not', async () => {
    const finished = trainingState({ phase: 'finished', hasPolicy: true });
    const { asked, change, session, setState, user } = await renderLab(<TrainingPanel />, {
      state: { training: finished },
    });
    expect(button('Fine-tune')?.disabled).toBe(true);
    expect(button('Fine-tune')?.title).toMatch(/^No stored run has matching networks/);
    // A run of fixed weights is continued as one.
    await setState({ runs: [exampleSummary('1', [11, 22, 33])] });
    expect(button('Fine-tune')?.disabled).toBe(true);
    await change(() => session.settings.set('conditioning', 'fixed'));
    expect(button('Fine-tune')?.title).toBe('Continue from Run 1 with the current weights');
    expect(button('Retrain')?.title).toMatch(/^Train from scratch, for the current weights\./);
    // Of several the one that trades is continued, and the newest where none does.
    const runs = ['1', '2'].map((id) => exampleSummary(id, [11, 22, 33]));
    await setState({ runs });
    expect(button('Fine-tune')?.title).toMatch(/^Continue from Run 2 /);
    await setState({ watchedRun: '1' });
    expect(button('Fine-tune')?.title).toMatch(/^Continue from Run 1 /);
    await setState({ watchedRun: null });
    const learning = { ...DEFAULT_RUN_CONFIG.learning, conditioning: 'weights' } as const;
    const config = { ...DEFAULT_RUN_CONFIG, learning };
    await change(() => session.settings.set('conditioning', 'weights'));
    await setState({ runs: [exampleSummary('1', [11, 22, 33], { config })] });
    expect(button('Fine-tune')?.title).toBe('Continue from Run 1, for every weighting');
    expect(button('Retrain')?.title).toMatch(/^Train from scratch, for every weighting\./);
    await user.click(screen.getByRole('button', { name: 'Retrain' }));
    expect(asked('train')).toHaveLength(1);
  });
});
