/**
 * The rest of the page keeps working when an agent is damaged, or a worker dies, hangs or never
 * starts.
 */
import type { Page, Worker } from '@playwright/test';
import { expectAccessible } from './axe';
import { CHROMIUM, expect, expectTrading, openLab, test } from './labTest';

async function findWorker(page: Page, name: string): Promise<Worker> {
  const find = () => page.workers().find((worker) => worker.url().includes(`${name}.worker`));
  await expect.poll(() => find() !== undefined).toBe(true);
  const worker = find();
  if (worker === undefined) throw new Error(`no ${name} worker`);
  return worker;
}

test('a damaged agent is named, and the inventory-skewed baseline trades', async ({ page }) => {
  await page.route('**/agents/es.safetensors', async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    body[body.length - 100] ^= 1;
    await route.fulfill({ response, body });
  });
  await openLab(page);
  const notice = page.locator('.notice').filter({ hasText: 'agents/es.safetensors: agent.hash' });
  await expect(notice).toContainText('expected');
  const chooser = page.getByRole('combobox', { name: 'Agent', exact: true });
  await expect(chooser).toHaveValue('inventorySkewed');
  await expect(
    chooser.getByRole('option', { name: 'Pre-trained on ES (not loaded)' }),
  ).toBeDisabled();
  await expectTrading(page);
});

test(
  'a market worker that throws, or lets a promise fail, is shown and replaced',
  { tag: CHROMIUM },
  async ({ page, watch }) => {
    watch.allow(/boom|nobody caught this/);
    await openLab(page);
    const fail = async (message: string, how: (text: string) => void) => {
      const worker = await findWorker(page, 'market');
      await worker.evaluate(how, message);
      await expect(page.locator('.notice').filter({ hasText: message }).first()).toBeVisible();
      await expectTrading(page);
      await expect(page.getByTestId('market-status')).toHaveText('Live');
    };
    await fail('boom', (text) => {
      setTimeout(() => {
        throw new Error(text);
      });
    });
    await fail('nobody caught this', (text) => {
      setTimeout(() => {
        void Promise.reject(new Error(text));
      });
    });
  },
);

test(
  'a market worker that stops answering is shown and replaced',
  { tag: CHROMIUM },
  async ({ page }) => {
    await openLab(page);
    const worker = await findWorker(page, 'market');
    await worker.evaluate(() => {
      setTimeout(() => {
        for (;;);
      });
    });
    const notice = page.locator('.notice').filter({ hasText: 'nothing heard for 3 s' });
    await expect(notice.first()).toBeVisible({ timeout: 10_000 });
    await expectTrading(page);
  },
);

test(
  'files that are gone, as after a new version, are named, and the page keeps what it has',
  { tag: CHROMIUM },
  async ({ page, watch }) => {
    watch.allow(/MarketFacts-|market\.worker|the end|A file of this page/);
    const gone = /(MarketFacts-|market\.worker)/;
    await page.route(/MarketFacts-/, (route) => route.abort());
    await openLab(page);
    const notice = page.locator('.notice').filter({ hasText: 'A file of this page' });
    await expect(notice).toContainText('a newer version of the page has replaced it');
    await page.keyboard.press('m');
    const part = page.getByRole('dialog').getByRole('alert');
    await expect(part).toContainText('Market facts could not be shown.');
    await expect(part.getByRole('button', { name: 'Reload the page' })).toBeVisible();
    await expectAccessible(page, 'a file that is missing', 'dialog[open]');
    await page.keyboard.press('Escape');
    await expectTrading(page);

    await page.route(gone, (route) => route.abort());
    const worker = await findWorker(page, 'market');
    await worker.evaluate(() => {
      setTimeout(() => {
        throw new Error('the end');
      });
    });
    const failure = page.getByTestId('failure-market');
    await expect(failure).toContainText('its script could not be loaded');
    await expect(failure.getByRole('button', { name: 'Reload the page' })).toBeVisible();
    await expect(page.getByRole('img', { name: /^Price over time/ })).toBeVisible();
    await page.unrouteAll();
    await failure.getByRole('button', { name: 'Restart' }).click();
    await expectTrading(page);
  },
);

test('without a trainer the market goes on, and the reason is on screen', async ({
  page,
  watch,
}) => {
  watch.allow(/trainer\.worker/);
  await page.route(/trainer\.worker/, (route) => route.abort());
  await openLab(page);
  const failure = page.getByTestId('failure-trainer');
  await expect(failure).toContainText('The trainer could not start');
  await expectAccessible(page, 'no trainer', '.notices');
  await expectTrading(page);
  await page.unroute(/trainer\.worker/);
  await failure.getByRole('button', { name: 'Restart' }).click();
  await expect(failure).toBeHidden({ timeout: 20_000 });
  await expect(page.getByTestId('backend')).not.toHaveAttribute('data-backend', 'none');
});
