/**
 * A long visit while an agent trains: the page's heap stays flat, and there are no more workers,
 * ports, listeners, nodes and performance entries at its end than at its beginning.
 */
import { mkdirSync } from 'node:fs';
import type { CDPSession, Page } from '@playwright/test';
import { formatResults, judged, writeResults } from '../../src/cli/output/results';
import { expect, expectSteps, openLab, test } from '../e2e/labTest';

const MINUTES = Number(process.env['SOAK_MINUTES'] ?? 10);
/** Decisions a minute at the market's own speed, and as many as fill every ring of the page. */
const STEPS_A_MINUTE = 600;
const RING_STEPS = 20_000;

interface Size {
  readonly heapMb: number;
  readonly ports: number;
  readonly workers: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly entries: number;
}

test(`a visit of ${MINUTES} minutes grows by nothing`, async ({ page }) => {
  test.setTimeout(180_000 + MINUTES * 180_000);
  // Full rings first: at full speed that takes seconds, at the market's own half an hour.
  await openLab(page, { speed: 'max', cloningUpdates: 0, hiddenWidth: 256, updates: 100_000 });
  await page.getByRole('button', { name: 'Train your own' }).click();
  await expect(page.getByTestId('training-phase')).toHaveText('Learning', { timeout: 60_000 });
  await expectSteps(page, RING_STEPS);
  await page.keyboard.press('1');
  await expectSteps(page, STEPS_A_MINUTE / 2);

  const cdp = await page.context().newCDPSession(page);
  const before = await sizeOf(page, cdp);
  for (let minute = 0; minute < MINUTES; minute++) {
    await expectSteps(page, STEPS_A_MINUTE);
    console.log(`minute ${minute + 1}`, await sizeOf(page, cdp));
  }
  const after = await sizeOf(page, cdp);
  await expect(page.getByTestId('training-phase')).toHaveText('Learning');

  const grown = (key: keyof Size) => after[key] - before[key];
  const results = [
    judged('soak.heapGrowthMb', grown('heapMb'), 'MB', [null, 20]),
    judged('soak.portsGrowth', grown('ports'), 'ports', [null, 2]),
    judged('soak.workersGrowth', grown('workers'), 'workers', [null, 0]),
    judged('soak.nodesGrowth', grown('nodes'), 'nodes', [null, 2000]),
    judged('soak.listenersGrowth', grown('listeners'), 'listeners', [null, 100]),
    judged('soak.performanceEntries', after.entries, 'entries', [null, 1000]),
  ];
  mkdirSync('test-results', { recursive: true });
  writeResults('test-results/soak.json', {
    command: `SOAK_MINUTES=${MINUTES} npm run test:faults -- soak`,
    config: { minutes: MINUTES },
    results,
  });
  console.log(formatResults(results));
  for (const { name, pass } of results) expect(pass, name).toBe(true);
});

/** Counts after a collection of garbage. */
async function sizeOf(page: Page, cdp: CDPSession): Promise<Size> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters');
  return {
    heapMb: usedSize / 1e6,
    ports: await countPorts(cdp),
    workers: page.workers().length,
    nodes,
    listeners: jsEventListeners,
    entries: await page.evaluate(() => performance.getEntries().length),
  };
}

/** Returns how many MessagePorts are alive in the page. */
async function countPorts(cdp: CDPSession): Promise<number> {
  const group = 'ports';
  const prototype = await cdp.send('Runtime.evaluate', {
    expression: 'MessagePort.prototype',
    objectGroup: group,
  });
  const { objects } = await cdp.send('Runtime.queryObjects', {
    prototypeObjectId: prototype.result.objectId ?? '',
    objectGroup: group,
  });
  const length = await cdp.send('Runtime.callFunctionOn', {
    objectId: objects.objectId ?? '',
    functionDeclaration: 'function () { return this.length; }',
    returnByValue: true,
  });
  await cdp.send('Runtime.releaseObjectGroup', { objectGroup: group });
  return Number(length.result.value);
}
