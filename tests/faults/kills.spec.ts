/**
 * Workers die at random moments, in random ways, under training, replay and by-hand play. After
 * each death the page says so, the market trades, and the run learns on; after the last one the run
 * is in the table of a reloaded page, and goes on from there.
 */
import { mkdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { formatResults, judged, writeResults } from '../../src/cli/output/results';
import { Rng } from '../../src/market/rng';
import { expect, expectTrading, test } from '../e2e/labTest';
import {
  expectLearning,
  findWorker,
  kill,
  progressOf,
  startRun,
  type Death,
  type WorkerKind,
} from './faultTest';

const KILLS = Number(process.env['FAULT_KILLS'] ?? 100);
const SEED = Number(process.env['FAULT_SEED'] ?? 1);
const ACTIVITIES = ['training', 'replay', 'by hand'] as const;
const WORKERS: readonly WorkerKind[] = ['market', 'trainer'];
/** Most workers throw: one that hangs is found only when it has not answered for a while. */
const DEATHS: readonly Death[] = [
  ...Array<Death>(5).fill('throws'),
  ...Array<Death>(3).fill('rejects'),
  'closes',
  'hangs',
];

test(`the run outlives ${KILLS} deaths of its workers`, async ({ page, watch }) => {
  test.setTimeout(KILLS * 60_000);
  watch.allow(/fault \d+/);
  const random = new Rng(SEED);
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random.uniform() * items.length)];
  await startRun(page);
  let unsaid = 0;
  let lost = 0;
  for (let fault = 1; fault <= KILLS; fault++) {
    const activity = pick(ACTIVITIES);
    const kind = pick(WORKERS);
    const death = pick(DEATHS);
    await test.step(`${fault}: ${kind} ${death}, ${activity}`, async () => {
      await enterActivity(page, activity);
      await page.waitForTimeout(random.uniform() * 1000);
      const worker = findWorker(page, kind);
      if (worker === undefined) throw new Error(`expected a ${kind} worker`);
      await kill(worker, death, `fault ${fault}`);
      const said = page.locator('.notice').filter({
        hasText: death === 'throws' || death === 'rejects' ? `fault ${fault}` : 'nothing heard',
      });
      const isSaid = await said
        .first()
        .waitFor({ timeout: 60_000 })
        .then(
          () => true,
          () => false,
        );
      if (!isSaid) unsaid += 1;
      await leaveActivity(page);
      // A worker that has died often is replaced seconds later.
      const status = page.getByTestId('market-status');
      await expect(status).toHaveText('Live', { timeout: 60_000 });
      await expectTrading(page);
      const goesOn = await expectLearning(page).then(
        () => true,
        () => false,
      );
      if (!goesOn) lost += 1;
      expect(goesOn, `the run goes on after ${kind} ${death} during ${activity}`).toBe(true);
      await dismissNotices(page);
    });
  }

  const reached = await progressOf(page);
  await page.reload();
  await expectTrading(page);
  const offer = page.getByTestId('interrupted-run');
  await expect(offer).toContainText('Run 1 stopped at');
  await offer.getByRole('button', { name: 'Resume' }).click();
  await expectLearning(page);
  await page.keyboard.press('r');
  await expect(page.getByLabel('Name of Run 1')).toBeVisible();
  await expect(page.locator('.run-name')).toHaveCount(1);

  const results = [
    judged('faults.kills', KILLS, 'deaths', [KILLS, null]),
    judged('faults.runsLost', lost, 'runs', [0, 0]),
    judged('faults.unsaid', unsaid, 'deaths', [0, 0]),
    judged('faults.updatesReached', reached, 'updates', [1, null]),
  ];
  mkdirSync('test-results', { recursive: true });
  writeResults('test-results/faults.json', {
    command: `FAULT_KILLS=${KILLS} FAULT_SEED=${SEED} npm run test:faults -- kills`,
    config: { kills: KILLS, seed: SEED },
    results,
  });
  console.log(formatResults(results));
  expect(unsaid).toBe(0);
});

async function enterActivity(page: Page, activity: (typeof ACTIVITIES)[number]): Promise<void> {
  if (activity === 'replay') {
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
  }
  if (activity === 'by hand') {
    await page.getByRole('button', { name: 'Quote by hand' }).click();
    await expect(page.getByTestId('market-status')).toHaveText('By hand', { timeout: 20_000 });
    await page.keyboard.press('j');
  }
}

/** Goes back to the live agent from wherever the fault has left the page. */
async function leaveActivity(page: Page): Promise<void> {
  if (await page.getByRole('region', { name: 'By hand' }).isVisible()) {
    await page.keyboard.press('h');
  }
  const live = page.getByRole('button', { name: 'Live', exact: true });
  if (await live.isVisible()) await live.click();
}

async function dismissNotices(page: Page): Promise<void> {
  const dismiss = page.getByRole('button', { name: 'Dismiss' });
  while ((await dismiss.count()) > 0) await dismiss.first().click();
}
