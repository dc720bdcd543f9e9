/**
 * The data panel chooses who plays, exports the data and imports it again. A file that is not sound
 * is refused by name and replaces nothing.
 */
import { defaultBehaviours, planEpisodes } from '../../src/agents/baselines/behaviours';
import { DEFAULT_ENV_CONFIG, FULL_OBSERVATION } from '../../src/env/config';
import { collectEpisodes } from '../../src/learning/data/collect';
import { writeDatasetFile } from '../../src/learning/data/parquet';
import { exampleOrigin } from '../learning/data/exampleDataset';
import { enter, expect, openLab, saved, test } from './labTest';

/** Writes a file that is sound in itself, of agents that see ten levels. */
async function withFullObservations(): Promise<Buffer> {
  const env = { ...DEFAULT_ENV_CONFIG, episodeLength: 10, observation: FULL_OBSERVATION };
  const origin = { ...exampleOrigin, env };
  const { market, weights } = origin;
  const episodes = planEpisodes(defaultBehaviours(), 2, 1);
  const dataset = collectEpisodes({ market, env, weights, episodes });
  return Buffer.from(await new Blob(writeDatasetFile(dataset, origin)).arrayBuffer());
}

test('data is chosen, collected, taken out, and refused when it was tampered with', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await openLab(page, {
    algorithm: 'bc',
    updates: 20,
    batchSize: 64,
    episodeLength: 50,
    dataEpisodes: 12,
    mixNoisy: 0,
  });
  const panel = page.locator('.training-panel');
  await panel.getByRole('button', { name: 'Data', exact: true }).click();
  await panel.getByText('Data mix').click();
  await expect(page.getByTestId('collection-size')).toHaveText('12 × 50 = 600 steps');
  const random = panel.getByRole('textbox', { name: 'Random exploration, ×' });
  await enter(random, '0');
  await random.blur();

  await panel.getByRole('button', { name: 'Train your own' }).click();
  await expect(page.getByTestId('training-phase')).toHaveText('Finished', { timeout: 60_000 });
  const rows = page.getByTestId('data-rows');
  await expect(rows).toHaveText('600');
  const behaviours = panel.getByRole('table', { name: 'Behaviours in the data' });
  await expect(behaviours).toContainText('GLFT γ 1');
  await expect(behaviours).not.toContainText('Random');
  const { content: file } = await saved(page, () =>
    panel.getByRole('button', { name: 'Export Parquet' }).click(),
  );
  const outcome = page.getByTestId('data-outcome');
  const importFile = (name: string, buffer: Buffer) =>
    panel
      .getByLabel('Parquet file')
      .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  const hostile = [
    ['cut.parquet', file.subarray(0, file.length - 1), 'file: expected a whole Parquet file'],
    ['full.parquet', await withFullObservations(), 'dataset.observationKey: expected v1+1x5'],
  ] as const;
  for (const [name, content, reason] of hostile) {
    await importFile(name, content);
    await expect(outcome).toContainText(`${name} was not loaded; the data is unchanged.`);
    await expect(outcome).toContainText(reason);
    await expect(rows).toHaveText('600');
  }
  await importFile('own.parquet', file);
  await expect(outcome).toHaveText(
    'own.parquet: 600 steps loaded. The next training learns from them.',
  );
  await expect(panel).toContainText('Training uses the file: ES base, seed 1.');
  await panel.getByRole('button', { name: 'Collect instead' }).click();
  await expect(panel).toContainText('Data mix');
});
