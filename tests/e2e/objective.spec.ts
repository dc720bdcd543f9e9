/** Moving a reward weight: the past is paid anew, and nothing is simulated for it. */
import { expect, liveStep, openLab, readNumber, test } from './labTest';

test('moving a weight re-scores what was traded without new simulation', async ({ page }) => {
  await openLab(page, {
    agent: 'inventorySkewed',
    episodeLength: 100,
    speed: 'max',
    agentSize: 0.2,
  });
  const last = page.getByTestId('rescored-return');
  await expect.poll(async () => readNumber((await last.textContent()) ?? '')).not.toBeNaN();
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByTestId('market-status')).toHaveText('Paused');
  // What was under way when the market stopped still arrives: wait until nothing moves.
  const shown = async () => JSON.stringify([await liveStep(page), await last.textContent()]);
  await expect(async () => {
    const now = await shown();
    await page.waitForTimeout(1000);
    expect(await shown()).toBe(now);
  }).toPass({ timeout: 20_000 });

  const weight = page.getByRole('textbox', { name: /^Fees/ });
  const under = async (value: number) => {
    await weight.fill(String(value));
    await expect(weight).toHaveValue(String(value));
    return readNumber((await last.textContent()) ?? '');
  };
  const before = await liveStep(page);
  const [none, one, three] = [await under(0), await under(1), await under(3)];
  // Fees are paid, so each unit of weight costs the same again.
  expect(one).toBeLessThan(none);
  expect(three - none).toBeCloseTo(3 * (one - none), 0);
  expect(await liveStep(page)).toEqual(before);
  await expect(page.getByTestId('pending-objective')).toHaveText(/^1 change/);
});
