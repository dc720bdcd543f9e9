import { screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { exampleQuality, trainingState } from '../../../tests/components/examples';
import { renderLab } from '../../../tests/components/renderLab';
import { runConfig } from '../../store/settings/configs';
import { DEFAULT_SETTINGS } from '../../store/settings/settings';
import { IDLE_TRAINING, reduceTraining } from '../../store/training/training';
import { DataView } from './DataView';

const summary = {
  rows: 600,
  episodes: 12,
  bytes: 44_000,
  behaviours: [
    { name: 'random', episodes: 4, meanReturn: -120 },
    { name: 'imbalance-aware maker', episodes: 8, meanReturn: 340 },
  ],
  quality: {
    ...exampleQuality,
    edgeRows: 600,
    returnRange: [-200, 400] as const,
    returns: [
      { name: 'random', counts: [3, 1, 0] },
      { name: 'imbalance-aware maker', counts: [0, 2, 6] },
    ],
  },
};

describe('the data view', () => {
  it('says what will be collected, and that nobody playing is nothing', async () => {
    await renderLab(<DataView />, { hash: '#dataEpisodes=12&episodeLength=50' });
    expect(screen.getByTestId('collection-size').textContent).toBe('12 × 50 = 600 steps');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('asks for a share where every behaviour has none', async () => {
    const none = [
      'mixRandom',
      'mixFixedSpread',
      'mixInventorySkewed',
      'mixAvellanedaStoikov',
      'mixGlft',
      'mixImbalanceMaker',
      'mixDoNothing',
    ].map((key) => `${key}=0`);
    await renderLab(<DataView />, { hash: `#${none.join('&')}` });
    expect(screen.getByRole('alert').textContent).toMatch(/^No behaviour has a share/);
  });

  it('shows who played, how it went, and how good the data is', async () => {
    await renderLab(<DataView />, { state: { training: trainingState({ dataset: summary }) } });
    expect(screen.getByTestId('data-rows').textContent).toBe('600');
    expect(screen.getByTestId('trajectoryQuality').textContent).toBe('0.50');
    const table = within(screen.getByRole('table', { name: 'Behaviours in the data' }));
    const [, random, maker] = table.getAllByRole('row');
    expect(random.textContent).toContain('Random exploration4−120');
    expect(maker.textContent).toContain('Imbalance-aware maker8+340');
    expect((await within(maker).findByRole('img')).getAttribute('aria-label')).toBe(
      '0, 2, 6 episodes in 3 equal bins of return from −$200.00 to +$400.00',
    );
    expect(screen.queryByTestId('quality-sample')).toBeNull();
  });

  it('calls the data and its file after what was collected, whatever is set since', async () => {
    const names: string[] = [];
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function note(
      this: HTMLAnchorElement,
    ) {
      names.push(this.download);
    });
    const config = runConfig({ ...DEFAULT_SETTINGS, regime: 'toxic', seed: 5 });
    const collecting = trainingState({ config, phase: 'collecting' });
    const training = reduceTraining(collecting, { kind: 'collected', dataset: summary });
    const { user } = await renderLab(<DataView />, {
      hash: '#preset=nq&seed=9',
      answers: { exportDataset: () => Promise.resolve(new Blob(['rows'])) },
      state: { training: { ...training, phase: 'finished' } },
    });
    expect(screen.getByTestId('data-origin').textContent).toBe('ES toxic, seed 5');
    await user.click(screen.getByRole('button', { name: 'Export Parquet' }));
    await screen.findByRole('status');
    expect(names).toEqual(['nanoarb-ES-toxic-seed-5.parquet']);
    click.mockRestore();
  });

  it('loads a file, learns from it, and goes back to collecting', async () => {
    const { container, user } = await renderLab(<DataView />);
    const input = container.querySelector<HTMLInputElement>('input[type="file"]');
    if (input === null) throw new Error('expected a file input');
    await user.upload(input, new File([''], 'empty.parquet'));
    expect((await screen.findByRole('alert')).textContent).toBe(
      'empty.parquet was not loaded; the data is unchanged. rows: expected at least 1, got 0',
    );
    await user.upload(input, new File(['PAR1'], 'own.parquet'));
    expect((await screen.findByRole('status')).textContent).toBe(
      'own.parquet: 20 steps loaded. The next training learns from them.',
    );
    expect(screen.getByText(/^Training uses the file: ES base, seed 1/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Collect instead' }));
    expect(screen.getByText(/^Data mix/)).toBeTruthy();
  });

  it('has nothing to export before there is data', async () => {
    const { user } = await renderLab(<DataView />, {
      answers: { exportDataset: () => Promise.resolve(null) },
      state: { training: IDLE_TRAINING },
    });
    await user.click(screen.getByRole('button', { name: 'Export Parquet' }));
    expect((await screen.findByRole('status')).textContent).toMatch(/^There is no data to export/);
  });
});
