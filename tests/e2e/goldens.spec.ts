/** PyTorch's updates, on the backend that a browser really trains with. */
import { expect, test } from '@playwright/test';
import { PAGES_URL } from '../../playwright.config';
import { expectedBackend } from './labTest';
import type { GoldenReport } from './pages/goldens';

test('three updates of every learner match PyTorch', async ({ page }, { project }) => {
  test.setTimeout(120_000);
  await page.goto(`${PAGES_URL}goldens.html`);
  const output = page.getByRole('status');
  await expect(output).not.toBeEmpty({ timeout: 110_000 });
  const report: GoldenReport = JSON.parse((await output.textContent()) ?? '');
  test.info().annotations.push({ type: 'golden errors', description: JSON.stringify(report) });
  expect(report.backend).toBe(expectedBackend(project.name));
  // Single precision in another order of summation; WebGPU's functions are less exact.
  const [loss, weight] = report.backend === 'webgpu' ? [1e-3, 1e-3] : [1e-4, 1e-5];
  for (const [learner, errors] of Object.entries(report.errors)) {
    expect(errors.relativeLoss, learner).toBeLessThan(loss);
    expect(errors.absoluteWeight, learner).toBeLessThan(weight);
  }
});
