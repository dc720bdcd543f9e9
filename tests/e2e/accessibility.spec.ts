/**
 * axe finds nothing, and nothing is cut off, in the states that people spend their time
 * in, in both themes and at every width.
 */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, expectEpisode, openLab, test } from './labTest';

/** @param rules of axe; all of them without */
async function expectAccessible(
  page: Page,
  state: string,
  rules: readonly string[] | null = null,
): Promise<void> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules === null ? axe : axe.withRules([...rules])).analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`,
  );
  expect(found, state).toEqual([]);
}

const SHORT = {
  episodeLength: 100,
  dataEpisodes: 12,
  cloningUpdates: 20,
  updates: 100_000,
  batchSize: 32,
};

test('axe finds nothing in either theme', async ({ page }) => {
  test.setTimeout(240_000);
  const look = async (state: string) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectAccessible(page, state);
    // The other theme has other colours, and is otherwise the same page.
    await page.emulateMedia({ colorScheme: 'light' });
    await expectAccessible(page, `${state}, light`, ['color-contrast']);
  };
  await openLab(page, { ...SHORT, speed: 10, maxInventory: 'many' });
  await look('live, with a notice');
  await page.getByRole('button', { name: 'Train your own' }).click();
  const phase = page.getByTestId('training-phase');
  await expect(phase).toHaveText('Learning', { timeout: 60_000 });
  await look('training');
  const training = page.locator('.training-panel');
  await training.getByRole('button', { name: 'Data', exact: true }).click();
  await look('data');
  await training.getByRole('button', { name: 'Actions', exact: true }).click();
  await look('actions');
  await training.getByRole('button', { name: 'Stop' }).click();
  await expect(phase).toHaveText('Stopped', { timeout: 20_000 });

  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  await page.keyboard.press('n');
  await page.keyboard.press('b');
  await look('replay of a fill');
  for (const name of ['Bookmarks', 'Learning settings', 'Market settings', /^Share/]) {
    await page.getByRole('button', { name }).click();
    await look(String(name));
    await page.keyboard.press('Escape');
  }
  for (const name of ['Help and keyboard shortcuts', 'View the charts as a table']) {
    await page.getByRole('button', { name }).click();
    await look(name);
    await page.keyboard.press('Escape');
  }
  await page.keyboard.press('m');
  await look('market facts');
  await page.keyboard.press('Escape');
  await page.keyboard.press('r');
  await page.getByRole('button', { name: /^About Run 1/ }).click();
  await look('runs, and one in detail');
  await page.keyboard.press('Escape');
  await page.keyboard.press('r');
  await page.getByRole('button', { name: 'Lessons' }).click();
  await look('lessons');
  await page.getByRole('button', { name: /^Pay for inventory/ }).click();
  await look('a lesson');
});

for (const width of [1024, 390, 320]) {
  test(`everything fits, and axe finds nothing, at ${width} px`, async ({ page }) => {
    test.slow();
    await page.setViewportSize({ width, height: 800 });
    await openLab(page, { episodeLength: 100, speed: 'max' });
    await expectFits(page, 'live');
    await expectEpisode(page);
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    await page.keyboard.press('n');
    await expectFits(page, 'replay');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.keyboard.press('r');
    await expect(page.getByRole('region', { name: 'Runs' })).toBeVisible();
    await expectFits(page, 'runs');
    await page.keyboard.press('r');
    await page.keyboard.press('h');
    await expect(page.getByTestId('live-step')).toContainText('step 0 of');
    await page.getByTestId('ladder-bid').click({ position: { x: 40, y: 150 } });
    await page.keyboard.press('4');
    await expect(page.getByTestId('market-status')).toHaveText('By hand');
    await expectFits(page, 'quoting by hand');
    await expect(page.getByTestId('manual-result')).toBeVisible({ timeout: 20_000 });
    await expectFits(page, 'the result by hand');
    await page.goto('about:blank');
    await page.goto('./#demo=es&speed=5');
    await expect(page.getByTestId('caption')).not.toBeEmpty({ timeout: 30_000 });
    await expectFits(page, 'demo');
  });
}

async function expectFits(page: Page, state: string): Promise<void> {
  await expectAccessible(page, state);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${state}: pixels beyond the right edge`).toBeLessThanOrEqual(0);
}
