/** A completed episode, again: from fill to fill, by scrubbing, and back to the live market. */
import { expect, expectEpisode, expectTrading, openLab, test } from './labTest';

test('replay goes to a fill, scrubs, and returns to the live market', async ({ page }) => {
  await openLab(page, { episodeLength: 200, speed: 'max', agentSize: 1 });
  const replay = page.getByRole('button', { name: 'Replay', exact: true });
  await expectEpisode(page);
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

test('a closer look at a fill shows a window around it, explained on the side', async ({
  page,
}) => {
  await openLab(page, { episodeLength: 300, speed: 'max' });
  await expectEpisode(page);
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  await page.getByRole('combobox', { name: 'Time shown' }).selectOption('5');
  await expect(page).toHaveURL(/replayWindow=5/);
  const position = page.getByRole('slider', { name: 'Replay position' });
  await position.fill('150');
  // The middle of the chart is the moment itself: a press there stays, one a little right goes on.
  const chart = page.getByRole('img', { name: /^Price over time/ });
  const width = (await chart.boundingBox())?.width ?? 0;
  const plot = width - 68 - 8;
  await chart.click({ position: { x: 8 + plot / 2 + plot / 10, y: 60 } });
  // A tenth of five seconds is five steps.
  expect(Math.abs(Number(await position.inputValue()) - 155)).toBeLessThanOrEqual(1);

  await page.keyboard.press('n');
  const detail = page.getByTestId('fill-detail');
  await expect(detail).toContainText(/^(Bought|Sold) \d+ at \d/);
  await detail.getByRole('button', { name: 'Reward of this fill' }).click();
  await expect(page.locator('.popover:popover-open .formula')).toContainText(/now .+ = [+−$]/);
});

test('before an episode is complete, replay shows what has happened so far', async ({ page }) => {
  await openLab(page, { episodeLength: 6000, speed: 10 });
  await expect(page.getByRole('list', { name: 'Fills, newest first' })).toBeVisible();
  await page.keyboard.press('n');
  await expect(page.getByTestId('market-status')).toHaveText('Replay');
  await expect(page.getByTestId('fill-detail')).toContainText(/^(Bought|Sold) /);
  const choice = page.getByRole('combobox', { name: 'Episode' });
  await expect(choice.locator('option:checked')).toContainText(', so far');
  await page.getByRole('button', { name: 'Live', exact: true }).click();
  await expectTrading(page);
});

test('episodes that passed by can be opened for a while, and an opened one outlasts the visit', async ({
  page,
}) => {
  await openLab(page, { episodeLength: 20, speed: 'max' });
  const replay = page.getByRole('button', { name: 'Replay', exact: true });
  await expectEpisode(page);
  await page.waitForTimeout(2000);
  await replay.click();
  const choice = page.getByRole('combobox', { name: 'Episode' });
  // The last twenty that passed by, and the one that is open.
  await expect.poll(() => choice.locator('option').count()).toBeLessThanOrEqual(21);
  expect(await choice.locator('option').count()).toBeGreaterThan(3);
  const opened = (await choice.locator('option:checked').textContent()) ?? '';
  await page.waitForTimeout(500);
  await page.reload();
  await expectEpisode(page);
  await replay.click();
  await expect(choice).toContainText(opened);
});
