/** A lesson from beginning to end: the lab sets it up, sees each step done, and puts the settings back. */
import { expect, openLab, test } from './labTest';

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
  await expect(steps.nth(0)).toContainText(/adverse selection: [+−]\$[\d.]+ a contract/, {
    timeout: 30_000,
  });

  await page.getByRole('button', { name: /^Market/ }).click();
  await page.getByRole('combobox', { name: 'Regime' }).selectOption('toxic');
  await page.keyboard.press('Escape');
  await expect(steps.nth(1)).toContainText(/adverse selection: −\$[\d.]+ a contract/, {
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
  await expect(page).toHaveURL(/#seed=1&episodeLength=200$/);
});
