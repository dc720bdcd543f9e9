/**
 * A person quotes by hand from beginning to end: by key and by drag, against the agent, to the
 * score and its replay.
 */
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { CHROMIUM, expect, openLab, readNumber, test } from './labTest';

const price = async (page: Page, side: 'bid' | 'ask') =>
  readNumber((await page.getByTestId(`manual-${side}`).textContent()) ?? '');

/** The middle of a row of the ladder, counted from the top. */
async function rowOf(strip: Locator, row: number, rows: number) {
  const box = await strip.boundingBox();
  if (box === null) throw new Error('the ladder is not on screen');
  return { x: box.x + box.width / 2, y: box.y + (box.height * (row + 0.5)) / rows };
}

async function expectAccessible(page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)}`);
  expect(found, state).toEqual([]);
}

test('a person quotes against the agent, sees both scores, and replays it', async ({ page }) => {
  // axe looks at three states of a page that goes on trading.
  test.slow();
  await openLab(page, { episodeLength: 200, agent: 'inventorySkewed', agentSize: 1 });
  await page.getByRole('button', { name: 'Quote by hand' }).click();
  const panel = page.getByRole('region', { name: 'By hand' });
  const status = page.getByTestId('market-status');
  await expect(status).toHaveText('By hand');
  await expect(page.getByTestId('live-step')).toContainText('step 0 of 200');
  await expectAccessible(page, 'ready');

  // The clock starts with the first quote; pausing makes what follows certain.
  await page.keyboard.press('j');
  await expect(page.getByTestId('live-step')).not.toContainText('step 0 of');
  await page.keyboard.press(' ');
  await expect(status).toHaveText('Paused');
  await page.keyboard.press('j');
  const bid = await price(page, 'bid');
  await page.keyboard.press('s');
  await expect.poll(() => price(page, 'bid')).toBe(bid - 0.25);
  await panel.getByRole('button', { name: 'Bid up a tick' }).click();
  await expect.poll(() => price(page, 'bid')).toBe(bid);
  await page.keyboard.press('[');
  await expect(page.getByTestId('manual-bid-size')).toHaveText('4');

  // A quote is dragged out by two rows: there while it is held, and back with Escape.
  const strip = page.getByTestId('ladder-ask');
  const ask = await price(page, 'ask');
  const at = async (row: number) => {
    const { x, y } = await rowOf(strip, row, 13);
    await page.mouse.move(x, y);
  };
  await at(1);
  await page.mouse.down();
  await at(2);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect(await price(page, 'ask')).toBe(ask);
  await at(1);
  await page.mouse.down();
  await page.mouse.move(720, 30);
  await page.mouse.up();
  expect(await price(page, 'ask')).toBe(ask);
  await page.getByRole('button', { name: 'Bid', exact: true }).click();
  const dragged = async (from: number, to: number) => {
    await at(from);
    await page.mouse.down();
    await at(to);
    await page.mouse.up();
    await page.evaluate(() => new Promise(requestAnimationFrame));
    return price(page, 'ask');
  };
  const prices: number[] = [];
  for (let row = 0; row < 13; row++) prices.push(await dragged(12 - row, row));
  // A row down is a tick down, from four ticks above the mid to the best ask.
  const moved = prices.slice(1).map((there, row) => prices[row] - there);
  expect(moved.filter((ticks) => ticks === 0.25).length).toBeGreaterThanOrEqual(3);
  expect(moved.every((ticks) => ticks === 0.25 || ticks === 0)).toBe(true);
  expect(prices.at(-1)).toBe(ask);
  await page.keyboard.press('x');
  await expect(page.getByTestId('manual-ask')).toHaveText('—');

  // A fill, and both scores while it goes on.
  await page.keyboard.press('j');
  await page.keyboard.press(' ');
  await expect
    .poll(
      async () => readNumber((await page.getByTestId('manual-fills-you').textContent()) ?? ''),
      {
        timeout: 20_000,
      },
    )
    .toBeGreaterThan(0);
  await expect(page.getByTestId('manual-profit-agent')).toContainText('$');
  await expectAccessible(page, 'quoting');

  await page.keyboard.press('4');
  const result = page.getByTestId('manual-result');
  await expect(result).toBeVisible({ timeout: 30_000 });
  await expect(result).toContainText(
    /^You (made (more|less) than|and) Inventory-skewed.* in this one episode: .* profit, .* reward\./,
  );
  await expectAccessible(page, 'over');
  const profit = await page.getByTestId('manual-profit-you').textContent();
  expect(profit).toMatch(/\$/);
  await expect(page.getByRole('status').filter({ hasText: 'by hand ended' })).toBeAttached({
    timeout: 15_000,
  });

  await result.getByRole('button', { name: 'Replay it' }).click();
  await expect(status).toHaveText('Replay');
  await expect(page.getByRole('combobox', { name: 'Episode' })).toContainText('By hand');
  await page.keyboard.press('n');
  await expect(page.getByTestId('fill-detail')).toBeVisible();

  await page.getByRole('button', { name: 'Live', exact: true }).click();
  await result.getByRole('button', { name: 'Again, same seed' }).click();
  await expect(page.getByTestId('live-step')).toContainText('step 0 of 200');
  await page.keyboard.press('h');
  await expect(status).toHaveText('Live');
  await expect(page.getByRole('combobox', { name: 'Agent' })).toBeVisible();
});

test.describe('by touch', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });

  test(
    'the book comes into view, and a tap in it puts a quote there',
    { tag: CHROMIUM },
    async ({ page }) => {
      await openLab(page, { episodeLength: 100 });
      await page.getByRole('button', { name: 'Quote by hand' }).tap();
      await expect(page.getByTestId('live-step')).toContainText('step 0 of');
      const { x, y } = await rowOf(page.getByTestId('ladder-bid'), 6, 11);
      await page.touchscreen.tap(x, y);
      await expect(page.getByTestId('manual-bid')).toHaveText(/\d/);
      await expect(page.getByTestId('manual-ask')).toHaveText('—');
      await expect(page.getByTestId('live-step')).not.toContainText('step 0 of');
      await page.getByRole('button', { name: 'Ask', exact: true }).tap();
      await expect(page.getByTestId('manual-ask')).toHaveText(/\d/);
    },
  );
});
