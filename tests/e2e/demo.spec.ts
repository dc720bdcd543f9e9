/** The demo shows an agent trading with captions and few controls, and leads to the lab. */
import { AxeBuilder } from '@axe-core/playwright';
import { CHROMIUM, expect, expectTrading, test } from './labTest';

const CAPTION = /^\d\d:\d\d\.\d (Bought|Sold) \d+ at |^Episode \d+ ended with a profit of /;

test('an agent trades with captions, and Escape leads to the lab with it', async ({ page }) => {
  await page.goto('./#demo=glft&speed=5');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('GLFT');
  await expect(page.getByTestId('caption')).toHaveText(CAPTION, { timeout: 30_000 });
  await expect(page.getByRole('link', { name: 'Open the lab' })).toBeVisible();
  // Its controls open the maps of what the agent does, and pause.
  await expect(page.locator('button, select, input, summary')).toHaveText(['Maps', 'Pause']);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);

  // The book is there too, not a strip without height.
  const book = await page.getByRole('img', { name: /^Order book/ }).boundingBox();
  expect(book?.height).toBeGreaterThan(200);

  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Play' })).toHaveCount(0);

  await page.keyboard.press('Escape');
  await expectTrading(page);
  await expect(page.getByTestId('market-status')).toHaveText('Live');
  expect(new URL(page.url()).hash).toBe('#seed=1&agent=glft&conditioning=weights&speed=5');
  await expect(page.getByRole('combobox', { name: 'Agent', exact: true })).toHaveValue('glft');

  // A link to a demo leaves the replay that was open.
  await page.keyboard.press('n');
  await expect(page.getByTestId('market-status')).toHaveText('Replay');
  await page.evaluate(() => {
    window.location.hash = '#demo=es&speed=5';
  });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pre-trained on ES');
  await expect(page.getByTestId('replayed')).toHaveCount(0);
});

test(
  'who prefers less motion starts the demo, and the lab',
  { tag: CHROMIUM },
  async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto('./#demo=es&speed=5');
    const play = page.getByRole('button', { name: 'Play', exact: true });
    await play.click();
    await expect(play).toHaveCount(0);
    await expect(page.getByTestId('caption')).toHaveText(CAPTION, { timeout: 30_000 });

    await page.goto('about:blank');
    await page.goto('./');
    const status = page.getByTestId('market-status');
    await expect(status).toHaveText('Paused');
    await page.waitForLoadState('networkidle');
    await expect(page.getByTestId('live-step')).not.toContainText(/step [2-9]/);
    await play.click();
    await expect(status).toHaveText('Live');
  },
);
