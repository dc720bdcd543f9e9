import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import {
  exampleRow,
  exampleSummary,
  trainingState,
  withTrainingSeed,
} from '../../../tests/components/examples';
import { renderLab } from '../../../tests/components/renderLab';
import { DEFAULT_RUN_CONFIG } from '../../protocol/run';
import { RunVerdict } from './RunVerdict';

/**
 * @param profits of each training seed, on three episodes on which the pinned maker earns 10, 20
 *   and 30
 */
async function verdictOf(...profits: readonly (readonly number[])[]) {
  const runs = profits.map((of, index) =>
    exampleSummary(String(index + 1), of, { config: withTrainingSeed(index + 1) }),
  );
  const runIds = runs.map(({ id }) => id);
  const training = trainingState({ phase: 'finished', config: runs[0].config, runIds });
  return await renderLab(<RunVerdict training={training} />, { state: { runs, training } });
}

const text = () => screen.getByTestId('verdict').textContent;

describe('the verdict on a run', () => {
  it('of one training seed is its profit against the pinned agent, over episodes', async () => {
    await verdictOf([11, 22, 33]);
    expect(text()).toContain('+$2.00');
    expect(text()).toContain('against inventory-skewed');
    expect(text()).not.toContain('better in');
  });

  it('names the final word beside it, with the seeds of its own', async () => {
    const run = exampleSummary('1', [11, 22, 33]);
    const rows = [exampleRow('network', [4, 14, 24]), exampleRow('inventory skewed', [10, 20, 30])];
    const runs = [{ ...run, finalWord: { seed: 9, candidates: 1, rows } }];
    const training = trainingState({ phase: 'finished', config: run.config, runIds: ['1'] });
    await renderLab(<RunVerdict training={training} />, { state: { runs, training } });
    expect(text()).toMatch(/\+\$2\.00 .*; final word, on 3 fresh seeds: −\$6\.00/);
  });

  it('explains the difference with the difference, not with the profit', async () => {
    await verdictOf([11, 22, 33]);
    const explanation = document.querySelector('.verdict [popover]');
    if (explanation === null) throw new Error('there is no explanation');
    fireEvent(explanation, Object.assign(new Event('beforetoggle'), { newState: 'open' }));
    expect(explanation.textContent).toContain('1 training seed: +$2.00 an episode');
  });

  it('of several counts the seeds that were better', async () => {
    const { unmount } = await verdictOf([11, 22, 33], [20, 30, 40], [12, 22, 32]);
    expect(text()).toContain('3 training seeds');
    expect(text()).toMatch(/all 3 seeds$/);
    unmount();
    await verdictOf([11, 22, 33], [20, 30, 40], [0, 0, 0]);
    expect(text()).toMatch(/2 of 3 seeds$/);
  });

  it('has no interval where all its episodes are one of a recording', async () => {
    const run = exampleSummary('1', [11, 22, 33]);
    const evaluation = run.evaluation.map((row) => ({
      ...row,
      metrics: row.metrics.map((one) => ({ ...one, startSeconds: 5, seconds: 60 })),
    }));
    const runs = [{ ...run, evaluation }];
    const training = trainingState({ phase: 'finished', config: run.config, runIds: ['1'] });
    await renderLab(<RunVerdict training={training} />, { state: { runs, training } });
    expect(text()).toContain(
      'against inventory-skewed over 1 episode of the recording, played 3 times',
    );
    expect(text()).not.toContain(' to +');
  });

  it('names the run', async () => {
    await verdictOf([11, 22, 33]);
    expect(text()).toMatch(/^Run 1, /);
  });

  it('says whether the deploy gate was passed, and opens the details of the run', async () => {
    const checks = ['drawdown', 'inventory', 'critics'].map((name, index) => ({
      name,
      passed: [true, false, null][index],
      value: null,
      limit: 'at most $5000',
    }));
    const fallback = 'inventory skewed';
    const examination = {
      decisions: 600,
      outOfDistributionRate: 0.01,
      maxStabilityIndex: 0.1,
      leastStableFeature: 0,
      unstableShare: 0,
      criticDisagreement: 1,
      cloneSurprise: 1,
      parity: 0,
      calibration: null,
    };
    const examined = { examination, gate: { passed: false, fallback, checks } };
    const evaluation = exampleSummary('1', [11, 22, 33]).evaluation.map((row) =>
      row.agentName === 'network' ? { ...row, examined } : row,
    );
    const runs = [exampleSummary('1', [], { evaluation })];
    const training = trainingState({ phase: 'finished', runIds: ['1'] });
    await renderLab(<RunVerdict training={training} />, { state: { runs, training } });
    const outcome = screen.getByRole('button', {
      name: 'Gate: not passed, 1 of 2 checks failed',
    });
    expect(document.querySelector('.run-details')?.id).toBe(outcome.getAttribute('popovertarget'));
  });

  it('of a run that was stopped early is none, never that of a run before it', async () => {
    const runs = [exampleSummary('1', [11, 22, 33]), exampleSummary('2', [], { evaluation: [] })];
    const training = trainingState({ phase: 'stopped', runIds: ['2'] });
    await renderLab(<RunVerdict training={training} />, { state: { runs, training } });
    expect(screen.queryByTestId('verdict')).toBeNull();
  });

  it('says when the weights have moved since', async () => {
    await verdictOf([11, 22, 33]);
    expect(screen.queryByTestId('stale')).toBeNull();
    const runs = [exampleSummary('1', [11, 22, 33])];
    const training = trainingState({ phase: 'finished', runIds: ['1'] });
    await renderLab(<RunVerdict training={training} />, {
      hash: '#fees=2',
      state: { runs, training },
    });
    expect(screen.getByTestId('stale').textContent).toBe('stale: trained with different weights');
  });

  it('says under which weights an agent was evaluated that acts on others now', async () => {
    const learning = { ...DEFAULT_RUN_CONFIG.learning, conditioning: 'weights' } as const;
    const config = { ...DEFAULT_RUN_CONFIG, learning };
    const runs = [exampleSummary('1', [11, 22, 33], { config })];
    const training = trainingState({ phase: 'finished', runIds: ['1'], config });
    const { change, session } = await renderLab(<RunVerdict training={training} />, {
      state: { runs, training },
    });
    expect(screen.queryByTestId('played-under')).toBeNull();
    await change(() => session.settings.set('fees', 2));
    expect(screen.getByTestId('played-under').textContent).toBe('evaluated under Balanced');
    expect(screen.queryByTestId('stale')).toBeNull();
  });
});
