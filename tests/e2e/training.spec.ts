/**
 * This is the loop that the lab is for: press Train, watch the loss fall and the live agent change,
 * and see the result evaluated. It is slow, because Chromium's software WebGPU adapter needs
 * seconds to prepare a learner and tens of milliseconds for an update of IQL.
 */
import type { Page } from '@playwright/test';
import { openAgent, trainHeadless } from './headlessRun';
import {
  enter,
  expect,
  expectedBackend,
  expectSteps,
  expectTrading,
  openLab,
  readNumber,
  saved,
  test,
} from './labTest';

const phaseOf = (page: Page) => page.getByTestId('training-phase');

/** The badge names the backend that is really in use. */
async function expectBackend(page: Page, project: string): Promise<void> {
  const hasAdapter = await page.evaluate(async () => {
    const gpu = 'gpu' in navigator ? navigator.gpu : null;
    return gpu !== null && (await gpu.requestAdapter()) !== null;
  });
  expect(hasAdapter).toBe(project === 'webgpu');
  const badge = page.getByTestId('backend');
  await expect(badge).toHaveAttribute('data-backend', expectedBackend(project), {
    timeout: 20_000,
  });
  await expect(badge).toContainText(
    project === 'webgpu' ? 'WebGPU · compiled' : 'WebAssembly · compiled',
  );
}

test('while it trains the loss falls and the live agent adopts newer policies', async ({ page }, {
  project,
}) => {
  test.setTimeout(90_000);
  await openLab(page, { cloningUpdates: 10_000, episodeLength: 100 });
  await expectBackend(page, project.name);
  await page.getByRole('button', { name: 'Train your own' }).click();
  await expect(phaseOf(page)).toHaveText('Cloning', { timeout: 30_000 });

  const loss = page.getByTestId('policy-loss');
  const version = page.getByTestId('policy-version');
  const firstLoss = readNumber((await loss.textContent()) ?? '');
  await expect(version).toHaveText(/^policy \d/, { timeout: 20_000 });
  const firstVersion = readNumber((await version.textContent()) ?? '');
  expect(firstVersion).toBeGreaterThan(0);
  await expect
    .poll(async () => readNumber((await version.textContent()) ?? ''), { timeout: 20_000 })
    .toBeGreaterThan(firstVersion);
  expect(readNumber((await loss.textContent()) ?? '')).toBeLessThan(firstLoss);
  await expect(phaseOf(page)).toHaveText('Cloning');

  const training = page.locator('.training-panel');
  await training.getByRole('button', { name: 'Pause' }).click();
  await expect(phaseOf(page)).toContainText('paused');
  // The updates under way are finished first; then the market goes on and the loss does not.
  let held = '';
  await expect(async () => {
    held = (await loss.textContent()) ?? '';
    await expectSteps(page, 15);
    expect(await loss.textContent()).toBe(held);
  }).toPass({ timeout: 30_000 });
  await training.getByRole('button', { name: 'Resume' }).click();
  await expect(loss).not.toHaveText(held, { timeout: 20_000 });
  await training.getByRole('button', { name: 'Stop' }).click();
  await expect(phaseOf(page)).toHaveText('Stopped', { timeout: 20_000 });
  await expectTrading(page);
});

/** Opens what a visitor looks at after a run: its data, its curves, its details, its files. */
async function openEveryPart(page: Page): Promise<void> {
  const training = page.locator('.training-panel');
  await training.getByRole('button', { name: 'Data', exact: true }).click();
  const behaviours = training.getByRole('table', { name: 'Behaviours in the data' });
  await expect(behaviours.getByRole('img').first()).toBeVisible();

  await page.getByRole('button', { name: /^Runs/ }).click();
  await page.getByLabel('Draw the curves of Run 1').check();
  await expect(page.locator('.run-curves .recharts-line').first()).toBeVisible();
  await page.getByRole('button', { name: 'About Run 1: notes, tags, files' }).click();
  const { name } = await saved(page, () =>
    page.getByRole('button', { name: 'Export ONNX' }).click(),
  );
  expect(name).toMatch(/\.onnx$/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('r');
  await expect(page.getByRole('heading', { name: 'Runs', exact: true })).toBeHidden();
}

test('a run ends in an evaluated policy that trades, without a request to any server', async ({
  page,
  watch,
}, { project }) => {
  test.setTimeout(180_000);
  await openLab(page, { cloningUpdates: 5, updates: 20, batchSize: 64, episodeLength: 50 });
  await expectBackend(page, project.name);
  await page.waitForLoadState('networkidle');
  const requests = watch.requests.length;

  await page.getByRole('button', { name: 'Train your own' }).click();
  await expect(phaseOf(page)).toHaveText('Finished', { timeout: 110_000 });
  await expect(page.getByTestId('against-baseline')).toHaveText(/\d/);
  await expect(page.getByTestId('policy-version')).toHaveText(/^policy [1-9]/);
  await expectTrading(page);
  await openEveryPart(page);

  // Other weights, same data: fine-tuning starts without collecting again. More updates than any
  // machine makes in the time it takes to press Stop.
  await enter(page.getByRole('textbox', { name: /^Fees/ }), '2');
  await page.getByRole('button', { name: 'Learning settings' }).click();
  await enter(page.getByRole('textbox', { name: /^Updates/ }), '100000');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Fine-tune' }).click();
  await expect(phaseOf(page)).toHaveText(/Cloning|Learning/, { timeout: 60_000 });
  await page.locator('.training-panel').getByRole('button', { name: 'Stop' }).click();
  await expect(phaseOf(page)).toHaveText('Stopped', { timeout: 20_000 });
  // A file that is saved is a request for a blob, which never leaves the page.
  const overNetwork = watch.requests.slice(requests).filter((url) => !url.startsWith('blob:'));
  expect(overNetwork, 'requests after loading').toEqual([]);
});

test('the command line makes a run of the page again, from its file', async ({ page }, {
  project,
}) => {
  test.skip(project.name !== 'cpu', 'WebGPU rounds otherwise than WebAssembly');
  test.setTimeout(240_000);
  await openLab(page, { cloningUpdates: 5, updates: 20, batchSize: 64, episodeLength: 50 });
  await page.getByRole('button', { name: 'Train your own' }).click();
  await expect(phaseOf(page)).toHaveText('Finished', { timeout: 110_000 });
  await page.getByRole('button', { name: /^Runs/ }).click();
  await page.getByRole('button', { name: 'About Run 1: notes, tags, files' }).click();
  const exported = async (button: string) =>
    (await saved(page, () => page.getByRole('button', { name: button }).click())).content;
  const [agent, json] = [await exported('Export agent'), await exported('Export JSON')];
  const [own, again] = [openAgent(agent), await trainHeadless(json)];
  expect(again.card.datasetHash).toBe(own.card.datasetHash);
  expect({ ...again.policy, version: 0 }).toEqual({ ...own.policy, version: 0 });
});
