/**
 * The graphics device is destroyed ten times at random moments of a training on WebGPU. A device
 * that is lost twice at the same state is given up: the run goes on on WebAssembly, the badge says
 * so, and there is no device left to destroy.
 */
import { formatResults, judged } from '../../src/cli/output/results';
import { Rng } from '../../src/market/rng';
import { expect, expectTrading, test } from '../e2e/labTest';
import { expectLearning, findWorker, SMALL, startRun } from './faultTest';

const SEED = Number(process.env['FAULT_SEED'] ?? 1);
const LOSSES = 10;

/** Longest wait for a trainer to compute on a device; a slow machine takes a second. */
const PATIENCE_MILLISECONDS = 60_000;

test('a run outlives the loss of ten devices', async ({ page, watch }) => {
  test.setTimeout(LOSSES * 120_000);
  watch.allow(/GPU|device|lost|context/i);
  const random = new Rng(SEED);
  await startRun(page, SMALL);
  let losses = 0;
  for (; losses < LOSSES; losses += 1) {
    await page.waitForTimeout(random.uniform() * 3000);
    const trainer = findWorker(page, 'trainer');
    if (trainer === undefined) throw new Error('expected a trainer');
    const isDestroyed = await trainer.evaluate(async (patience) => {
      const { prototype } = GPUDevice;
      const held = globalThis as unknown as { seen?: Set<GPUDevice> };
      if (held.seen === undefined) {
        const seen = new Set<GPUDevice>();
        held.seen = seen;
        const createCommandEncoder = Object.getOwnPropertyDescriptor(
          prototype,
          'createCommandEncoder',
        )?.value as GPUDevice['createCommandEncoder'];
        prototype.createCommandEncoder = function keep(descriptor) {
          seen.add(this);
          return createCommandEncoder.call(this, descriptor);
        };
      }
      // The device of the next update is the one that the run computes on.
      const deadline = performance.now() + patience;
      while (held.seen.size === 0) {
        if (performance.now() > deadline) return false;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      for (const device of held.seen) device.destroy();
      held.seen.clear();
      return true;
    }, PATIENCE_MILLISECONDS);
    if (!isDestroyed) {
      await expect(page.getByTestId('backend')).toContainText('WebAssembly');
      break;
    }
    await expectLearning(page);
    await expectTrading(page);
  }
  await expectLearning(page);
  console.log(formatResults([judged('faults.deviceLosses', losses, 'devices', [1, LOSSES])]));
  expect(losses).toBeGreaterThan(0);
  await page.keyboard.press('r');
  await expect(page.getByLabel('Name of Run 1')).toBeVisible();
});
