/**
 * What surrounds the page fails under a run: the disk is full, the database is deleted, the tab is
 * frozen, the clock jumps, the network goes, a newer version replaces the files. Each time the run
 * learns on, and what is not kept is said.
 */
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { preview } from 'vite';
import { STORAGE_NAME } from '../../src/lab/storage/database';
import { expect, expectTrading, readNumber, test } from '../e2e/labTest';
import { expectLearning, findWorker, kill, startRun } from './faultTest';

test('the disk is full: it is said, and the run is kept once there is room', async ({
  page,
  baseURL,
  watch,
}) => {
  test.setTimeout(180_000);
  watch.allow(/quota/i);
  await startRun(page);
  const cdp = await page.context().newCDPSession(page);
  const origin = new URL(baseURL ?? '').origin;
  await cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  await expect(page.getByRole('status').or(page.locator('.notice')).first()).toContainText(
    /room|full|not kept|quota/i,
    { timeout: 60_000 },
  );
  await expectLearning(page);
  await cdp.send('Storage.overrideQuotaForOrigin', { origin });
  await stopAndReload(page);
});

test('the database is deleted by another tab: what is in memory is written again', async ({
  page,
  context,
}) => {
  test.setTimeout(180_000);
  await startRun(page);
  const other = await context.newPage();
  // Any page of the origin can delete it; one that is not the lab holds nothing open itself.
  await other.goto('./screenshot.png');
  await other.evaluate(
    (name) =>
      new Promise<void>((resolve, reject) => {
        const deletion = indexedDB.deleteDatabase(name);
        deletion.addEventListener('success', () => resolve());
        deletion.addEventListener('error', () => reject(new Error('not deleted')));
      }),
    STORAGE_NAME,
  );
  await other.close();
  await expectLearning(page);
  await stopAndReload(page);
});

test('a frozen tab goes on when it is looked at again', async ({ page }) => {
  test.setTimeout(180_000);
  await startRun(page);
  const cdp = await page.context().newCDPSession(page);
  for (let round = 0; round < 3; round++) {
    await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
    await new Promise((resolve) => setTimeout(resolve, 8000));
    await cdp.send('Page.setWebLifecycleState', { state: 'active' });
    await expectTrading(page);
    await expectLearning(page);
  }
  await expect(page.locator('.notice')).toHaveCount(0);
});

test('the clock jumps, forth and back: no worker is replaced', async ({ page }) => {
  test.setTimeout(180_000);
  await page.addInitScript(() => {
    const now = Date.now.bind(Date);
    Object.assign(globalThis, { clockJump: 0 });
    Date.now = () => now() + (globalThis as unknown as { clockJump: number }).clockJump;
  });
  await startRun(page);
  const workers = page.workers().length;
  for (const hours of [1, -48, 24 * 365]) {
    await page.evaluate((jump) => Object.assign(globalThis, { clockJump: jump }), hours * 3.6e6);
    await expectTrading(page);
    await expectLearning(page);
  }
  expect(page.workers().length).toBe(workers);
  await expect(page.locator('.notice')).toHaveCount(0);
});

test('without a network the run learns, and a killed worker is replaced or said', async ({
  page,
  context,
  watch,
}) => {
  test.setTimeout(180_000);
  watch.allow(/fault|ERR_INTERNET_DISCONNECTED|Failed to (load|fetch)/);
  await startRun(page);
  await context.setOffline(true);
  await expectLearning(page);
  const market = findWorker(page, 'market');
  if (market === undefined) throw new Error('expected a market');
  await kill(market, 'throws', 'fault offline');
  await expect(page.locator('.notice').first()).toBeVisible({ timeout: 30_000 });
  await expectLearning(page);
  await context.setOffline(false);
  const restart = page.getByRole('button', { name: 'Restart' });
  if (await restart.isVisible()) await restart.click();
  await expectTrading(page);
});

test('a newer version takes the files away: it is said, and nothing is lost', async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const folder = mkdtempSync(join(tmpdir(), 'nanoarb-'));
  cpSync('dist', folder, { recursive: true });
  const server = await preview({
    build: { outDir: folder, emptyOutDir: false },
    preview: { host: '127.0.0.1', port: 0 },
  });
  try {
    const [address] = server.resolvedUrls?.local ?? [];
    await page.goto(`${address}#cloningUpdates=0&updates=100000&episodeLength=50&hiddenWidth=256`);
    await expectTrading(page);
    await page.getByRole('button', { name: 'Train your own' }).click();
    await expectLearning(page);
    for (const file of readdirSync(join(folder, 'assets'))) rmSync(join(folder, 'assets', file));
    const market = findWorker(page, 'market');
    if (market === undefined) throw new Error('expected a market');
    await kill(market, 'throws', 'fault redeployed');
    await expect(page.locator('.notice').first()).toContainText(/newer version/, {
      timeout: 60_000,
    });
    await expectLearning(page);
    cpSync('dist', folder, { recursive: true });
    await stopAndReload(page);
  } finally {
    await page.close();
    await server.close();
    rmSync(folder, { recursive: true });
  }
});

/** Stops the run, reloads the page and finds the run there with its updates. */
async function stopAndReload(page: Page): Promise<void> {
  await page.locator('.training-panel').getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByTestId('training-phase')).toHaveText('Stopped', { timeout: 30_000 });
  const stored = page.getByRole('button', { name: /^Storage: [1-9]/ });
  await page.keyboard.press('r');
  await expect(stored).toBeVisible({ timeout: 30_000 });
  await page.reload();
  await expectTrading(page);
  await page.keyboard.press('r');
  await expect(page.getByLabel('Name of Run 1')).toBeVisible({ timeout: 30_000 });
  await expect(page.locator('.run-name')).toHaveCount(1);
  const version = page.getByRole('button', { name: 'Watch Run 1' });
  await version.click();
  await expect
    .poll(async () => readNumber((await page.getByTestId('policy-version').textContent()) ?? ''))
    .toBeGreaterThan(0);
}
