/** A trained agent has to pass the deploy gate before it may trade unattended. */
import type { Page } from '@playwright/test';
import { readAgentFile } from '../../src/agents/files/agentFile';
import { parseRunConfig } from '../../src/protocol/run';
import { expect, openLab, saved, test } from './labTest';

const SHORT = { cloningUpdates: 40, updates: 20, batchSize: 32, episodeLength: 50 };
const CHECKS = [
  'better than its clone',
  'drawdown',
  'inventory',
  'out of distribution',
  'parity of the exported model',
];

async function train(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Train your own' }).click();
  const phase = page.getByTestId('training-phase');
  await expect(phase).toHaveText('Finished', { timeout: 90_000 });
  await page.getByRole('button', { name: /^Runs/ }).click();
}

async function openDetails(page: Page) {
  await page.getByRole('button', { name: 'About Run 1: notes, tags, files' }).click();
  return page.getByTestId('deploy-gate');
}

async function exported(page: Page, button: string): Promise<Buffer> {
  const { content } = await saved(page, () => page.getByRole('button', { name: button }).click());
  return content;
}

test('without a network a run is trained, drawn, judged beside the clone of its data, and exported', async ({
  context,
  page,
  watch,
}) => {
  test.setTimeout(120_000);
  await openLab(page, SHORT);
  await page.waitForLoadState('networkidle');
  await expect(page.getByTestId('backend')).not.toHaveAttribute('data-backend', 'none');
  const loaded = watch.requests.length;
  await context.setOffline(true);
  await train(page);
  await page.getByLabel('Draw the curves of Run 1').check();
  await expect(page.locator('.run-curves .recharts-line').first()).toBeVisible();
  const table = page.getByRole('region', { name: 'Comparison of runs' });
  const clone = table.getByRole('row', { name: /Clone of Run 1/ });
  await expect(clone).toContainText(/\$\d/);
  await table.getByRole('button', { name: 'Pin: Clone of Run 1' }).click();
  await expect(table.getByRole('button', { name: 'Pinned: Clone of Run 1' })).toBeVisible();

  const gate = await openDetails(page);
  await expect(gate.getByRole('listitem')).toHaveCount(CHECKS.length);
  for (const text of [
    /(Beats|Not proven to beat) its clone/,
    /Drawdown of \$[\d.k]+ or less/,
    /95th percentile of \|inventory\| at [\d.]+ % of the limit/,
    /[\d.]+ % of decisions out of distribution/,
    /Exported model differs by/,
  ]) {
    await expect(gate).toContainText(text);
  }
  await expect(gate).not.toContainText('not measured');

  const { card } = readAgentFile(await exported(page, 'Export agent'), parseRunConfig);
  expect(card.gate?.checks.map(({ name }) => name)).toEqual(CHECKS);
  expect(card.gate?.checks.every(({ value }) => value !== null)).toBe(true);
  const [own, second] = card.evaluation?.rows ?? [];
  expect([own.agent, second.agent]).toEqual(['network', 'behaviour cloning']);
  expect(own.metrics['cloneSurprise'].estimate).not.toBeNull();
  expect(own.metrics['criticDisagreement'].estimate).not.toBeNull();

  const model = await exported(page, 'Export ONNX');
  expect(model.includes('scaled_action')).toBe(true);
  const later = watch.requests.slice(loaded).filter((address) => !address.startsWith('blob:'));
  expect(later).toEqual([]);
});
