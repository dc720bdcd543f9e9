/**
 * axe finds nothing, and nothing is cut off, in the states that people spend their time in, in both
 * themes, in a wide window and on a phone. Training that has finished, the comparison of runs and
 * trouble are looked at where they are brought about: runs.spec.ts and trouble.spec.ts.
 */
import type { Page } from '@playwright/test';
import { expectAccessible } from './axe';
import { expect, expectEpisode, openLab, test } from './labTest';

const SHORT = {
  episodeLength: 100,
  dataEpisodes: 12,
  cloningUpdates: 20,
  updates: 100_000,
  batchSize: 32,
};

const POPOVER = '.popover:popover-open';
const DIALOG = 'dialog[open]';

interface State {
  readonly name: string;
  readonly open: (page: Page) => Promise<void>;
  /** What opened, where the page behind it has been looked at. */
  readonly within?: string;
}

const press = (name: string | RegExp) => (page: Page) =>
  page.getByRole('button', { name, exact: typeof name === 'string' }).click();
const key = (name: string) => (page: Page) => page.keyboard.press(name);
const phase = (page: Page) => page.getByTestId('training-phase');
const popover = (name: string | RegExp): State => ({
  name: String(name),
  open: press(name),
  within: POPOVER,
});

/** Each follows from the one before it; a popover or a dialog is closed with Escape. */
const STATES: readonly State[] = [
  { name: 'a first visit, with a notice', open: async () => undefined },
  popover('Price'),
  popover('About this agent and its parameters'),
  {
    name: 'training',
    open: async (page) => {
      await press('Train your own')(page);
      await expect(phase(page)).toHaveText('Learning', { timeout: 60_000 });
    },
  },
  {
    name: 'stopped',
    open: async (page) => {
      await press('Stop')(page);
      await expect(phase(page)).toHaveText('Stopped', { timeout: 20_000 });
    },
    within: '.training-panel',
  },
  { name: 'data', open: press('Data'), within: '.training-panel' },
  { name: 'actions', open: press('Actions'), within: '.training-panel' },
  {
    name: 'replay of a fill',
    open: async (page) => {
      await press('Replay')(page);
      await page.keyboard.press('n');
      await page.keyboard.press('b');
    },
  },
  popover('Moments'),
  {
    name: 'what else could have happened',
    open: async (page) => {
      await page.keyboard.press('e');
      await expect(page.getByRole('button', { name: 'Play on', exact: true })).toBeVisible();
    },
    within: '.drawer',
  },
  popover('Learning settings'),
  popover('Market settings'),
  popover(/^Share/),
  { name: 'help', open: press('Help and keyboard shortcuts'), within: DIALOG },
  { name: 'table', open: press('View the charts as a table'), within: DIALOG },
  { name: 'market facts', open: key('m'), within: DIALOG },
  {
    name: 'recordings',
    open: async (page) => {
      await press('Market settings')(page);
      await press('Your data')(page);
      await expect(page.getByRole('dialog').getByText('Drop recorded')).toBeVisible();
    },
    within: DIALOG,
  },
  { name: 'runs', open: key('r'), within: '.drawer' },
  popover(/^About Run 1/),
  {
    name: 'lessons',
    open: async (page) => {
      await page.keyboard.press('r');
      await press('Lessons')(page);
    },
    within: '.lessons-panel',
  },
  { name: 'a lesson', open: press(/^Pay for inventory/), within: '.lessons-panel' },
  {
    name: 'quoting by hand',
    open: async (page) => {
      await press('Close lessons')(page);
      await press('Live')(page);
      await page.keyboard.press('h');
      await expect(page.getByTestId('market-status')).toHaveText('By hand');
    },
    within: '.left',
  },
];

test('axe finds nothing in either theme', async ({ page }) => {
  test.setTimeout(240_000);
  await openLab(page, { ...SHORT, speed: 10, maxInventory: 'many' });
  for (const { name, open, within = 'html' } of STATES) {
    await open(page);
    const scrolls = within === POPOVER || within === DIALOG;
    await expectAccessible(page, name, within, scrolls ? 'no targets' : 'targets too');
    if (scrolls) await page.keyboard.press('Escape');
  }
});

for (const width of [1024, 390, 320]) {
  test(`everything fits at ${width} px`, async ({ page }) => {
    test.slow();
    await page.setViewportSize({ width, height: 800 });
    // What axe finds on a phone does not depend on how narrow it is.
    const look = async (state: string) => {
      await expectFits(page, state);
      if (width === 390) await expectAccessible(page, `${state} at ${width} px`);
    };
    await openLab(page, { episodeLength: 100, speed: 'max' });
    await look('live');
    if (width === 390) {
      for (const name of ['Fills', 'Reward', 'Training']) {
        await page.getByRole('tab', { name }).click();
        await look(name);
      }
    }
    await expectEpisode(page);
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    await page.keyboard.press('n');
    await look('replay');
    if (width === 390) {
      await page.keyboard.press('v');
      await page.getByRole('tab', { name: 'Why this quote' }).click();
      await expect(page.getByTestId('why-sentence')).toBeVisible();
      await expectAccessible(page, 'why a quote is what it is', '.drawer');
      await page.keyboard.press('v');
    }
    await page.keyboard.press('r');
    await expect(page.getByRole('region', { name: 'Runs' })).toBeVisible();
    await look('runs');
    await page.keyboard.press('r');
    await page.keyboard.press('h');
    await expect(page.getByTestId('live-step')).toContainText('step 0 of');
    await page.getByTestId('ladder-bid').click({ position: { x: 40, y: 150 } });
    await page.keyboard.press('4');
    await expect(page.getByTestId('market-status')).toHaveText('By hand');
    await look('quoting by hand');
    await expect(page.getByTestId('manual-result')).toBeVisible({ timeout: 20_000 });
    await look('the result by hand');
    await page.goto('about:blank');
    await page.goto('./#demo=es&speed=5');
    await expect(page.getByTestId('caption')).not.toBeEmpty({ timeout: 30_000 });
    await look('demo');
  });
}

async function expectFits(page: Page, state: string): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect.soft(overflow, `${state}: pixels beyond the right edge`).toBeLessThanOrEqual(0);
}
