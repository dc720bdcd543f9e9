/**
 * Under a folder of a static host: after the first visit the lab needs no network, a newer version
 * is offered and never swapped in, and a page whose files are gone says so.
 */
import type { Page } from '@playwright/test';
import { CHROMIUM, expect, expectEpisode, expectTrading, openLab, test as base } from './labTest';
import { openSite, type Site } from './site';

const test = base.extend<{ site: Site }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures there.
  site: async ({}, provide) => {
    const site = await openSite();
    await provide(site);
    await site.close();
  },
  baseURL: ({ site }, provide) => provide(site.url),
});

/** A run that learns soon and that no machine ends within the test. */
const RUN = { cloningUpdates: 0, updates: 100_000, batchSize: 64, episodeLength: 50 };

const phaseOf = (page: Page) => page.getByTestId('training-phase');
const offerOf = (page: Page) => page.getByTestId('new-version');
const nextBuild = (page: Page) => page.locator('meta[name=build]');

/** Waits until the page is answered from what is kept. */
const expectKept = (page: Page) =>
  expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null), {
      timeout: 30_000,
    })
    .toBe(true);

test.describe('with a worker that keeps the files', () => {
  test.use({ serviceWorkers: 'allow' });

  test(
    'after the first visit the lab opens, trades, trains and replays without a network',
    { tag: CHROMIUM },
    async ({ page, context, site }) => {
      test.setTimeout(120_000);
      await page.goto('./');
      await expectKept(page);
      await context.setOffline(true);
      await site.close();

      await page.goto('about:blank');
      await openLab(page, RUN);
      await page.getByRole('button', { name: 'Train your own' }).click();
      await expect(page.getByTestId('policy-version')).toHaveText(/^policy [1-9]/, {
        timeout: 60_000,
      });
      await page.locator('.training-panel').getByRole('button', { name: 'Stop' }).click();
      await expect(phaseOf(page)).toHaveText('Stopped', { timeout: 20_000 });
      await expectEpisode(page);
      await page.getByRole('button', { name: 'Replay', exact: true }).click();
      await expect(page.getByRole('slider', { name: 'Replay position' })).toBeVisible();
    },
  );

  test(
    'a new version leaves a training alone, is offered, and waits for its end and for other tabs',
    { tag: CHROMIUM },
    async ({ page, context, site }) => {
      test.setTimeout(240_000);
      await openLab(page, RUN);
      await expectKept(page);
      await page.getByRole('button', { name: 'Train your own' }).click();
      await expect(phaseOf(page)).toHaveText('Learning', { timeout: 60_000 });

      await site.redeploy();
      const other = await context.newPage();
      await other.goto('./');
      // Chromium looks for a newer worker at its lowest priority, and the training takes every
      // core.
      await expect(offerOf(page)).toBeVisible({ timeout: 120_000 });
      await expect(phaseOf(page)).toHaveText('Learning');
      // The other tab was opened after the new version came, and still is the one before.
      await expectTrading(other);
      await expect(nextBuild(other)).toHaveCount(0);

      await page.getByRole('button', { name: 'Reload after the training' }).click();
      await expect(offerOf(page)).toContainText('The page reloads after the training.');
      await page.locator('.training-panel').getByRole('button', { name: 'Stop' }).click();
      await expect(offerOf(page)).toContainText('Another tab shows this version');
      await other.close();
      await page.getByRole('button', { name: 'Reload for the new version' }).click();
      await expect(nextBuild(page)).toHaveCount(1);
      await expectTrading(page);
      await expect(offerOf(page)).toHaveCount(0);
      await page.getByRole('button', { name: /^Runs/ }).click();
      await expect(page.getByLabel('Name of Run 1')).toBeVisible();
    },
  );
});

test(
  'a page whose files are gone says that there is a newer version, and goes on',
  { tag: CHROMIUM },
  async ({ page, site, watch }) => {
    watch.allow(/market\.worker|the end/);
    await openLab(page, { inventoryPenalty: 7 });
    await page.waitForLoadState('networkidle');
    await site.redeploy();
    const market = page.workers().find((worker) => worker.url().includes('market.worker'));
    if (market === undefined) throw new Error('expected a market worker');
    await market.evaluate(() => {
      setTimeout(() => {
        throw new Error('the end');
      });
    });
    const notice = page.getByTestId('replaced');
    await expect(notice).toContainText('A newer version of the lab is there');
    await expect(page.getByRole('img', { name: /^Price over time/ })).toBeVisible();
    await notice.getByRole('button', { name: 'Reload the page' }).click();
    await expect(nextBuild(page)).toHaveCount(1);
    await expectTrading(page);
    expect(new URL(page.url()).hash).toContain('inventoryPenalty=7');
  },
);
