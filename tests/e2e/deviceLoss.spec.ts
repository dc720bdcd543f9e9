/**
 * The graphics device disappears while an agent trains on it: destroyed, or because the browser's
 * GPU process died. Either way nothing is lost but time: the run goes on in the same trainer from
 * its last snapshot, however long (up to ten seconds) the browser has no adapter. Where none comes
 * back, or the device is lost again before the next snapshot, the trainer is replaced, and the run
 * goes on from its last checkpoint. The test is slow, because snapshots are seconds apart.
 */
import type { Page, Worker } from '@playwright/test';
import { CHROMIUM, expect, openLab, readNumber, test } from './labTest';

const phaseOf = (page: Page) => page.getByTestId('training-phase');

async function progressOf(page: Page): Promise<number> {
  return readNumber((await page.getByTestId('training-progress').textContent()) ?? '');
}

const versionOf = async (page: Page) =>
  readNumber((await page.getByTestId('policy-version').textContent()) ?? '');

/**
 * Waits for a snapshot of later updates: the first after a recovery is of the state gone back to.
 */
async function expectSnapshots(page: Page): Promise<void> {
  const before = await versionOf(page);
  await expect.poll(() => versionOf(page), { timeout: 60_000 }).toBeGreaterThan(before + 2);
}

function findTrainer(page: Page): Worker {
  const trainer = page.workers().find((worker) => worker.url().includes('trainer.worker'));
  if (trainer === undefined) throw new Error('expected a trainer worker');
  return trainer;
}

/** Keeps the devices that a worker computes on from here on, under `devices` there. */
async function watchDevices(worker: Worker): Promise<void> {
  await worker.evaluate(() => {
    const devices = new Set<GPUDevice>();
    const { prototype } = GPUDevice;
    const createCommandEncoder = Object.getOwnPropertyDescriptor(prototype, 'createCommandEncoder')
      ?.value as GPUDevice['createCommandEncoder'];
    prototype.createCommandEncoder = function keep(descriptor) {
      devices.add(this);
      return createCommandEncoder.call(this, descriptor);
    };
    Object.assign(globalThis, { devices });
  });
}

const devicesOf = async (worker: Worker) =>
  await worker.evaluate(() => (globalThis as unknown as { devices: Set<GPUDevice> }).devices.size);

const destroyDevices = async (worker: Worker) =>
  await worker.evaluate(() => {
    for (const device of (globalThis as unknown as { devices: Set<GPUDevice> }).devices) {
      device.destroy();
    }
  });

const settings = { cloningUpdates: 0, updates: 100_000, episodeLength: 50, batchSize: 64 };

/** Opens the lab and waits for its trainer, which starts after the market trades. */
async function openWithWebgpu(page: Page): Promise<void> {
  await openLab(page, settings);
  await expect(page.getByTestId('backend')).toHaveAttribute('data-backend', 'webgpu', {
    timeout: 20_000,
  });
}

/** Starts a run that no machine ends within the test. */
async function startTraining(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Train your own' }).click();
  await expect(phaseOf(page)).toHaveText('Learning', { timeout: 60_000 });
}

test(
  'a run whose device is lost goes on from its last snapshot by itself',
  { tag: CHROMIUM },
  async ({ page, browser, watch }) => {
    test.setTimeout(240_000);
    watch.allow(/GPU|device|lost|context/i);
    await openWithWebgpu(page);
    const trainer = findTrainer(page);
    await watchDevices(trainer);
    await startTraining(page);
    await expect.poll(() => progressOf(page), { timeout: 60_000 }).toBeGreaterThan(60);
    // A fast machine makes 60 updates before the first snapshot that is not of the start.
    await expect.poll(() => versionOf(page), { timeout: 60_000 }).toBeGreaterThan(1);
    expect(await devicesOf(trainer)).toBe(1);

    await destroyDevices(trainer);
    await expect.poll(() => devicesOf(trainer), { timeout: 30_000 }).toBe(2);
    // It does not start over: the snapshots before were two seconds apart.
    const resumed = await progressOf(page);
    expect(resumed).toBeGreaterThan(1);
    await expect.poll(() => progressOf(page), { timeout: 60_000 }).toBeGreaterThan(resumed + 40);
    await expectSnapshots(page);

    const session = await browser.newBrowserCDPSession();
    await session.send('Browser.crashGpuProcess');
    await expect.poll(() => devicesOf(trainer), { timeout: 60_000 }).toBe(3);
    const again = await progressOf(page);
    expect(again).toBeGreaterThan(1);
    await expect.poll(() => progressOf(page), { timeout: 60_000 }).toBeGreaterThan(again + 40);
    await expect(phaseOf(page)).toHaveText('Learning');
    await expect(page.locator('.notice')).toHaveCount(0);
    expect(findTrainer(page)).toBe(trainer);
  },
);

test(
  'where no device is left the trainer is replaced, and the run goes on from its checkpoint',
  { tag: CHROMIUM },
  async ({ page, watch }) => {
    test.setTimeout(240_000);
    watch.allow(/GPU|device|lost|context/i);
    await openWithWebgpu(page);
    const before = findTrainer(page);
    await watchDevices(before);
    await startTraining(page);
    await page.keyboard.press('r');
    // The run is stored once it is in the table and counted.
    await expect(page.getByLabel('Name of Run 1')).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole('button', { name: /^Storage: [1-9]/ })).toBeVisible();

    await before.evaluate(() => {
      navigator.gpu.requestAdapter = () => Promise.resolve(null);
    });
    await destroyDevices(before);
    const notice = page.locator('.notice').filter({ hasText: 'Run 1 goes on' });
    await expect(notice).toBeVisible({ timeout: 60_000 });
    await expect(phaseOf(page)).toHaveText('Learning', { timeout: 60_000 });
    expect(findTrainer(page)).not.toBe(before);
    const resumed = await progressOf(page);
    await expect.poll(() => progressOf(page), { timeout: 60_000 }).toBeGreaterThan(resumed);
  },
);
