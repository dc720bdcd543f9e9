/**
 * Runs are compared with the baselines and each other, named, drawn, exported, imported and kept.
 */
import type { Page } from '@playwright/test';
import { expectAccessible } from './axe';
import { enter, expect, expectTrading, openLab, saved, test } from './labTest';

const SHORT = { cloningUpdates: 40, updates: 20, batchSize: 32, episodeLength: 50 };
const phaseOf = (page: Page) => page.getByTestId('training-phase');

const names = (page: Page) =>
  page
    .locator('.run-name')
    .evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value));

test('two runs are compared, one is deleted and brought back, and both are there after a reload', async ({
  page,
}) => {
  test.setTimeout(150_000);
  await openLab(page, SHORT);
  await page.getByRole('button', { name: 'Train your own' }).click();
  await expect(phaseOf(page)).toHaveText('Finished', { timeout: 60_000 });
  await enter(page.getByRole('textbox', { name: /^Fees/ }), '2');
  await page.getByRole('textbox', { name: /^Fees/ }).press('Enter');
  await page.getByRole('button', { name: 'Retrain' }).click();
  await expect(phaseOf(page)).not.toHaveText('Finished');
  await expect(phaseOf(page)).toHaveText('Finished', { timeout: 60_000 });

  await page.getByRole('button', { name: /^Runs/ }).click();
  const table = page.getByRole('region', { name: 'Comparison of runs' });
  // The one setting in which they differ has a column.
  await expect(table.getByRole('columnheader', { name: /Fees/ })).toBeVisible();
  await table.getByRole('button', { name: 'Pin: Run 1' }).click();
  await page.getByRole('button', { name: 'vs pinned' }).click();
  await expect(table.getByRole('row', { name: /Name of Run 1|Run 1/ }).first()).toContainText(
    'pinned',
  );

  await enter(page.getByLabel('Name of Run 2'), 'Dear');
  await page.getByLabel('Name of Run 2').press('Enter');
  await page.getByLabel('Draw the curves of Dear').check();
  await page.getByLabel('Draw the curves of Run 1').check();
  await expect(page.locator('.run-curves .recharts-line').first()).toBeVisible();
  await expectAccessible(page, 'finished, runs compared');

  await page.getByRole('button', { name: 'Delete Dear' }).click();
  await expect(page.getByTestId('deleted-run')).toContainText('Deleted Dear');
  expect(await names(page)).toEqual(['Run 1']);
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('deleted-run')).toBeHidden();
  expect(await names(page)).toEqual(['Dear', 'Run 1']);

  // The header names both agents, and gives way where there is no room.
  for (const width of [1024, 720, 390, 320]) {
    await page.setViewportSize({ width, height: 800 });
    // The charts follow the window a moment later.
    await expect
      .poll(
        () =>
          page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          ),
        { message: `pixels beyond the right edge at ${width}` },
      )
      .toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 1440, height: 900 });

  // The run goes out as a file, and comes in again.
  await page.getByRole('button', { name: 'About Dear: notes, tags, files' }).click();
  await expectAccessible(page, 'a run in detail', '.popover:popover-open');
  await enter(page.getByRole('textbox', { name: 'Notes' }), 'Fees doubled.');
  await enter(page.getByRole('textbox', { name: /^Tags/ }), 'fees, dear');
  const { content } = await saved(page, () =>
    page.getByRole('button', { name: 'Export agent' }).click(),
  );
  await page.keyboard.press('Escape');
  await page.getByLabel('Run or agent file').setInputFiles({
    name: 'dear.safetensors',
    mimeType: 'application/octet-stream',
    buffer: content,
  });
  await expect.poll(() => names(page)).toEqual(['Dear (2)', 'Dear', 'Run 1']);
  await page.getByLabel('Run or agent file').setInputFiles({
    name: 'bad.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{"format":"nanoarb-run","version":7}'),
  });
  await expect(
    page.locator('.notice').filter({ hasText: 'bad.json was not imported' }),
  ).toContainText('run.version: expected 1, got 7');

  await page.reload();
  await expectTrading(page);
  await page.keyboard.press('r');
  await expect.poll(() => names(page)).toEqual(['Dear (2)', 'Dear', 'Run 1']);
  await page.getByRole('combobox', { name: 'Show runs with the tag' }).selectOption('fees');
  await expect.poll(() => names(page)).toEqual(['Dear']);
  await page.getByRole('button', { name: 'About Dear: notes, tags, files' }).click();
  await expect(page.getByRole('textbox', { name: 'Notes' })).toHaveValue('Fees doubled.');
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: 'Show runs with the tag' }).selectOption('');
  await page.getByRole('button', { name: 'Watch Run 1' }).click();
  await expect(page.getByTestId('policy-version')).toHaveText(/^policy [1-9]/);
});

test('where the browser keeps nothing, the page says so, and evaluates the baselines', async ({
  page,
}) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(window, 'indexedDB');
    Object.defineProperty(window, 'indexedDB', {
      get() {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  });
  await openLab(page, SHORT);
  await expect(page.getByRole('button', { name: /: why, and try again$/ })).toBeVisible();
  await page.keyboard.press('r');
  await expect(page.getByRole('button', { name: 'Storage: nothing is kept' })).toBeVisible();

  const table = page.getByRole('region', { name: 'Comparison of runs' });
  await expect(table.getByRole('row')).toHaveCount(9, { timeout: 30_000 });
  await expect(table.getByRole('row', { name: /Inventory-skewed/ })).toContainText(/\$\d/);
});
