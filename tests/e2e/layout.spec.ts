/**
 * At every size of window what matters most is in the first screen or behind one tab, nothing
 * leaves the window, and every popover can be read.
 */
import type { Locator, Page } from '@playwright/test';
import { expect, expectEpisode, openLab, test } from './labTest';

const SIZES = [
  { width: 2560, height: 1440 },
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 1024, height: 768 },
  { width: 768, height: 1024 },
  { width: 390, height: 844 },
  { width: 320, height: 640 },
] as const;

/** Below this width tabs hold what is in columns above it. */
const NARROW = 720;
/** From this width on all panels are there at once. */
const WIDE = 1200;

/** Whether an element is inside the window without scrolling, and nothing lies over it. */
const isSeen = (element: Locator): Promise<boolean> =>
  element.first().evaluate((node) => {
    window.scrollTo(0, 0);
    const { left, right, top, bottom } = node.getBoundingClientRect();
    const isInside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
    const points = [top + 2, (top + bottom) / 2, bottom - 2];
    return (
      isInside &&
      points.every((y) => {
        const hit = document.elementFromPoint((left + right) / 2, y);
        return hit !== null && (node.contains(hit) || hit.contains(node));
      })
    );
  });

async function expectSeen(elements: Readonly<Record<string, Locator>>): Promise<void> {
  for (const [name, element] of Object.entries(elements)) {
    await expect.soft(element.first(), name).toBeVisible();
    expect.soft(await isSeen(element), `${name} in the first screen`).toBe(true);
  }
}

async function expectNothingOutside(page: Page, state: string): Promise<void> {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect.soft(beyond, `${state}: pixels beyond the right edge`).toBeLessThanOrEqual(0);
}

test('at every size the first screen has what matters most', async ({ page }) => {
  await openLab(page, { episodeLength: 6000, speed: 5 });
  const fills = page.getByRole('list', { name: /^Fills/ }).getByRole('button');
  // A list that grows would move under the test's hands.
  await expect(fills.nth(2)).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  const chart = (name: RegExp) => page.getByRole('img', { name });
  const price = chart(/^Price over time/);
  const book = chart(/^Order book/);
  const profit = page.getByTestId('profit');
  const train = page.getByRole('button', { name: 'Train your own' });
  const transport = page.getByRole('button', { name: 'Play', exact: true });
  const openTab = (name: string) => page.getByRole('tab', { name }).click();
  for (const { width, height } of SIZES) {
    const at = (name: string) => `${name} at ${width} × ${height}`;
    await page.setViewportSize({ width, height });
    if (width < NARROW) {
      await openTab('Market');
      await expectSeen({
        [at('price')]: price,
        [at('book')]: book,
        [at('profit')]: profit,
        [at('transport')]: transport,
      });
      await openTab('Fills');
    } else {
      if (width < WIDE) await openTab('Book');
      await expectSeen({
        [at('price')]: price,
        [at('book')]: book,
        [at('profit')]: profit,
        [at('profit over time')]: chart(/^Profit over time/),
        [at('transport')]: transport,
        [at('quoting by hand')]: page.getByRole('button', { name: 'Quote by hand' }),
      });
    }
    await expect(fills.nth(2)).toBeVisible();
    for (const place of [0, 1, 2]) {
      expect.soft(await isSeen(fills.nth(place)), at(`fill ${place}`)).toBe(true);
    }
    await expectNothingOutside(page, at('fills'));
    if (width < WIDE) await openTab('Training');
    await expectSeen({ [at('Train')]: train, [at('transport')]: transport });
    await expectNothingOutside(page, at('training'));
  }
});

