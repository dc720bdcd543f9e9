/**
 * A run survives the death of its trainer, which is replaced, and a reload in the middle of
 * training, after which it is offered to be resumed and goes on from its last checkpoint on the
 * stored data. The test is slow, because checkpoints are seconds apart.
 */
import type { Page } from '@playwright/test';
import { CHROMIUM, expect, expectTrading, openLab, readNumber, test } from './labTest';

const phaseOf = (page: Page) => page.getByTestId('training-phase');

/** Starts a run that no machine ends within the test, and waits until it is stored. */
async function trainUntilStored(page: Page): Promise<void> {
  await openLab(page, { cloningUpdates: 0, updates: 100_000, episodeLength: 50, batchSize: 64 });
  await page.getByRole('button', { name: 'Train your own' }).click();
  await expect(phaseOf(page)).toHaveText('Learning', { timeout: 40_000 });
  await page.keyboard.press('r');
  // It is in the table from its first checkpoint on, and counted once that is written.
  await expect(page.getByLabel('Name of Run 1')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('button', { name: /^Storage: [1-9]/ })).toBeVisible();
}

/** Opens the lab in a tab, with its runs. */
async function openRunsOf(page: Page): Promise<void> {
  await page.goto('./');
  await expectTrading(page);
  await page.keyboard.press('r');
}

test(
  'a run survives the death of its trainer, and a reload',
  { tag: CHROMIUM },
  async ({ page, watch }) => {
    test.setTimeout(180_000);
    watch.allow(/boom/);
    await trainUntilStored(page);
    const trainer = page.workers().find((worker) => worker.url().includes('trainer.worker'));
    if (trainer === undefined) throw new Error('expected a trainer worker');
    await trainer.evaluate(() => {
      setTimeout(() => {
        throw new Error('boom');
      });
    });
    const notice = page.locator('.notice').filter({ hasText: 'Run 1 goes on' });
    await expect(notice).toContainText('boom', { timeout: 30_000 });
    await expect(notice).toContainText(/last checkpoint, update [1-9]/);
    await expect(phaseOf(page)).toHaveText('Learning', { timeout: 40_000 });

    // The last change before a reload is not lost, however short the time between.
    await page.getByRole('textbox', { name: /^Inventory penalty/ }).fill('7');
    await page.reload();
    await expectTrading(page);
    expect(new URL(page.url()).hash).toContain('inventoryPenalty=7');
    const offer = page.getByTestId('interrupted-run');
    await expect(offer).toContainText(/Run 1 stopped at [\d.k,]+ of 100k updates/);
    const left = readNumber(((await offer.textContent()) ?? '').replace('Run 1', ''));
    expect(left).toBeGreaterThan(0);

    await offer.getByRole('button', { name: 'Resume' }).click();
    await expect(offer).toBeHidden();
    await expect(phaseOf(page)).toHaveText('Learning', { timeout: 40_000 });
    const done = page.getByTestId('training-progress');
    await expect
      .poll(async () => readNumber((await done.textContent()) ?? ''))
      .toBeGreaterThan(left);

    // Another tab sees that it trains here, and can name it all the same.
    const other = await page.context().newPage();
    await openRunsOf(other);
    await expect(other.getByTestId('held-run')).toContainText('Run 1 trains in another tab');
    await expect(other.getByTestId('interrupted-run')).toBeHidden();
    await other.getByLabel('Name of Run 1').fill('Patient');
    // The field is never left: the page is.
    await other.goto('about:blank');
    await openRunsOf(other);
    await expect(other.getByLabel('Name of Patient')).toBeVisible({ timeout: 20_000 });
    await page.keyboard.press('r');
    await expect(page.getByLabel('Name of Patient')).toBeVisible();

    // A database that is deleted under the page is written again.
    await other.evaluate(async () => {
      await new Promise((resolve, reject) => {
        const deletion = indexedDB.deleteDatabase('nanoarb-lab');
        deletion.addEventListener('success', resolve);
        deletion.addEventListener('error', reject);
      });
    });
    await other.reload();
    await expectTrading(other);
    await other.keyboard.press('r');
    await expect(other.getByLabel('Name of Patient')).toBeVisible({ timeout: 20_000 });
    await other.close();
    await page.locator('.training-panel').getByRole('button', { name: 'Stop' }).click();
    await expect(phaseOf(page)).toHaveText('Stopped', { timeout: 20_000 });
    await expect(page.getByLabel('Name of Patient')).toBeVisible();
    await expect(page.locator('.run-name')).toHaveCount(1);
  },
);
