/** Maps of decisions: the surface follows the sliders, and a quote says why it is what it is. */
import { writeAgentFile } from '../../src/agents/files/agentFile';
import { DEFAULT_RUN_CONFIG } from '../../src/protocol/run';
import { exampleToldPolicy } from '../agents/policies/examplePolicy';
import { expect, expectSteps, expectTrading, openLab, test } from './labTest';

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
