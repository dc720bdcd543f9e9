/**
 * Settings are tuned as somebody would: presets by name, changes counted, undone and redone, and
 * shared as a link.
 */
import type { Page } from '@playwright/test';
import { enter, expect, expectTrading, openLab, test } from './labTest';

/** While nothing is changed, the mark of every slider's default stands where its thumb does. */
async function expectMarksBeneathThumbs(page: Page): Promise<void> {
  const distances = await page.locator('.slider-track').evaluateAll((tracks) =>
    tracks
      .filter((track) => track.checkVisibility())
      .map((track) => {
        const mark = track.querySelector('.default-mark')?.getBoundingClientRect();
        const input = track.querySelector('input');
        if (mark === undefined || input === null) return Infinity;
        const { left, width } = input.getBoundingClientRect();
        // The thumb is 14 pixels wide and stays on the track.
        return Math.abs(mark.left - (left + 7 + Number(input.value) * (width - 14)));
      }),
  );
  expect(distances.length).toBeGreaterThan(3);
  expect(Math.max(...distances)).toBeLessThan(2);
}

/** Gives the upper edge of every reward weight's slider, in pixels. */
const placesOfSliders = (page: Page): Promise<readonly number[]> =>
  page
    .locator('.weights-panel .slider-field')
    .evaluateAll((sliders) => sliders.map((slider) => slider.getBoundingClientRect().top));

test('a preset is a starting point, changes are counted, undone, redone, and in the link', async ({
  page,
}) => {
  // An agent that was trained for fixed weights: changes of them wait for a training.
  await openLab(page, { agent: 'pretrainedTransformer' });
  const inventory = page.getByRole('textbox', { name: /^Inventory penalty/ });
  const adverse = page.getByRole('textbox', { name: /^Adverse selection/ });
  const pending = page.getByTestId('pending-objective');
  await expect(pending).toBeHidden();
  await expectMarksBeneathThumbs(page);
  const places = await placesOfSliders(page);

  await page.getByRole('button', { name: 'Objective: Balanced' }).click();
  await page.getByRole('button', { name: /^Tight/ }).click();
  await expect(inventory).toHaveValue('150');
  await expect(pending).toHaveText(/^2 changes/);
  await page.getByRole('button', { name: 'Objective: Tight' }).click();
  await page.getByRole('button', { name: /^Toxic-proof/ }).click();
  await expect(adverse).toHaveValue('2');
  await enter(inventory, '35');
  await inventory.press('Enter');
  await expect(page.getByRole('button', { name: 'Objective: custom' })).toBeVisible();
  await expect(page).toHaveURL(/adverseSelection=2/);
  await expect(page).toHaveURL(/inventoryPenalty=35/);
  // The next press meant for a slider finds the same one there.
  expect(await placesOfSliders(page)).toEqual(places);
  const link = page.url();

  const undo = page.getByRole('button', { name: 'Undo the last settings change' });
  await undo.click();
  await expect(page.getByRole('button', { name: 'Objective: Toxic-proof' })).toBeVisible();
  await undo.click();
  await expect(inventory).toHaveValue('150');
  await page.locator('body').press('Control+Shift+Z');
  await page.locator('body').press('Control+Shift+Z');
  await expect(inventory).toHaveValue('35');
  await expect(page).toHaveURL(link);
  for (let press = 0; press < 3; press++) await undo.click();
  await expect(undo).toBeDisabled();
  await expect(pending).toBeHidden();
  await expect(page).toHaveURL(/#seed=1&agent=pretrainedTransformer&conditioning=weights$/);

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
  // Who follows a link sees its market at once.
  await page.goto('./#preset=nq&episodeLength=6000');
  await expect(page.getByTestId('market')).toHaveText('NQ');
});
