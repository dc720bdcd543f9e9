/** The graphics device is destroyed ten times at random moments of a training on WebGPU. */
import { Rng } from '../../src/market/rng';
import { expect, expectTrading, test } from '../e2e/labTest';
import { expectLearning, findWorker, phaseOf, SMALL, startRun } from './faultTest';

const SEED = Number(process.env['FAULT_SEED'] ?? 1);
const LOSSES = 10;

test('a run outlives the loss of ten devices', async ({ page, watch }) => {
  test.setTimeout(LOSSES * 120_000);
  watch.allow(/GPU|device|lost|context/i);
  const random = new Rng(SEED);
  await startRun(page, SMALL);
  for (let loss = 1; loss <= LOSSES; loss++) {
    await page.waitForTimeout(random.uniform() * 3000);
    const trainer = findWorker(page, 'trainer');
    if (trainer === undefined) throw new Error('expected a trainer');
    await trainer.evaluate(async () => {
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
      while (held.seen.size === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      for (const device of held.seen) device.destroy();
      held.seen.clear();
    });
    await expectLearning(page);
    await expectTrading(page);
  }
  await expect(phaseOf(page)).toHaveText('Learning');
  await page.keyboard.press('r');
  await expect(page.getByLabel('Name of Run 1')).toBeVisible();
});
