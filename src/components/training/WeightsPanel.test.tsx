import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import {
  exampleEpisode,
  exampleScores,
  exampleSummary,
  trainingState,
} from '../../../tests/components/examples';
import { openPopover } from '../../../tests/components/popovers';
import { renderLab } from '../../../tests/components/renderLab';
import { DEFAULT_RUN_CONFIG } from '../../protocol/run';
import { WeightsPanel } from './WeightsPanel';

const pending = () => screen.queryByTestId('pending-objective')?.textContent;

describe('the reward weights', () => {
  it('are set by a preset, whose name is on the button until a weight differs', async () => {
    const { session, user } = await renderLab(<WeightsPanel />);
    expect(pending()).toBeUndefined();
    await openPopover(/^Objective/);
    expect(screen.getByText('Scored at once; acted on after the next training.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: /^Tight/ }));
    expect(session.state.settings).toMatchObject({ inventoryPenalty: 150, spreadPenalty: 10 });
    expect(screen.getByRole('button', { name: 'Objective: Tight' })).toBeTruthy();
    expect(pending()).toBe('2 changes: scored, not trained');

    const fees = screen.getByRole('textbox', { name: /^Fees/ });
    fireEvent.change(fees, { target: { value: '2' } });
    expect(screen.getByRole('button', { name: 'Objective: custom' })).toBeTruthy();
    expect(pending()).toBe('3 changes: scored, not trained');
  });

  it('count against the weights of the last run, which fine-tuning applies', async () => {
    const { setState, session } = await renderLab(<WeightsPanel />, {
      hash: '#fees=2',
      state: { training: trainingState({ phase: 'finished', hasPolicy: true }) },
    });
    expect(pending()).toBe('1 change: scored, not trained');
    await setState({ training: { ...session.state.training, phase: 'training' } });
    expect(pending()).toBe('1 change: scored, not in this run');
    const weights = { ...DEFAULT_RUN_CONFIG.weights, fees: 2 };
    await setState({ training: trainingState({ config: { ...DEFAULT_RUN_CONFIG, weights } }) });
    expect(pending()).toBeUndefined();
  });

  it('count after a reload against the weights of the run that trades', async () => {
    const weights = { ...DEFAULT_RUN_CONFIG.weights, inventoryPenalty: 100 };
    const runs = [exampleSummary('1', [], { config: { ...DEFAULT_RUN_CONFIG, weights } })];
    await renderLab(<WeightsPanel />, {
      hash: '#inventoryPenalty=100',
      state: { runs, watchedRun: '1' },
    });
    expect(pending()).toBeUndefined();
    fireEvent.change(screen.getByRole('textbox', { name: /^Fees/ }), { target: { value: '2' } });
    expect(pending()).toBe('1 change: scored, not trained');
  });

  it('count against the weights of the run that trades, whichever was trained last', async () => {
    const weights = { ...DEFAULT_RUN_CONFIG.weights, inventoryPenalty: 100 };
    const runs = [exampleSummary('1', [], { config: { ...DEFAULT_RUN_CONFIG, weights } })];
    const { setState, session } = await renderLab(<WeightsPanel />, {
      state: { runs, watchedRun: '1', training: trainingState({ phase: 'finished' }) },
    });
    expect(pending()).toBe('1 change: scored, not trained');
    // What trains now is what a change comes too late for.
    await setState({ training: { ...session.state.training, phase: 'training' } });
    expect(pending()).toBeUndefined();
  });

  it('are acted on at once by an agent of every weighting, within what it was trained for', async () => {
    const learning = { ...DEFAULT_RUN_CONFIG.learning, conditioning: 'weights' } as const;
    const runs = [exampleSummary('1', [], { config: { ...DEFAULT_RUN_CONFIG, learning } })];
    const { session, setState, user } = await renderLab(<WeightsPanel />, {
      state: { runs, watchedRun: '1' },
    });
    await setState({ settings: { ...session.state.settings, agent: 'trained' } });
    const followed = () => screen.queryByTestId('followed-objective')?.textContent;
    expect(followed()).toBeUndefined();
    await openPopover(/^Objective/);
    expect(screen.getByText('Scored and acted on at once.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: /^Tight/ }));
    expect(pending()).toBeUndefined();
    expect(followed()).toBe('2 changes: scored, and acted on');
    fireEvent.change(screen.getByRole('textbox', { name: /^Fees/ }), { target: { value: '4' } });
    expect(followed()).toBe('Fees: acts as at 3');
  });

  it('re-score what was traded at once: each unit of weight counts the same', async () => {
    const termSums = Float64Array.of(100, -40, 10, -8, -0.5, -2);
    const scores = exampleScores(['a', 'b'], 7).map((score) => ({ ...score, termSums }));
    const { session, setState } = await renderLab(<WeightsPanel />, { state: { scores } });
    await setState({ readout: { ...session.state.readout, playKey: 7 } });
    const returnUnder = (weight: string) => {
      fireEvent.change(screen.getByRole('textbox', { name: /^Fees/ }), {
        target: { value: weight },
      });
      expect(screen.getByText('Mean of 2')).toBeTruthy();
      expect(screen.getByTestId('mean-return').textContent).toBe(
        `${screen.getByTestId('rescored-return').textContent} ± $0.00`,
      );
      return screen.getByTestId('rescored-return').textContent;
    };
    // 100 − 40 + 10 − 20 · 0.5 − 0.25 · 2 without fees.
    expect(returnUnder('0')).toBe('+$59.50');
    const note = () => screen.getByTestId('mean-of').textContent;
    expect(note()).toBe('Inventory-skewed · ES · 2 of 2 re-scored under these weights');
    expect(returnUnder('1')).toBe('+$51.50');
    expect(note()).toBe('Inventory-skewed · ES');
    expect(returnUnder('3')).toBe('+$35.50');
  });

  it('count an episode of a recording once, however often it was played', async () => {
    const scores = exampleScores(['a', 'b'], 7).map((score) => ({ ...score, startSeconds: 5 }));
    const { session, setState } = await renderLab(<WeightsPanel />, { state: { scores } });
    await setState({ readout: { ...session.state.readout, playKey: 7 } });
    expect(screen.getByText('Mean of 1')).toBeTruthy();
    expect(screen.getByTestId('mean-of').textContent).toBe(
      'Inventory-skewed · ES · 1 episode of the recording, played 2 times',
    );
  });

  it('score the whole of the episode that is replayed, whatever the live market does', async () => {
    const replayed = {
      ...exampleEpisode('a'),
      termSums: Float64Array.of(100, -40, 10, -8, -0.5, -2),
    };
    const { change, session, setState } = await renderLab(<WeightsPanel />, {
      hash: '#fees=0',
      state: { episodes: [replayed] },
    });
    await change(() => session.playback.showReplay('a'));
    const whole = () => screen.getByTestId('rescored-return').textContent;
    expect([screen.queryByText('Last episode'), whole()]).toEqual([null, '+$59.50']);
    await openPopover('Whole episode');
    expect(await screen.findByText(/together \+?\$59\.50 the whole episode$/)).toBeTruthy();
    await setState({ scores: exampleScores(['b'], 7) });
    expect(whole()).toBe('+$59.50');
    expect(screen.getByTestId('mean-return').textContent).toBe('—');
  });
});
