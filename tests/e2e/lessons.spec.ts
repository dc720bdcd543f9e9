/** The lab sets a lesson up, sees each step done, and puts the settings back. */
import type { Page } from '@playwright/test';
import { enter, expect, openLab, test } from './labTest';

test('a lesson is checked by the lab, step by step, and leaves the settings as they were', async ({
  page,
}) => {
  await openLab(page, { episodeLength: 200 });
  await page.getByRole('button', { name: 'Lessons' }).click();
  await page.getByRole('button', { name: /^See adverse selection/ }).click();
  const lesson = page.getByRole('region', { name: 'Lessons' });
  const steps = lesson.getByRole('listitem');
  await expect(page.getByTestId('market')).toContainText('calm');
  await page.keyboard.press('4');
  await expect(steps.nth(0)).toContainText(/adverse selection: [+−]\$[\d.]+ per contract/, {
    timeout: 30_000,
  });

  await page.getByRole('button', { name: /^Market/ }).click();
  await page.getByRole('combobox', { name: 'Regime' }).selectOption('toxic');
  await page.keyboard.press('Escape');
  await expect(steps.nth(1)).toContainText(/adverse selection: −\$[\d.]+ per contract/, {
    timeout: 40_000,
  });

  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  for (let press = 0; press < 200; press++) {
    await page.keyboard.press('n');
    if ((await steps.nth(2).getByRole('img', { name: 'Done' }).count()) > 0) break;
  }
  await expect(steps.nth(2)).toContainText(/moved: −\d/);
  await expect(lesson).toContainText('1 of');
  await lesson.getByRole('button', { name: 'Back to my settings' }).click();
  await expect(page.getByTestId('market')).not.toContainText('toxic');
  await expect(page).toHaveURL(/#seed=1&episodeLength=200&conditioning=weights$/);
});

const lessonOf = (page: Page) => page.getByRole('region', { name: 'Lessons' });
const doneIn = (page: Page, step: number) =>
  lessonOf(page).getByRole('listitem').nth(step).getByRole('img', { name: 'Done' });

async function begin(page: Page, title: RegExp): Promise<void> {
  await openLab(page);
  await page.getByRole('button', { name: 'Lessons' }).click();
  await page.getByRole('button', { name: title }).click();
}

/** Sets fewer updates, as a reader in a hurry would. */
async function shorten(page: Page, changes: Readonly<Record<string, string>>): Promise<void> {
  await page.getByRole('button', { name: 'Learning settings' }).click();
  for (const [name, value] of Object.entries(changes)) {
    const field = page.locator('.popover:popover-open').getByRole('textbox', { name }).first();
    await enter(field, value);
    await field.press('Enter');
  }
  await page.keyboard.press('Escape');
}

async function trainTo(page: Page, button: string): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  const phase = page.getByTestId('training-phase');
  await expect(phase).not.toHaveText('Finished');
  await expect(phase).toHaveText('Finished', { timeout: 90_000 });
}

test('the lesson on deploying reads the gate, sets a fallback, and watches it', async ({
  page,
}) => {
  test.setTimeout(150_000);
  await begin(page, /^Deploy safely/);
  await shorten(page, { Updates: '60', 'Cloning first': '60' });
  await trainTo(page, 'Train your own');
  await expect(doneIn(page, 0)).toBeVisible();
  await page.getByRole('button', { name: 'Fallback when out of distribution' }).click();
  await page.locator('.popover:popover-open').getByRole('combobox').selectOption({ index: 1 });
  await page.keyboard.press('Escape');
  await expect(doneIn(page, 1)).toBeVisible();
  await page.getByRole('button', { name: 'Market settings' }).click();
  await page.getByRole('combobox', { name: 'Regime' }).selectOption('volatile');
  await page.getByRole('button', { name: 'New episode now' }).click();
  await page.keyboard.press('Escape');
  await expect(doneIn(page, 2)).toBeVisible({ timeout: 30_000 });
  await expect(lessonOf(page)).toContainText('1 of 5 done');
});
