/**
 * A Decision Transformer is trained after its critic, trades, is asked for more and for less, and
 * passes through the deploy gate.
 */
import { enter, expect, expectTrading, openLab, saved, test } from './labTest';

test('a Decision Transformer is trained after its critic, trades, and can be asked for another return', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await openLab(page, {
    algorithm: 'dt',
    dtReturnLabel: 'critic',
    dtUpdates: 60,
    updates: 40,
    cloningUpdates: 20,
    episodeLength: 50,
    dataEpisodes: 12,
  });
  await page.getByRole('button', { name: 'Train your own' }).click();
  const phase = page.getByTestId('training-phase');
  await expect(phase).toHaveText('Finished', { timeout: 90_000 });
  await expect(page.getByTestId('training-progress')).toHaveText('120 updates');
  await expect(page.getByTestId('policy-version')).toHaveText(/^policy \d/);
  await expect(page.getByTestId('validation-return')).toHaveText(/\d/);
  await expect(page.locator('.curve', { hasText: 'Achieved' })).not.toContainText(
    'Shown after training',
  );

  await page.getByRole('button', { name: 'About this agent and its parameters' }).click();
  const asked = page.getByRole('textbox', { name: 'Target, %' });
  await expect(asked).toHaveValue('80');
  await enter(asked, '20');
  await expectTrading(page);
  await expect(page.getByTestId('policy-version')).toHaveText(/^policy \d/);
  await expect(page).toHaveURL(/targetReturn=20/);

  // The same gate and the same ways out as any agent's.
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Runs/ }).click();
  await page.getByRole('button', { name: 'About Run 1: notes, tags, files' }).click();
  const gate = page.getByTestId('deploy-gate');
  await expect(gate).toContainText('Exported model differs by');
  await expect(gate).not.toContainText('not measured');
  const { content: model } = await saved(page, () =>
    page.getByRole('button', { name: 'Export ONNX' }).click(),
  );
  expect(model.includes('returns_to_go')).toBe(true);
});
