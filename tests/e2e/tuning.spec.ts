/**
 * Settings are tuned as somebody would: presets by name, changes counted, undone and
 * redone, and shared as a link.
 */
import type { Page } from '@playwright/test';
import { expect, expectEpisode, expectTrading, openLab, test } from './labTest';

test('a preset is a starting point, changes are counted, undone, redone, and in the link', async ({
  page,
}) => {
  await openLab(page);
  const inventory = page.getByRole('textbox', { name: /^Inventory penalty/ });
  const adverse = page.getByRole('textbox', { name: /^Adverse selection/ });
  const pending = page.getByTestId('pending-objective');
  await expect(pending).toBeHidden();

  await page.getByRole('button', { name: 'Objective: Balanced' }).click();
  await page.getByRole('button', { name: /^Tight and flat/ }).click();
  await expect(inventory).toHaveValue('100');
  await expect(pending).toHaveText(/^2 changes/);
  await page.getByRole('button', { name: 'Objective: Tight and flat' }).click();
  await page.getByRole('button', { name: /^Toxic-proof/ }).click();
  await expect(adverse).toHaveValue('2');
  await inventory.fill('35');
  await inventory.press('Enter');
  await expect(page.getByRole('button', { name: 'Objective: custom' })).toBeVisible();
  await expect(page).toHaveURL(/adverseSelection=2/);
  await expect(page).toHaveURL(/inventoryPenalty=35/);
  const link = page.url();

  const undo = page.getByRole('button', { name: 'Undo the last settings change' });
  await undo.click();
  await expect(page.getByRole('button', { name: 'Objective: Toxic-proof' })).toBeVisible();
  await undo.click();
  await expect(inventory).toHaveValue('100');
  await page.locator('body').press('Control+Shift+Z');
  await page.locator('body').press('Control+Shift+Z');
  await expect(inventory).toHaveValue('35');
  await expect(page).toHaveURL(link);
  for (let press = 0; press < 3; press++) await undo.click();
  await expect(undo).toBeDisabled();
  await expect(pending).toBeHidden();
  await expect(page).toHaveURL(/#seed=1$/);

  await page.goto('about:blank');
  await page.goto(link);
  await expectTrading(page);
  await expect(inventory).toHaveValue('35');
  await page.getByRole('button', { name: 'Reset Inventory penalty' }).click();
  await expect(inventory).toHaveValue('20');
});

test('a market setting waits for the next episode, and says so', async ({ page }) => {
  await openLab(page, { episodeLength: 6000 });
  await page.getByRole('button', { name: /^Market/ }).click();
  await page.getByRole('combobox', { name: 'Regime' }).selectOption('volatile');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('market')).toHaveText('ES');
  await page.getByRole('button', { name: /^Market/ }).click();
  await page.getByRole('button', { name: 'New episode now' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('market')).toHaveText('ES volatile');
  await expectTrading(page);
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
      const box = panel.getBoundingClientRect();
      const isInside =
        box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight;
      const cut = [panel, ...panel.querySelectorAll<HTMLElement>('*')].filter(
        (element) => element.clientWidth > 1 && element.scrollWidth > element.clientWidth,
      );
      explanations.push({
        name: button.ariaLabel ?? button.textContent,
        formula: button.matches('.explain')
          ? (panel.querySelector('.formula')?.textContent ?? '')
          : '',
        faults: [
          ...(panel.textContent.trim() === '' ? ['is empty'] : []),
          ...(isInside ? [] : [`leaves the window: ${JSON.stringify(box)}`]),
          ...cut.map((element) => `is cut off: ${element.outerHTML.slice(0, 120)}`),
        ],
      });
      panel.hidePopover();
    }
    return explanations;
  });
}

for (const [width, height, least] of [
  [1440, 900, 30],
  [390, 844, 20],
] as const) {
  test(`every popover can be read at ${width} px, with the numbers of the moment`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await openLab(page, { episodeLength: 100, speed: 'max' });
    await expectEpisode(page);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.evaluate(() => {
      for (const accordion of document.querySelectorAll<HTMLDetailsElement>('.accordion')) {
        accordion.open = true;
      }
    });
    const explanations = await readPopovers(page);
    expect(explanations.length).toBeGreaterThan(least);
    expect(explanations.filter(({ faults }) => faults.length > 0)).toEqual([]);
    const mute = explanations.filter(
      ({ formula }) => formula !== '' && !/now (.*\d|no quote)/s.test(formula),
    );
    expect(mute).toEqual([]);
  });
}
