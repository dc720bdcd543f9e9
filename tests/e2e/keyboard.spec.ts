/** Every control is reached and seen from the keyboard, and focus is never lost. */
import type { Page } from '@playwright/test';
import { expect, expectEpisode, openLab, test } from './labTest';

interface Stop {
  readonly name: string;
  readonly isSeen: boolean;
  readonly isMarked: boolean;
}

/** Reads what has the focus, whether anything covers it, and whether it shows its focus. */
function readFocus(page: Page): Promise<Stop | null> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return null;
    const box = element.getBoundingClientRect();
    const x = Math.min(innerWidth - 1, Math.max(0, box.left + Math.min(box.width / 2, 40)));
    const y = box.top + Math.min(box.height / 2, 20);
    const top = document.elementFromPoint(x, y);
    const style = getComputedStyle(element);
    const name = element.getAttribute('aria-label') ?? element.textContent ?? '';
    return {
      name: `${element.tagName.toLowerCase()} ${name.trim().slice(0, 40)}`,
      isSeen: top !== null && (element.contains(top) || top.contains(element)),
      isMarked: style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 1,
    };
  });
}

// A narrow window has training behind a tab, of which the open one is a stop.
for (const [width, height, first] of [
  [1440, 900, 'Train your own'],
  [390, 844, 'button Market\n'],
] as const) {
  test(`every stop of the Tab key is seen and marked at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await openLab(page, { episodeLength: 100, speed: 'max' });
    await expectEpisode(page);
    // Without a press on anything: the first Tab then goes to the first control.
    await page.keyboard.press('Space');
    await expect(page.getByTestId('market-status')).toHaveText('Paused');
    const stops: Stop[] = [];
    for (let press = 0; press < 150; press++) {
      await page.keyboard.press('Tab');
      const stop = await readFocus(page);
      if (stop === null) break;
      stops.push(stop);
    }
    const names = stops.map(({ name }) => name).join('\n');
    for (const control of [first, 'Replay', 'Play', 'Agent', 'Lessons', 'Share']) {
      expect(names).toContain(control);
    }
    expect(stops.filter(({ isSeen }) => !isSeen)).toEqual([]);
    expect(stops.filter(({ isMarked }) => !isMarked)).toEqual([]);
  });
}

/** Matches whatever a button of the page opens. */
const OPENED = ':popover-open, dialog[open], .drawer, .lessons-panel';

test('focus comes back to what opened a dialog, a menu or a panel', async ({ page }) => {
  await openLab(page, { episodeLength: 100, speed: 'max' });
  const buttons = [
    'Help and keyboard shortcuts',
    'View the charts as a table',
    'Learning settings',
    'Agent’s card',
    /^Share/,
    /^Objective/,
    /^Runs/,
    'Lessons',
  ];
  for (const name of buttons) {
    const opener = page.getByRole('button', { name }).first();
    await opener.focus();
    await page.keyboard.press('Enter');
    await expect(page.locator(OPENED).first()).toBeVisible();
    if (name === 'Lessons')
      await page.getByRole('button', { name: 'Close lessons' }).press('Enter');
    else if (String(name).includes('Runs'))
      await page.getByRole('button', { name: 'Close runs' }).press('Enter');
    else await page.keyboard.press('Escape');
    await expect(opener, String(name)).toBeFocused();
  }
});

test('controls are at least 24 pixels wide and high', async ({ page }) => {
  for (const [width, height] of [
    [1440, 900],
    [320, 640],
  ]) {
    await page.goto('about:blank');
    await page.setViewportSize({ width, height });
    await openLab(page, { episodeLength: 100, speed: 'max' });
    await expectEpisode(page);
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('button, select, input, summary, a')].flatMap((element) => {
        const box = element.getBoundingClientRect();
        const isShown = box.width > 2 && box.height > 2 && element.checkVisibility();
        // A checkbox is pressed by its label.
        const label = element.closest('label')?.getBoundingClientRect() ?? box;
        const fits =
          Math.max(box.height, label.height) >= 24 && Math.max(box.width, label.width) >= 24;
        return !isShown || fits
          ? []
          : [`${element.outerHTML.slice(0, 90)}: ${box.width} × ${box.height}`];
      }),
    );
    expect(small, `at ${width} px`).toEqual([]);
  }
});
