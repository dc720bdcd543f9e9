/** PyTorch's updates, on the backends that a browser really trains with. */
import { expect, test } from '@playwright/test';
import { PAGES_URL } from '../../playwright.config';
import { expectedBackend } from './labTest';
import type { GoldenReport, LearnerErrors } from './pages/goldens';

/** Single precision in another order of summation; WebGPU's functions are less exact. */
const TOLERANCES: Readonly<Record<string, readonly [loss: number, weight: number]>> = {
  webgpu: [1e-3, 1e-3],
  wasm: [1e-4, 1e-5],
};

test('updates match PyTorch, and both engines each other, on one device', async ({ page }, {
  project,
}) => {
  test.setTimeout(180_000);
  await page.goto(`${PAGES_URL}goldens.html`);
  const output = page.getByRole('status');
  await expect(output).not.toBeEmpty({ timeout: 170_000 });
  const report: GoldenReport = JSON.parse((await output.textContent()) ?? '');
  const backend = expectedBackend(project.name);
  expect(report.backend).toBe(backend);
  expectWithin(backend, 'eager', report.eager);
  const compiled = backend === 'webgpu' ? ['wasm', 'webgpu'] : ['wasm'];
  expect(Object.keys(report.compiled)).toEqual(compiled);
  for (const name of compiled) expectWithin(name, 'compiled', report.compiled[name]);

  const { engines, devices } = report;
  console.log(
    `Both engines on ${backend}: weights differ by ${engines.worstWeight.toExponential(1)}`,
  );
  expect(engines.worstWeight).toBeLessThan(1e-3);
  expect(engines.largestStep).toBeGreaterThan(1e-2);
  expect(engines.heldBytes).toBeGreaterThanOrEqual(engines.arenaBytes);
  expect(engines.heldBytes).toBeLessThan(engines.arenaBytes + 2 ** 20);
  expect({ bytes: engines.leftBytes, tensors: engines.leftTensors }).toEqual({
    bytes: 0,
    tensors: 0,
  });
  expect(devices).toBe(backend === 'webgpu' ? 1 : 0);
});

/** Prints the largest errors too. */
function expectWithin(backend: string, path: string, learners: LearnerErrors): void {
  const errors = Object.values(learners);
  const loss = Math.max(...errors.map(({ relativeLoss }) => relativeLoss));
  const weight = Math.max(...errors.map(({ absoluteWeight }) => absoluteWeight));
  const largest = `losses ${loss.toExponential(1)}, weights ${weight.toExponential(1)}`;
  console.log(`Largest errors against PyTorch, ${path} on ${backend}: ${largest}`);
  for (const [learner, { relativeLoss, absoluteWeight }] of Object.entries(learners)) {
    expect(relativeLoss, `${path} ${learner}`).toBeLessThan(TOLERANCES[backend][0]);
    expect(absoluteWeight, `${path} ${learner}`).toBeLessThan(TOLERANCES[backend][1]);
  }
}
