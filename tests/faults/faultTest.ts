/** What the suites of faults share: a run that no machine ends, its workers, and how they die. */
import type { Page, Worker } from '@playwright/test';
import { expect, openLab, readNumber } from '../e2e/labTest';

export type WorkerKind = 'market' | 'trainer';

/** How a worker ends: it throws, rejects a promise, closes itself, or loops for ever. */
export type Death = 'throws' | 'rejects' | 'closes' | 'hangs';

const phaseOf = (page: Page) => page.getByTestId('training-phase');

/** Updates made by the run that is shown. */
export const progressOf = async (page: Page): Promise<number> =>
  readNumber((await page.getByTestId('training-progress').textContent()) ?? '');

/**
 * Updates of a hundredth of a second and more: no machine ends a hundred thousand within a test.
 */
const LARGE = { hiddenWidth: 256, batchSize: 256 } as const;
/** On an adapter in software updates are slow enough as they are. */
export const SMALL = { hiddenWidth: 128, batchSize: 64 } as const;

/** Starts a run that no machine ends within a test, and waits until it is stored. */
export async function startRun(
  page: Page,
  size: typeof LARGE | typeof SMALL = LARGE,
): Promise<void> {
  await openLab(page, { cloningUpdates: 0, updates: 100_000, episodeLength: 50, ...size });
  await page.getByRole('button', { name: 'Train your own' }).click();
  await expect(phaseOf(page)).toHaveText('Learning', { timeout: 60_000 });
  await expectStored(page);
}

/** The run is in the table from its first checkpoint on, and counted once that is written. */
async function expectStored(page: Page): Promise<void> {
  await page.keyboard.press('r');
  await expect(page.getByLabel('Name of Run 1')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('button', { name: /^Storage: [1-9]/ })).toBeVisible({
    timeout: 30_000,
  });
  await page.keyboard.press('r');
}

/** Waits until the run has got further than it is now. */
export async function expectLearning(page: Page): Promise<void> {
  await expect(phaseOf(page)).toHaveText('Learning', { timeout: 90_000 });
  const before = await progressOf(page);
  await expect.poll(() => progressOf(page), { timeout: 60_000 }).toBeGreaterThan(before);
}

export function findWorker(page: Page, kind: WorkerKind): Worker | undefined {
  return page.workers().findLast((worker) => worker.url().includes(`${kind}.worker`));
}

/** Ends a worker; what it throws carries `message`. */
export async function kill(worker: Worker, death: Death, message: string): Promise<void> {
  await worker.evaluate(
    ([how, text]) => {
      setTimeout(() => {
        if (how === 'throws') throw new Error(text);
        if (how === 'rejects') void Promise.reject(new Error(text));
        if (how === 'closes') globalThis.close();
        if (how === 'hangs') for (;;);
      });
    },
    [death, message] as const,
  );
}
