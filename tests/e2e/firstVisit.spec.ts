/**
 * In the first minute of a visit an agent trades, its card says how it did, and the market can be
 * stopped.
 */
import { expect, expectTrading, liveStep, openLab, readNumber, test } from './labTest';

test('an agent trades at once, shows its card, and stops and steps when told to', async ({
  page,
}) => {
  await openLab(page);
  const status = page.getByTestId('market-status');
  await expect(status).toHaveText('Live');
  const quotes = page.getByRole('table', { name: 'Agent’s quotes' });
  await expect
    .poll(async () => readNumber((await quotes.getByRole('cell').first().textContent()) ?? ''))
    .toBeGreaterThan(1000);

  const chooser = page.getByRole('combobox', { name: 'Agent', exact: true });
  await expect(chooser).toHaveValue('pretrainedEs');
  for (const [kind, market] of [
    ['pretrainedEs', /Trained on ES: \d+ episodes/],
    ['pretrainedToxic', /Trained on ES, toxic: \d+ episodes/],
  ] as const) {
    await chooser.selectOption(kind);
    await page.getByRole('button', { name: 'Agent’s card' }).click();
    const card = page.locator('.popover:popover-open');
    await expect(card).toContainText(market);
    await expect(card.getByRole('row', { name: /^IQL/ })).toHaveText(
      /\$[\d.]+k? \(.\$[\d.]+k? to .\$[\d.]+k?\)/,
    );
    await expect(card.getByRole('row', { name: /^Imbalance-aware maker/ })).toBeVisible();
    await page.keyboard.press('Escape');
  }

  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(status).toHaveText('Paused');
  const oneStep = page.getByRole('button', { name: 'One step' });
  // Steps under way when the market stopped may still arrive, and then a try counts them too.
  await expect(async () => {
    const before = await liveStep(page);
    await oneStep.click();
    await expect.poll(() => liveStep(page)).not.toEqual(before);
    expect((await liveStep(page))?.step).toBe((before?.step ?? 0) + 1);
  }).toPass();
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expectTrading(page);
});