test('the demo fits every window, and its text grows with it', async ({ page }) => {
  await page.goto('./#demo=es&speed=5');
  const caption = page.getByTestId('caption');
  await expect(caption).not.toBeEmpty({ timeout: 30_000 });
  const heights: number[] = [];
  for (const { width, height } of [
    ...SIZES,
    { width: 360, height: 780 },
    { width: 320, height: 568 },
  ]) {
    const at = (name: string) => `${name} at ${width} × ${height}`;
    await page.setViewportSize({ width, height });
    await expectSeen({
      [at('agent')]: page.getByRole('heading', { level: 1 }),
      [at('price')]: page.getByRole('img', { name: /^Price over time/ }),
      [at('book')]: page.getByRole('img', { name: /^Order book/ }),
      [at('profit')]: page.getByRole('img', { name: /^Profit over time/ }),
      [at('caption')]: caption,
    });
    await expectNothingOutside(page, at('demo'));
    // Charts that are lower than this show neither steps nor a scale.
    const heightOf = async (name: RegExp) =>
      (await page.getByRole('img', { name }).boundingBox())?.height ?? 0;
    expect.soft(await heightOf(/^Price over time/), at('price')).toBeGreaterThan(100);
    expect.soft(await heightOf(/^Profit over time/), at('profit')).toBeGreaterThan(50);
    expect.soft(await heightOf(/^Order book/), at('book')).toBeGreaterThan(100);
    heights.push((await caption.boundingBox())?.height ?? 0);
  }
  const [large, laptop] = heights;
  expect(large).toBeGreaterThan(1.5 * laptop);
  await expect(page.locator('[popovertarget]')).toHaveCount(0);
});

interface Explanation {
  readonly name: string;
  /** The formula of a dotted label; empty where there is none. */
  readonly formula: string;
  readonly faults: readonly string[];
}

/** Opens every popover whose button is on the page, one after another, and measures it. */
function readPopovers(page: Page): Promise<readonly Explanation[]> {
  return page.evaluate(async () => {
    const explanations: Explanation[] = [];
    for (const button of document.querySelectorAll<HTMLButtonElement>('button[popovertarget]')) {
      const panel = button.popoverTargetElement;
      if (!(panel instanceof HTMLElement) || !button.checkVisibility()) continue;
      // The popover is placed when it toggles, before this listener hears of it.
      const opened = new Promise((resolve) => {
        panel.addEventListener('toggle', resolve, { once: true });
      });
      button.scrollIntoView({ block: 'center' });
      button.click();
      await opened;
      // What explains a number loads after the page; a slow machine may not have it yet.
      const patience = performance.now() + 5000;
      while (/^(?:Loading)?$/.test(panel.textContent.trim()) && performance.now() < patience) {
        await new Promise(requestAnimationFrame);
      }
      const box = panel.getBoundingClientRect();
      const isInside =
        box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight;
      const cut = [panel, ...panel.querySelectorAll<HTMLElement>('*')].filter(
        // Firefox counts half a pixel beside an icon as a whole one.
        (element) => element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1,
      );
      explanations.push({
        name: button.ariaLabel ?? button.textContent,
        formula: button.matches('.explain')
          ? (panel.querySelector('.formula')?.textContent ?? '')
          : '',
        faults: [
          ...(/^(?:Loading)?$/.test(panel.textContent.trim()) ? ['is empty'] : []),
          ...(isInside ? [] : [`leaves the window: ${JSON.stringify(box)}`]),
          ...cut.map((element) => `is cut off: ${element.outerHTML.slice(0, 120)}`),
        ],
      });
      panel.hidePopover();
    }
    return explanations;
  });
}

test('every popover can be read at every size, with the numbers of the moment', async ({
  page,
}) => {
  test.slow();
  await openLab(page, { episodeLength: 100, speed: 'max' });
  await expectEpisode(page);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  for (const { width, height } of SIZES) {
    await page.setViewportSize({ width, height });
    const explanations = [...(await readPopovers(page))];
    for (const tab of (await page.getByRole('tab').all()).slice(1)) {
      await tab.click();
      explanations.push(...(await readPopovers(page)));
    }
    const at = `at ${width} × ${height}`;
    expect(explanations.length, at).toBeGreaterThan(30);
    expect
      .soft(
        explanations.filter(({ faults }) => faults.length > 0),
        at,
      )
      .toEqual([]);
    const mute = explanations.filter(
      ({ formula }) => formula !== '' && !/now (.*\d|no quote|Nothing outside)/s.test(formula),
    );
    expect.soft(mute, at).toEqual([]);
  }
});
