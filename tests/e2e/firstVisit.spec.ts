/** What someone sees who opens the lab: trading at once, the backend in use, and no network. */
import type { Page } from '@playwright/test';
import {
  expect,
  expectedBackend,
  expectTrading,
  liveStep,
  openLab,
  readNumber,
  test,
} from './labTest';

test('an agent trades within two seconds of opening the page', async ({ page, context }) => {
  const times: number[] = [];
  for (let visit = 0; visit < 3; visit += 1) {
    const visitor = await context.newPage();
    await visitor.goto('./');
    times.push(await firstDecision(visitor));
    await visitor.close();
  }
  const [, median] = times.toSorted((a, b) => a - b);
  const list = times.map((time) => `${Math.round(time)} ms`).join(', ');
  test.info().annotations.push({ type: 'first decision on screen', description: list });
  expect(median, list).toBeLessThan(2000);

  await openLab(page);
  const quotes = page.getByRole('table', { name: 'Agent’s quotes' });
  await expect
    .poll(async () => readNumber((await quotes.getByRole('cell').first().textContent()) ?? ''))
    .toBeGreaterThan(1000);
  await expect(page.getByTestId('market-status')).toHaveText('Live');
});

/** Milliseconds from navigation until the page shows that the agent has decided. */
function firstDecision(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = () => {
          const text = document.querySelector('[data-testid="live-step"]')?.textContent ?? '';
          if (/step [1-9]/.test(text)) resolve(performance.now());
          else setTimeout(look, 10);
        };
        look();
      }),
  );
}

test('the page opens with a pre-trained agent, whose card says how it did', async ({ page }) => {
  await openLab(page);
  const chooser = page.getByRole('combobox', { name: 'Agent', exact: true });
  await expect(chooser).toHaveValue('pretrainedEs');
  for (const [kind, market] of [
    ['pretrainedEs', /Trained on ES: \d+ episodes/],
    ['pretrainedToxic', /Trained on ES, toxic: \d+ episodes/],
  ] as const) {
    await chooser.selectOption(kind);
    await page.getByRole('button', { name: 'Agent’s card' }).click();
    const card = page.locator('.popover:popover-open');
    await expect(card).toContainText(market);
    await expect(card.getByRole('row', { name: /^IQL/ })).toHaveText(/\$[\d.]+k? ± \$[\d.]+k?/);
    await expect(card.getByRole('row', { name: /^Imbalance-aware maker/ })).toBeVisible();
    await page.keyboard.press('Escape');
  }
});

test('the badge names the backend that is really in use', async ({ page }, { project }) => {
  await openLab(page);
  const hasAdapter = await page.evaluate(async () => {
    const gpu = 'gpu' in navigator ? navigator.gpu : null;
    return gpu !== null && (await gpu.requestAdapter()) !== null;
  });
  expect(hasAdapter).toBe(project.name === 'webgpu');
  const badge = page.getByTestId('backend');
  await expect(badge).toHaveAttribute('data-backend', expectedBackend(project.name), {
    timeout: 20_000,
  });
  await expect(badge).toContainText(
    project.name === 'webgpu' ? 'WebGPU · compiled' : 'WebAssembly · compiled',
  );
});

test('pausing stops the market, one step is one decision', async ({ page }) => {
  await openLab(page);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByTestId('market-status')).toHaveText('Paused');
  await page.waitForTimeout(400);
  const before = await liveStep(page);
  await page.waitForTimeout(600);
  expect(await liveStep(page)).toEqual(before);
  await page.getByRole('button', { name: 'One step' }).click();
  await expect.poll(async () => (await liveStep(page))?.step).toBe((before?.step ?? 0) + 1);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expectTrading(page);
});
