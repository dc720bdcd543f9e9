import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { exampleRow, exampleSummary } from '../../../tests/components/examples';
import { renderLab } from '../../../tests/components/renderLab';
import { policy } from '../../../tests/store/testSession';
import { createMemoryStorage } from '../../lab/storage/memoryStorage';
import { comparedText, finalWordText } from '../../content/finalWord';
import type { EpisodeMetrics } from '../../evaluation/metrics';
import { finalWordResult } from '../../store/runs/finalWord';
import { runConfig } from '../../store/settings/configs';
import { DEFAULT_SETTINGS } from '../../store/settings/settings';
import { useSessionState } from '../context';
import { FinalWord } from './FinalWord';

function Shown() {
  const run = useSessionState((state) => state.runs.find(({ id }) => id === '2'));
  return run === undefined ? null : <FinalWord run={run} />;
}

async function renderRuns(ids: readonly string[], finish: Promise<void>) {
  const storage = createMemoryStorage();
  for (const id of ids) {
    const run = exampleSummary(id, [11, 22, 33]);
    await storage.runs.put({ ...run, history: null, policy }, null);
  }
  return await renderLab(<Shown />, {
    storage,
    answers: {
      evaluateFinally: async (_, onProgress) => {
        onProgress(24, 96);
        await finish;
        return [exampleRow('network', [40, 50, 60]), exampleRow('inventory skewed', [10, 25, 25])];
      },
    },
  });
}

const text = () => screen.getByTestId('final-word').textContent;

it('says among how many runs the seeds chose, and evaluates on others when asked', async () => {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  const { user, change } = await renderRuns(['1', '2', '3'], promise);
  expect(text()).toContain(
    'Table, header and verdict have its evaluation, on the 3 seeds that chose among 3 runs: the best of them is partly the luckiest.',
  );
  await user.click(screen.getByRole('button', { name: 'Final word on fresh seeds' }));
  expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('25');
  expect(screen.getByRole('button', { name: 'Cancel' })).toBeTruthy();
  await change(() => resolve());
  expect(text()).toContain('The final word, on 3 fresh seeds that no run was compared on: +$50.00');
  expect(text()).toContain('+$30.00 (+$18 to +$42) against inventory');
  expect(text()).toContain('Chosen among 3 runs on others.');
  expect(document.activeElement).toBe(screen.getByRole('button', { name: /^Final word again/ }));
});

it('counts the episodes of a recording that do not overlap', () => {
  const at = (startSeconds: number) => (one: EpisodeMetrics) => ({
    ...one,
    startSeconds,
    seconds: 60,
  });
  const rows = [exampleRow('network', [40, 50, 60]), exampleRow('inventory skewed', [10, 25, 25])];
  const finalWord = (starts: readonly number[]) => ({
    seed: 1,
    candidates: 1,
    rows: rows.map((row) => ({
      ...row,
      metrics: row.metrics.map((one, index) => at(starts[index])(one)),
    })),
  });
  const said = (starts: readonly number[]) => {
    const result = finalWordResult(finalWord(starts), null);
    if (result === null) throw new Error('expected a final word');
    return finalWordText(result, 1, 'bc');
  };
  expect(said([0, 1, 2])).toBe(
    'The final word, on 1 episode of the recording, played 3 times that no run was compared on: +$50.00, +$30.00 against inventory-skewed.',
  );
  expect(said([0, 60, 120])).toContain('on 3 fresh seeds that no run was compared on: +$50.00 (');
  expect(comparedText(3, 1, 1)).toBe(
    'Table, header and verdict have its evaluation, on 1 episode of the recording, played 3 times, that no other run was compared on.',
  );
});

it('claims no choice where there was one run', async () => {
  await renderRuns(['2'], Promise.resolve());
  expect(text()).toContain(
    'Table, header and verdict have its evaluation, on 3 seeds that no other run was compared on.',
  );
});

it('says which target a Decision Transformer was asked for, or that nobody kept it', async () => {
  const config = runConfig({ ...DEFAULT_SETTINGS, algorithm: 'dt' });
  const finalOf = (targetShare?: number) => {
    const own = exampleRow('network', [40, 50, 60], { targetShare });
    const rows = [own, exampleRow('inventory skewed', [10, 25, 25])];
    return exampleSummary('2', [1], { config, finalWord: { seed: 1, candidates: 1, rows } });
  };
  const { setState } = await renderLab(<Shown />, { state: { runs: [finalOf(0.25)] } });
  expect(text()).toContain('It was asked for a target of 25 %.');
  await setState({ runs: [finalOf()] });
  expect(text()).toContain('Its target was not kept.');
});
