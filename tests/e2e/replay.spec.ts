/** An episode is replayed from fill to fill and by scrubbing, and left for the live market. */
import type { Page } from '@playwright/test';
import {
  expect,
  expectEpisode,
  expectSteps,
  expectTrading,
  openLab,
  readNumber,
  test,
} from './labTest';

test('replay goes to a fill, looks closer and explains it, and returns to the live market', async ({
  page,
}) => {
  await openLab(page, { episodeLength: 300, speed: 'max', agentSize: 1 });
  await expectEpisode(page);
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  const status = page.getByTestId('market-status');
  await expect(status).toHaveText('Replay');
  const position = page.getByRole('slider', { name: 'Replay position' });
  const step = async () => Number(await position.inputValue());
  await expect(position).toHaveAttribute('max', /^(299|300)$/);
  await page.getByRole('button', { name: 'Next fill' }).click();
  expect(await step()).toBeGreaterThan(0);
  // The position is flattened at the end, so the last step holds nothing.
  await position.press('End');
  await expect(page.getByTestId('inventory')).toHaveText(/^0$/);

  await page.getByRole('combobox', { name: 'Time shown' }).selectOption('5');
  await expect(page).toHaveURL(/replayWindow=5/);
  await position.fill('150');
  // The middle of the chart is the moment itself: a press a little to its right goes on. No fill's
  // mark is at the bottom, where the volume is.
  const chart = page.getByRole('img', { name: /^Price over time/ });
  const { width = 0, height = 0 } = (await chart.boundingBox()) ?? {};
  const plot = width - 68 - 8;
  await chart.click({ position: { x: 8 + plot / 2 + plot / 10, y: height - 12 } });
  // A tenth of five seconds is five steps.
  expect(Math.abs((await step()) - 155)).toBeLessThanOrEqual(1);

  await page.keyboard.press('n');
  const detail = page.getByTestId('fill-detail');
  await expect(detail).toContainText(/^(Bought|Sold) \d+ at \d/);
  await detail.getByRole('button', { name: 'Reward of this fill' }).click();
  await expect(page.locator('.popover:popover-open .formula')).toContainText(/now .+ = [+−$]/);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Live', exact: true }).click();
  await expect(status).toHaveText('Live');
});

test('the wheel and a drawn window look closer at the charts, and a mark lists its fills', async ({
  page,
}) => {
  // One of the agents that are filled often, so that there are fills in view whenever it is paused.
  await openLab(page, { episodeLength: 6000, speed: 10, agent: 'inventorySkewed' });
  await expect(page.getByRole('list', { name: 'Fills, newest first' })).toBeVisible();
  const chart = page.getByRole('img', { name: /^Price over time/ });
  const { x, y, width, height } = (await chart.boundingBox()) ?? {
    x: 0,
    y: 0,
    width: 0,
    height: 0,
  };
  const live = page.getByRole('button', { name: 'Back to live' });
  await expect(live).toBeHidden();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.wheel(0, -200);
  await expect(live).toBeVisible();
  await live.click();
  await expect(live).toBeHidden();

  await page.mouse.move(x + width / 2, y + height / 2);
  await page.keyboard.down('Shift');
  await page.mouse.down();
  await page.mouse.move(x + width / 2 + 40, y + height / 2);
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(live).toBeVisible();
  await live.click();
  await expect(live).toBeHidden();

  await page.keyboard.press('+');
  await expect(live).toBeVisible();
  await page.getByRole('button', { name: 'Reset the zoom' }).click();
  await expect(live).toBeHidden();

  await page.keyboard.press(' ');
  await expect(page.getByTestId('market-status')).toHaveText('Paused');
  const list = page.getByTestId('mark-fills');
  await page.getByRole('button', { name: 'Fills in view' }).click();
  await expect(list).toBeVisible();
  // The list says where its mark is; a press there opens it as well.
  const [left, top] = await list.evaluate((element) =>
    ['--mark-x', '--mark-y'].map((name) =>
      Number.parseFloat(getComputedStyle(element).getPropertyValue(name)),
    ),
  );
  await list.press('Escape');
  await expect(list).toBeHidden();
  await page.mouse.click(x + left, y + top);
  await expect(list).toBeVisible();
  await list
    .getByRole('button', { name: /^\d+ at / })
    .first()
    .click();
  await expect(page.getByTestId('fill-detail')).toContainText(/^(Bought|Sold) /);
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
  // Three episodes on, the one that is opened is not the oldest, which goes.
  await expectSteps(page, 60);
  await replay.click();
  const choice = page.getByRole('combobox', { name: 'Episode' });
  const count = () => choice.locator('option').count();
  const oldest = await choice.locator('option').last().textContent();
  await expect.poll(count).toBeGreaterThan(20);
  // The last twenty that passed by, and the one that is open: older ones go.
  await expect(choice.locator('option').last()).not.toHaveText(oldest ?? '');
  expect(await count()).toBeLessThanOrEqual(21);
  const opened = (await choice.locator('option:checked').textContent()) ?? '';
  await expect.poll(() => storedEpisodes(page)).toBe(1);
  await page.reload();
  await expectEpisode(page);
  await replay.click();
  await expect(choice).toContainText(opened);
});

