/** Settings as somebody tunes them: presets by name, changes counted, undone and done again, shared as a link. */
import { expect, expectEpisode, expectTrading, openLab, test } from './labTest';

test('a preset is a starting point, changes are counted, undone, redone, and in the link', async ({
  page,
}) => {
  await openLab(page);
  const inventory = page.getByRole('textbox', { name: /^Inventory penalty/ });
  const adverse = page.getByRole('textbox', { name: /^Adverse selection/ });
  const pending = page.getByTestId('pending-objective');
  await expect(pending).toBeHidden();

  await page.getByRole('button', { name: 'Objective: Balanced' }).click();
  await page.getByRole('button', { name: /^Tight and flat/ }).click();
  await expect(inventory).toHaveValue('100');
  await expect(pending).toHaveText(/^2 changes/);
  await page.getByRole('button', { name: 'Objective: Tight and flat' }).click();
  await page.getByRole('button', { name: /^Toxic-proof/ }).click();
  await expect(adverse).toHaveValue('2');
  await inventory.fill('35');
  await inventory.press('Enter');
  await expect(page.getByRole('button', { name: 'Objective: custom' })).toBeVisible();
  await expect(page).toHaveURL(/adverseSelection=2/);
  await expect(page).toHaveURL(/inventoryPenalty=35/);
  const link = page.url();

  const undo = page.getByRole('button', { name: 'Undo the last change of a setting' });
  await undo.click();
  await expect(page.getByRole('button', { name: 'Objective: Toxic-proof' })).toBeVisible();
  await undo.click();
  await expect(inventory).toHaveValue('100');
  await page.locator('body').press('Control+Shift+Z');
  await page.locator('body').press('Control+Shift+Z');
  await expect(inventory).toHaveValue('35');
  await expect(page).toHaveURL(link);
  for (let press = 0; press < 3; press++) await undo.click();
  await expect(undo).toBeDisabled();
  await expect(pending).toBeHidden();
  await expect(page).toHaveURL(/#seed=1$/);

  await page.goto('about:blank');
  await page.goto(link);
  await expectTrading(page);
  await expect(inventory).toHaveValue('35');
  await page.getByRole('button', { name: 'Reset Inventory penalty' }).click();
  await expect(inventory).toHaveValue('20');
});

test('a market setting waits for the next episode, and says so', async ({ page }) => {
  await openLab(page, { episodeLength: 6000 });
  await page.getByRole('button', { name: /^Market/ }).click();
  await page.getByRole('combobox', { name: 'Regime' }).selectOption('volatile');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('market')).toHaveText('ES');
  await page.getByRole('button', { name: /^Market/ }).click();
  await page.getByRole('button', { name: 'New episode now' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('market')).toHaveText('ES volatile');
  await expectTrading(page);
});

test('every dotted label explains itself with the numbers of the moment', async ({ page }) => {
  await openLab(page, { episodeLength: 100, speed: 'max' });
  await expectEpisode(page);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  const labels = page.locator('button.explain:visible');
  const count = await labels.count();
  expect(count).toBeGreaterThan(20);
  const mute: string[] = [];
  for (let index = 0; index < count; index++) {
    await labels.nth(index).click();
    const entry = page.locator('.popover:popover-open');
    await expect(entry.locator('.popover-title')).not.toBeEmpty();
    const formula = entry.locator('.formula');
    if (
      (await formula.count()) > 0 &&
      !/now (.*\d|no quote)/s.test((await formula.textContent()) ?? '')
    ) {
      mute.push((await labels.nth(index).textContent()) ?? '');
    }
    await page.keyboard.press('Escape');
  }
  expect(mute).toEqual([]);
});
