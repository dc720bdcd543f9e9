/** A completed episode, again: from fill to fill, by scrubbing, and back to the live market. */
import { expect, openLab, test } from './labTest';

test('replay goes to a fill, scrubs, and returns to the live market', async ({ page }) => {
  await openLab(page, { episodeLength: 200, speed: 'max', agentSize: 1 });
  const replay = page.getByRole('button', { name: 'Replay', exact: true });
  await expect(replay).toBeEnabled();
  await replay.click();
  await expect(page.getByTestId('market-status')).toHaveText('Replay');

  const position = page.getByRole('slider', { name: 'Replay position' });
  const step = async () => Number(await position.inputValue());
  await expect(position).toHaveAttribute('max', /^(199|200)$/);
  const start = await step();
  await page.getByRole('button', { name: 'Next fill' }).click();
  const first = await step();
  expect(first).toBeGreaterThan(start);
  const inventory = page.getByTestId('inventory');
  await page.getByRole('button', { name: 'Next fill' }).click();
  const second = await step();
  expect(second).toBeGreaterThan(first);
  await page.getByRole('button', { name: 'Previous fill' }).click();
  expect(await step()).toBe(first);
  await expect(position).toHaveAttribute('aria-valuetext', new RegExp(`^step ${first} of `));

  // Flattened at the end: whatever was held, the last step holds nothing.
  await position.press('End');
  await expect(inventory).toHaveText(/^0$/);
  await position.fill('0');
  expect(await step()).toBe(0);

  await page.getByRole('button', { name: 'Live', exact: true }).click();
  await expect(page.getByTestId('market-status')).toHaveText('Live');
});
