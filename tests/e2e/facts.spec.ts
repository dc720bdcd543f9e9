/** The market facts open by key, and are measured in a worker while the market goes on. */
import { expect, expectTrading, openLab, test } from './labTest';

test('market facts are measured in a worker, judged, and kept', async ({ page }) => {
  await openLab(page, { preset: 'nq', seed: 2 });
  await page.keyboard.press('m');
  const dialog = page.getByRole('dialog', { name: 'Market facts' });
  const measured = dialog.getByTestId('facts-measured');
  await expect(measured).toHaveText(/^Measured: 300 market seconds, seed 2\./, { timeout: 45_000 });
  await expect(dialog.locator('.fact-plot[aria-label]')).toHaveCount(6);
  const spread = dialog.getByRole('row', { name: /^Spread of one tick/ });
  await expect(spread).toContainText('0.550 to 0.850');
  await expect(spread).toContainText(/inside|outside/);
  await expect(dialog.getByRole('row', { name: /^Share of volume, ten lots/ })).toContainText(
    'of contracts',
  );
  await expectTrading(page);

  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Market settings' }).click();
  await page.getByRole('button', { name: 'Market facts' }).click();
  // The measurement was kept: it is there at once.
  await expect(measured).toBeVisible();

  await dialog.getByRole('button', { name: /^Measure in full/ }).click();
  await expect(dialog.getByRole('progressbar')).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(measured).toHaveText(/^Measured: 300 market seconds, seed 2\./);
});
