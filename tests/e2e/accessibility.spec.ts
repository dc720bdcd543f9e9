/** axe finds nothing in the states that people spend their time in, in both themes. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, expectTrading, openLab, test } from './labTest';

async function expectAccessible(page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`,
  );
  expect(found, state).toEqual([]);
}

for (const colorScheme of ['dark', 'light'] as const) {
  test(`axe finds nothing in the ${colorScheme} theme`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await openLab(page, { episodeLength: 100, speed: 'max', maxInventory: 'many' });
    await expectAccessible(page, 'live, with a notice');
    const replay = page.getByRole('button', { name: 'Replay', exact: true });
    await expect(replay).toBeEnabled();
    await replay.click();
    await expectAccessible(page, 'replay');
    await page.getByRole('button', { name: 'Learning settings' }).click();
    await expectAccessible(page, 'learning settings');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Help and keyboard shortcuts' }).click();
    await expectAccessible(page, 'help');
  });
}

for (const width of [1024, 390, 320]) {
  test(`everything fits, and axe finds nothing, at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await openLab(page);
    await expectAccessible(page, 'live');
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, 'pixels beyond the right edge').toBeLessThanOrEqual(0);
  });
}

test('single keys can be switched off, and stay off', async ({ page }) => {
  const runs = page.getByRole('region', { name: 'Runs' });
  await openLab(page);
  await page.getByRole('button', { name: 'Help and keyboard shortcuts' }).click();
  await page.getByRole('checkbox', { name: /single keys/ }).uncheck();
  await page.keyboard.press('Escape');
  await page.reload();
  await expectTrading(page);
  await page.keyboard.press('r');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(runs).toHaveCount(0);

  await page.getByRole('button', { name: 'Help and keyboard shortcuts' }).click();
  await page.getByRole('checkbox', { name: /single keys/ }).check();
  await page.keyboard.press('Escape');
  await page.keyboard.press('r');
  await expect(runs).toBeVisible();
});
