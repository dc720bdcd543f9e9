/**
 * Recorded data on the page: files of our own making are dropped and chosen, an agent trades on one
 * and another is trained on it, and both recordings are there when the page is opened again.
 */
import type { Page } from '@playwright/test';
import { lobsterFiles } from '../../src/cli/fuzz/recordings/lobster';
import { recordSession } from '../recordings/record/recordedSession';
import { expect, expectTrading, openLab, test } from './labTest';

const RECORDED = 'RECORDED ES 2024-01-02, test part';

test('data that is dropped is played, trained on, and still there after a reload', async ({
  page,
  watch,
}) => {
  test.setTimeout(120_000);
  await openLab(page, {
    dataEpisodes: 9,
    episodeLength: 40,
    cloningUpdates: 20,
    updates: 20,
    hiddenWidth: 32,
  });
  await drop(page, 'es.dbn', Buffer.from(recordSession('base', 30, 5).bytes));
  const dialog = page.getByRole('dialog', { name: 'Your data' });
  const es = dialog.getByRole('article', { name: 'ES 2024-01-02' });
  await expect(es.getByRole('row', { name: /^Queues/ })).toContainText('every order', {
    timeout: 20_000,
  });

  const pair = Object.entries(lobsterFiles()).map(([name, text]) => ({
    name,
    mimeType: 'text/csv',
    buffer: Buffer.from(text),
  }));
  await dialog.getByLabel('Files of a recording').setInputFiles(pair);
  const lobster = dialog.getByRole('article', { name: 'TEST 2012-06-21' });
  await expect(lobster.getByRole('row', { name: /^Files/ })).toContainText('lobster', {
    timeout: 20_000,
  });
  await lobster.getByRole('button', { name: 'Play on it' }).click();
  await expect(dialog.getByTestId('tape-failure')).toContainText('too short for an episode');

  // It says beforehand that the recording is too short, and leaves what can be told of it.
  await expect(es.getByRole('button', { name: 'Fit a market to it' })).toBeDisabled();
  await expect(es.getByTestId('fit-obstacle')).toContainText('needs 12:00 of trading');
  await es.getByRole('button', { name: 'What closed forms tell' }).click();
  const fit = es.getByTestId('fit-result');
  await expect(fit).toContainText(/No market was fitted.*at least 600 seconds/, {
    timeout: 20_000,
  });
  await expect(fit.getByRole('row', { name: /^Place of cancels/ })).toContainText(/0\.7\d+ –/);

  await es.getByRole('button', { name: 'Play on it' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByTestId('market')).toHaveText(RECORDED);
  await expectTrading(page);
  // The name of a recording is longer than that of a market.
  const { width: fullWidth, height: fullHeight } = page.viewportSize() ?? { width: 0, height: 0 };
  for (const width of [1024, 1200, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect.soft(beyond, `pixels beyond the right edge at ${width}`).toBeLessThanOrEqual(0);
  }
  // A book that scrolls covers none of the agent's buttons.
  await page.getByRole('button', { name: 'Max', exact: true }).click();
  await expect(page.getByText('Median')).toBeVisible();
  await page
    .getByRole('button', { name: 'About this agent and its parameters' })
    .click({ trial: true });
  await page.getByRole('button', { name: '1×', exact: true }).click();
  await page.setViewportSize({ width: fullWidth, height: fullHeight });

  await page.getByRole('button', { name: 'Train your own' }).click();
  await expect(page.getByTestId('training-phase')).toHaveText('Finished', { timeout: 60_000 });
  await expect(page.getByTestId('policy-version')).toBeVisible();
  await page.getByRole('button', { name: 'Runs', exact: false }).first().click();
  await expect(page.getByText('on recorded ES 2024-01-02, test part')).toBeVisible();

  await page.reload();
  await expect(page.getByTestId('market')).toHaveText(RECORDED);
  await expectTrading(page);
  await page.getByRole('button', { name: 'Market settings' }).click();
  await page.getByRole('button', { name: 'Your data' }).click();
  await expect(page.getByRole('article')).toHaveCount(2);
  expect(watch.requests.filter((url) => url.includes('tapes/'))).toEqual([]);
});

/** Drops a file on the page, as from a folder. */
async function drop(page: Page, name: string, content: Buffer): Promise<void> {
  const data = await page.evaluateHandle(
    ({ fileName, base64 }) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], fileName));
      return transfer;
    },
    { fileName: name, base64: content.toString('base64') },
  );
  await page.dispatchEvent('.main', 'drop', { dataTransfer: data });
}