/** Counts the episodes that the browser keeps for the page. */
function storedEpisodes(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('nanoarb-lab');
        opening.addEventListener('error', () => reject(new Error('expected a database')));
        opening.addEventListener('success', () => {
          const { result: database } = opening;
          const counting = database.transaction('episodes').objectStore('episodes').count();
          counting.addEventListener('success', () => {
            database.close();
            resolve(counting.result);
          });
        });
      }),
  );
}

test('a person plays on from a step of a replay, beside what happened, and the difference adds up', async ({
  page,
}) => {
  await openLab(page, { episodeLength: 300, speed: 'max', agent: 'fixedSpread', agentSpread: 1 });
  await expectEpisode(page);
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  await page.getByRole('slider', { name: 'Replay position' }).fill('100');
  await page.keyboard.press('e');
  await page.getByRole('combobox', { name: 'Who plays on' }).selectOption('by hand');
  await page.getByRole('heading', { name: 'Try something else from here' }).focus();
  await page.keyboard.press('j');
  await page.getByRole('button', { name: 'To the end' }).click();
  await expect(page.getByTestId('branch-outcome')).toHaveText(/^The branch made /);
  await expect(page.getByRole('img', { name: /^Profit of both: [+−$]/ })).toBeVisible();
  const shown = async (name: string) =>
    await page.getByRole('img', { name }).evaluate((canvas: HTMLCanvasElement) => {
      const { width, height } = canvas;
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, width, height) ?? { data: [] };
      return data.filter((value, index) => index % 4 === 3 && value > 0).length;
    });
  await expect.poll(() => shown('Profit of both')).toBeGreaterThan(500);
  const rows = await page.getByTestId('branch-money').getByRole('row').all();
  const differences = await Promise.all(
    rows.map(async (row) => readNumber((await row.getByRole('cell').last().textContent()) ?? '')),
  );
  const [profit, ...terms] = differences.map((value) => Math.round(100 * value)).toReversed();
  expect(terms.reduce((sum, value) => sum + value, 0)).toBe(profit);
  // Amounts of six figures would fit, too.
  const beyond = await page.getByTestId('branch-money').evaluate((body) => {
    for (const cell of body.querySelectorAll('td')) cell.textContent = '+$123,456.78';
    const right = (element: Element | null) => element?.getBoundingClientRect().right ?? Infinity;
    return right(body) - right(body.closest('.branch-body'));
  });
  expect(beyond).toBeLessThanOrEqual(0);
  await page.getByRole('button', { name: 'Replay the branch' }).click();
  await expect(page.getByRole('combobox', { name: 'Episode' })).toContainText('then by hand');
});
