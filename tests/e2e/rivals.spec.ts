/** Rivals in the agent's book: added, seen in book and table, met by a person, and replayed. */
import { expect, openLab, test } from './labTest';

test('a rival joins the agent’s book, a person joins both, and the episode is replayed', async ({
  page,
}) => {
  await openLab(page, { episodeLength: 100, agent: 'inventorySkewed', agentSize: 1 });
  await page.getByLabel('Add a rival').selectOption('imbalanceMaker');
  const table = page.getByRole('table', { name: 'Everybody in this book' });
  const profits = table.locator('tbody tr td:nth-child(2)');
  await expect(profits).toHaveCount(2);
  await expect(profits.first()).toHaveText(/[+−]\$/);
  await expect(profits.last()).toHaveText(/[+−]\$/);
  await expect(page).toHaveURL(/rivals=imbalanceMaker/);

  await page.getByLabel('Add a rival').selectOption('yourself');
  await expect(page.getByTestId('market-status')).toHaveText('By hand');
  await expect(table.getByRole('row')).toHaveText([/In this book/, /You/, /^A /, /^B /]);
  await page.keyboard.press('j');
  await page.getByRole('button', { name: '10×', exact: true }).click();
  await expect(page.getByText(/^You (beat|made)/)).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  await expect(table.getByRole('row')).toHaveCount(4);
  await expect(profits.last()).toHaveText(/[+−]?\$/);
  const shares = table.locator('tbody tr td:nth-child(4)');
  await page.getByRole('button', { name: 'Live', exact: true }).focus();
  await page.keyboard.press('End');
  await expect(shares.first()).toHaveText(/\d %/);
  // Two rivals leave room for the fills, and nothing makes the page longer than the window.
  await page.setViewportSize({ width: 1024, height: 768 });
  // Another layout takes over, in which the panel is another element.
  const room = async () => {
    const title = await page.getByRole('heading', { name: 'Fills' }).boundingBox();
    const transport = await page.getByRole('contentinfo').boundingBox();
    return (transport?.y ?? 0) - (title?.y ?? Infinity);
  };
  await expect.poll(room).toBeGreaterThan(100);
  expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBe(0);
});

test('two rivals leave room for fills, and for why one happened, in a low window', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await openLab(page, { rivals: 'glft,imbalanceMaker', speed: 5, episodeLength: 6000 });
  const fills = page.getByRole('list', { name: /^Fills/ }).getByRole('button');
  // What says that there are more stands below the list, and takes no fill's place.
  await expect(page.getByText('The newest 12 of')).toBeAttached({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  const edge = (await page.getByRole('contentinfo').boundingBox())?.y ?? 0;
  const third = await fills.nth(2).boundingBox();
  expect((third?.y ?? Infinity) + (third?.height ?? 0)).toBeLessThanOrEqual(edge);
  // The agent's own row stands above them, and the header has its profit per episode.
  await expect(
    page.getByRole('table', { name: 'Everybody in this book' }).locator('.own'),
  ).toBeVisible();
  const average = page.getByTestId('average').getByRole('button', { name: 'Profit per episode' });
  await expect(average).toBeVisible();
  const legend = page.locator('.profit-panel').getByRole('list', { name: 'Legend' });
  await expect(legend.getByRole('listitem')).toHaveText(['agent', 'A: GLFT', /^B: Imbalance/]);

  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  await page.keyboard.press('n');
  const why = page.locator('.fill-detail');
  await expect(why).toBeVisible();
  expect(edge - ((await why.boundingBox())?.y ?? Infinity)).toBeGreaterThan(180);
  // The header of a replay is one line on a phone too.
  await page.setViewportSize({ width: 390, height: 844 });
  expect((await page.getByRole('banner').boundingBox())?.height).toBeLessThan(60);
});
