/**
 * Sliders that steer: what an agent does follows them, maps show it, and a quote says why it is
 * what it is.
 */
import type { Page } from '@playwright/test';
import { writeAgentFile } from '../../src/agents/files/agentFile';
import { DEFAULT_RUN_CONFIG } from '../../src/protocol/run';
import { exampleToldPolicy } from '../agents/policies/examplePolicy';
import { readEpisodeFile } from '../../src/protocol/episodeFile';
import { SAMPLE, SAMPLE_LENGTH } from '../../src/protocol/frames';
import { expect, expectSteps, expectTrading, liveStep, openLab, saved, test } from './labTest';

/** An agent of every weighting, small and untrained: what it does depends on all it is told. */
const TOLD = writeAgentFile(
  {
    name: 'told',
    description: '',
    config: DEFAULT_RUN_CONFIG,
    datasetHash: null,
    targetReturn: null,
    evaluation: null,
    gate: null,
  },
  exampleToldPolicy([128, 128]),
);

/** Episodes of a visit that are compared: the first begins before the agent's file is there. */
const EPISODES = [2, 3, 4, 5];

/** Saves episodes of the visit and gives their mean |inventory|, in contracts. */
async function meanAbsInventory(page: Page): Promise<number> {
  const underWay = async () => (await liveStep(page))?.episode ?? 0;
  await expect.poll(underWay, { timeout: 40_000 }).toBeGreaterThan(Math.max(...EPISODES));
  // Where a browser is slow to save a file, later episodes would take their place.
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  const weight = await page.getByRole('textbox', { name: /^Inventory penalty/ }).inputValue();
  const options = page.getByRole('combobox', { name: 'Episode' });
  let sum = 0;
  let rows = 0;
  for (const episode of EPISODES) {
    // Those that were saved before a reload stand after those of today.
    const option = options.locator('option', { hasText: new RegExp(`^${episode} ·`) }).first();
    await options.selectOption(await option.getAttribute('value'));
    await page.getByRole('button', { name: /^Share/ }).click();
    const { content } = await saved(page, () =>
      page.getByRole('button', { name: 'Save this episode' }).click(),
    );
    await page.keyboard.press('Escape');
    const { samples, steps, world } = readEpisodeFile(content).record;
    expect(world?.weights.inventoryPenalty).toBe(Number(weight));
    for (let step = 0; step < steps; step += 1) {
      sum += Math.abs(samples[step * SAMPLE_LENGTH + SAMPLE.inventory]);
    }
    rows += steps;
  }
  await page.keyboard.press('l');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  return sum / rows;
}

test('the agent that comes with the page holds half as much once inventory costs most, without training', async ({
  page,
}) => {
  // The same episodes of the same market, twice.
  await openLab(page, { inventoryPenalty: 0, speed: 'max', seed: 2 });
  const bottom = await meanAbsInventory(page);
  await page.getByRole('slider', { name: /^Inventory penalty/ }).press('End');
  await expect.poll(() => page.url()).toContain('inventoryPenalty=1000');
  await page.reload();
  await expectTrading(page);
  const top = await meanAbsInventory(page);
  process.stdout.write(`mean |inventory| ${bottom.toFixed(2)} to ${top.toFixed(2)} contracts\n`);
  expect(top).toBeLessThanOrEqual(bottom / 2);
});

test('the surface follows a slider at the same decision, and says what that took', async ({
  page,
}) => {
  await page.route('**/agents/es.safetensors', (route) =>
    route.fulfill({ body: Buffer.from(TOLD), contentType: 'application/octet-stream' }),
  );
  await openLab(page);
  await expectSteps(page, 3);
  await page.keyboard.press('Space');
  await page.keyboard.press('v');
  const surface = page.getByTestId('response-surface');
  await expect(surface).toHaveAttribute('data-weights', /"inventoryPenalty":20,/);
  await expect(page.getByTestId('market-status')).toHaveText('Paused');
  const [step, mean] = await Promise.all(
    ['data-step', 'data-mean'].map((name) => surface.getAttribute(name)),
  );

  // The time from the slider's event to the surface under its weight, in the page itself.
  const watching = await surface.evaluateHandle((element) => {
    let start = Number.NaN;
    window.addEventListener('input', () => (start = performance.now()), { capture: true });
    const refresh = new Promise<number>((resolve) => {
      new MutationObserver(() => {
        if (element.getAttribute('data-weights')?.includes('"inventoryPenalty":1000') === true) {
          requestAnimationFrame(() => resolve(performance.now() - start));
        }
      }).observe(element, { attributes: true });
    });
    return { refresh };
  });
  await page.getByRole('slider', { name: /^Inventory penalty/ }).press('End');
  const milliseconds = await watching.evaluate(({ refresh }) => refresh);
  process.stdout.write(`surface refreshed in ${milliseconds.toFixed(0)} ms\n`);
  expect(await surface.getAttribute('data-mean')).not.toBe(mean);
  expect(await surface.getAttribute('data-step')).toBe(step);

  await page.getByRole('button', { name: 'Ask size' }).click();
  await expect(page.getByRole('img', { name: /^Ask size over Inventory/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(surface).toHaveCount(0);
});

test('a large inventory is why a quote is what it is, live and in replay', async ({ page }) => {
  await openLab(page, { agent: 'inventorySkewed', agentSize: 1, speed: 5 });
  await expectSteps(page, 60);
  await page.keyboard.press('Space');
  await page.keyboard.press('v');
  await page.getByRole('tab', { name: 'Why this quote' }).click();
  const why = page.getByTestId('why-sentence');
  await expect(why).toHaveText(/^Mostly the inventory \([+−]\d+, typically [+−]?\d+\)/);
  await page.keyboard.press('l');
  await expect(page.getByTestId('recorded-decision')).toBeVisible();
  await page.keyboard.press('n');
  await page.keyboard.press('.');
  await expect(why).toHaveText(/^(Mostly the inventory|Nothing stands out)/);
  await page.keyboard.press('l');
  await expect(page.getByTestId('recorded-decision')).toHaveCount(0);
  await page.keyboard.press('Space');
  await expectTrading(page);
});
