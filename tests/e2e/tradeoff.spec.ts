/**
 * An agent that is told its weights is swept on the page, and the map of its trade-off sets the
 * sliders.
 */
import { writeAgentFile } from '../../src/agents/files/agentFile';
import { DEFAULT_RUN_CONFIG } from '../../src/protocol/run';
import { steeringPolicy } from '../agents/policies/steeringPolicy';
import { exampleResult } from '../store/sweeps/exampleResult';
import { expectAccessible } from './axe';
import { expect, expectTrading, openLab, test } from './labTest';

const learning = { ...DEFAULT_RUN_CONFIG.learning, conditioning: 'weights' } as const;
const steering = writeAgentFile(
  {
    name: 'Steering',
    description: '',
    config: { ...DEFAULT_RUN_CONFIG, learning },
    datasetHash: null,
    targetReturn: null,
    evaluation: null,
    gate: null,
  },
  steeringPolicy(),
);

test('a sweep draws a front, a point sets the sliders, and both are there after a reload', async ({
  page,
}) => {
  await openLab(page, { episodeLength: 60 });
  await page.keyboard.press('r');
  await page.getByLabel('Run or agent file').setInputFiles({
    name: 'steering.safetensors',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(steering),
  });
  await expect(page.getByLabel('Name of Steering')).toBeVisible({ timeout: 20_000 });
  await page.keyboard.press('v');
  const map = page.getByRole('tabpanel', { name: 'Trade-off' });
  const openMap = () => page.getByRole('tab', { name: 'Trade-off' }).click();
  await openMap();
  await map.getByRole('button', { name: 'New sweep' }).click();
  await map.getByLabel('Agent', { exact: true }).selectOption({ label: 'Steering' });
  await map.getByLabel('Values').selectOption('3');
  await map.getByLabel('Episodes each').selectOption('4');
  await expect(map.getByTestId('sweep-plan')).toContainText(
    '3 points and the sliders as they stand, 4 episodes each',
  );
  await map.getByRole('button', { name: 'Sweep', exact: true }).click();
  await expect(map.getByTestId('sweep-measured')).toContainText('4 of 4 points', {
    timeout: 30_000,
  });
  await expect(map.getByTestId('sweep-progress')).toBeHidden({ timeout: 20_000 });
  await expect(map.getByTestId('tradeoff-front')).toHaveAttribute('d', /^M[\d. ]+(H[\d.]+V|V)/);
  await expect(map.getByTestId('mark-baseline').first()).toBeAttached();
  await expectAccessible(page, 'a sweep on the map');

  // From left to right: at the top of its weight an agent that steers holds least.
  const point = (weight: number) =>
    map.getByRole('button', { name: new RegExp(`^Inv\\. penalty ${weight}:`) });
  await expect(point(20)).toHaveAccessibleName(/sliders$/);
  await point(1000).press('Enter');
  const slider = page.getByRole('textbox', { name: /^Inventory penalty/ });
  await expect(slider).toHaveValue('1000');
  await expect(point(1000)).toHaveAccessibleName(/sliders$/);
  await page.keyboard.press('Control+z');
  await expect(slider).toHaveValue('20');

  await map.getByRole('button', { name: 'Every metric' }).click();
  await expect(page.getByTestId('brushed')).toHaveText('All 4 points');
  await page.keyboard.press('Escape');
  await expect(map.getByTestId('tradeoff-front')).toBeVisible();

  await page.reload();
  await expectTrading(page);
  await page.keyboard.press('v');
  await openMap();
  await expect(point(1000)).toBeAttached({ timeout: 20_000 });
  await expect(map.getByLabel('Shown').locator('option:checked')).toHaveText('Sweep 1, Steering');
});

test('the result of a sweep of the command line opens, is brushed, and sets the settings', async ({
  page,
}) => {
  await openLab(page, { episodeLength: 60 });
  await page.keyboard.press('v');
  await page.getByRole('tab', { name: 'Trade-off' }).click();
  await page.getByLabel('Sweep file').setInputFiles({
    name: 'mine.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(exampleResult())),
  });
  const drawer = page.getByRole('region', { name: 'Sweep' });
  await expect(drawer.getByTestId('sweep-origin')).toContainText('Best by Profit per episode');
  const profit = drawer.getByRole('slider', { name: 'Profit per episode, from' }).locator('..');
  const column = await profit.boundingBox();
  if (column === null) throw new Error('expected a column on screen');
  await page.mouse.move(column.x + column.width / 2, column.y + 40);
  await page.mouse.down();
  await page.mouse.move(column.x + column.width / 2, column.y + 133, { steps: 2 });
  await page.mouse.up();
  await expect(drawer.getByTestId('brushed')).toHaveText('2 of 4 points');
  await expect(drawer.getByRole('table').getByRole('row')).toHaveCount(3);
  await expectAccessible(page, 'a result', '.sweep-drawer');
  await drawer.getByRole('button', { name: 'Set the settings: Point 1' }).click();
  const slider = page.getByRole('textbox', { name: /^Inventory penalty/ });
  await expect(slider).toHaveValue('0');
  await page.keyboard.press('Control+z');
  await expect(slider).toHaveValue('20');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page, 'a result in a narrow window', '.sweep-drawer');
});
