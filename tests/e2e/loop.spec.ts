/**
 * The loop that counts: a reward weight moves, Retrain is pressed, and the live agent acts on a
 * policy that was trained for 1000 updates of IQL, after 300 of cloning, on 64 200 transitions paid
 * anew. The time is printed, not judged: machines differ. So is that from Train to the first policy
 * of a fresh page, which is told the weights and acts on those that move. Slow, because it trains
 * twice.
 */
import type { Page } from '@playwright/test';
import { enter, expect, openLab, test } from './labTest';

interface Sighting {
  /** Milliseconds of the page's clock. */
  readonly at: number;
  readonly phase: string;
  /** "policy 7"; empty while no policy of a run trades. */
  readonly policy: string;
}

/** Notes from now on what phase and policy the page shows, whenever either changes. */
async function startWatching(page: Page): Promise<void> {
  await page.evaluate(() => {
    const textOf = (id: string) => document.querySelector(`[data-testid="${id}"]`)?.textContent;
    const sightings: Sighting[] = [];
    const look = () => {
      const phase = textOf('training-phase') ?? '';
      const policy = /^policy \d+/.exec(textOf('policy-version') ?? '')?.[0] ?? '';
      const last = sightings.at(-1);
      if (last?.phase === phase && last.policy === policy) return;
      sightings.push({ at: performance.now(), phase, policy });
    };
    look();
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    Object.assign(window, { sightings });
  });
}

const readSightings = (page: Page) =>
  page.evaluate(() => (window as unknown as { sightings: readonly Sighting[] }).sightings);

test('after a moved weight the live agent acts on a policy retrained for 1000 updates', async ({
  page,
}, { annotations }) => {
  test.setTimeout(170_000);
  await openLab(page, { cloningUpdates: 300, updates: 20 });
  const phase = page.getByTestId('training-phase');
  const progress = page.getByTestId('training-progress');
  const say = (result: string) => {
    annotations.push({ type: 'the loop that counts', description: result });
    console.log(result);
  };
  await startWatching(page);
  const started = await page.evaluate(() => performance.now());
  await page.getByRole('button', { name: 'Train your own' }).click();
  // 107 episodes of 600 steps.
  await expect(progress).toHaveText(/ 107$/, { timeout: 20_000 });
  await expect(phase).toHaveText('Finished', { timeout: 60_000 });
  await expect(progress).toHaveText('320 updates');
  // A run this short may end before its last policy is handed over.
  await expect(page.getByTestId('policy-version')).toHaveText(/^policy \d+/);
  // The first policy that has done all of its cloning.
  const first = (await readSightings(page)).find(
    ({ policy, phase: at }) => policy !== '' && !['', 'Cloning'].includes(at),
  );
  if (first === undefined) throw new Error('no policy traded');
  say(
    `${((first.at - started) / 1000).toFixed(1)} s from Train to a live agent of every weighting`,
  );

  await page.getByRole('button', { name: 'Learning settings' }).click();
  await enter(page.getByRole('textbox', { name: /^Updates/ }), '1000');
  await page.keyboard.press('Escape');
  await enter(page.getByRole('textbox', { name: /^Inventory penalty/ }), '60');
  await expect(page.getByTestId('followed-objective')).toHaveText('1 change: scored, and acted on');
  await startWatching(page);
  const pressed = await page.evaluate(() => performance.now());
  await page.getByRole('button', { name: 'Retrain' }).click();
  await expect(phase).toHaveText('Evaluating', { timeout: 90_000 });
  await expect(phase).toHaveText('Finished', { timeout: 60_000 });
  await expect(progress).toHaveText('1.3k updates');

  const sightings = await readSightings(page);
  const phases = sightings.map((sighting) => sighting.phase);
  const order = phases.filter((name, index) => index === 0 || name !== phases[index - 1]);
  // The data is there already: whether its phase is seen depends on when the page draws.
  const seen = order.slice(1).filter((name) => name !== 'Preparing data');
  expect(seen, 'without collecting again').toEqual([
    'Building the learner',
    'Cloning',
    'Learning',
    'Cloning for comparison',
    'Evaluating',
    'Finished',
  ]);
  // The run's last policy, and the first moment since which no other has traded.
  const last = sightings.at(-1)?.policy ?? '';
  expect(last).toMatch(/^policy \d+$/);
  const before = sightings.findLastIndex(({ policy }) => policy !== last);
  const acting = sightings[before + 1];
  expect(['Learning', 'Cloning for comparison', 'Evaluating']).toContain(acting.phase);
  const seconds = ((acting.at - pressed) / 1000).toFixed(1);
  say(`${seconds} s from Retrain to a live agent of 1000 updates`);
});
