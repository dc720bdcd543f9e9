/** Sharing: an episode that another browser replays, a picture, and a video. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { runLab } from './headlessRun';
import {
  enter,
  expect,
  expectEpisode,
  expectSteps,
  expectTrading,
  openLab,
  saved,
  test,
} from './labTest';
import { openSite } from './site';

const FIRST_VISIT = { timeout: 20_000 };

const menu = (page: Page) => page.getByRole('button', { name: /^Share/ });

async function download(page: Page, press: () => Promise<void>): Promise<Buffer> {
  return (await saved(page, press)).content;
}

test('an episode saved in one browser is replayed in another, with its name and its marks', async ({
  page,
  browser,
  baseURL,
}) => {
  await openLab(page, { episodeLength: 100, speed: 'max' });
  const replay = page.getByRole('button', { name: 'Replay', exact: true });
  await expectEpisode(page);
  await replay.click();
  for (let press = 0; press < 3; press++) await page.keyboard.press('n');
  await page.keyboard.press('b');
  await page.getByRole('button', { name: 'Moments' }).click();
  await enter(page.getByRole('textbox', { name: 'Name' }), 'The squeeze');
  await enter(page.getByRole('textbox', { name: /^Label of the bookmark/ }), 'Third fill');
  await page.keyboard.press('Escape');
  const position = (on: Page) => on.getByRole('slider', { name: 'Replay position' });
  const marked = await position(page).getAttribute('aria-valuetext');
  expect(marked).toMatch(/^step \d+ of \d+, [\d:.]+, inventory .+, profit /);

  await menu(page).click();
  const file = await download(page, () =>
    page.getByRole('button', { name: 'Save this episode' }).click(),
  );

  const context = await browser.newContext(baseURL === undefined ? {} : { baseURL });
  const other = await context.newPage();
  await other.goto('./');
  await expectTrading(other);
  await menu(other).click();
  const open = (name: string, buffer: Buffer) =>
    other
      .getByLabel('Episode file')
      .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  await open('cut.safetensors', file.subarray(0, file.length - 8));
  await expect(other.locator('.notice')).toContainText('cut.safetensors was not opened.');
  await expect(other.getByTestId('market-status')).toHaveText('Live');

  await open('squeeze.safetensors', file);
  await expect(other.getByTestId('market-status')).toHaveText('Replay');
  const episode = other.getByRole('combobox', { name: 'Episode' });
  await expect(episode.locator('option:checked')).toContainText('The squeeze');
  await other.getByRole('button', { name: 'Moments' }).click();
  const label = other.getByRole('textbox', { name: /^Label of the bookmark/ });
  await expect(label).toHaveValue('Third fill');
  await other.getByRole('listitem').filter({ has: label }).getByRole('button').first().click();
  await expect(position(other)).toHaveAttribute('aria-valuetext', marked ?? '');

  // The other browser keeps it, too.
  await other.reload();
  await expectTrading(other);
  await other.getByRole('button', { name: 'Replay', exact: true }).click();
  await expect(other.getByRole('combobox', { name: 'Episode' })).toContainText('The squeeze');
  await context.close();
});

test('the view is saved as a picture and as a video', async ({ page, context }) => {
  await openLab(page);
  await menu(page).click();
  const png = await download(page, () =>
    page.getByRole('button', { name: 'Save the view as a picture' }).click(),
  );
  expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
  // Ladder beside charts: wider than the centre column, higher than the ladder.
  expect(png.readUInt32BE(16)).toBeGreaterThan(900);
  expect(png.readUInt32BE(20)).toBeGreaterThan(500);

  await page.getByRole('button', { name: 'Record the view as a video' }).click();
  await page.keyboard.press('Escape');
  const badge = page.getByRole('button', { name: 'Recording' });
  await expect(badge).toBeVisible();
  await expectSteps(page, 15);
  const video = await download(page, () => badge.click());
  await expect(badge).toBeHidden();

  const player = await context.newPage();
  const played = await player.evaluate(
    (source) =>
      new Promise<Readonly<Record<'width' | 'height' | 'duration' | 'soughtTo', number>>>(
        (resolve, reject) => {
          const element = document.createElement('video');
          element.addEventListener(
            'loadeddata',
            () => {
              element.currentTime = element.duration / 2;
            },
            { once: true },
          );
          element.addEventListener('seeked', () =>
            resolve({
              width: element.videoWidth,
              height: element.videoHeight,
              duration: element.duration,
              soughtTo: element.currentTime / element.duration,
            }),
          );
          element.addEventListener('error', () => reject(new Error('expected a video')));
          element.src = source;
        },
      ),
    `data:video/webm;base64,${video.toString('base64')}`,
  );
  const { width, height, duration, soughtTo } = played;
  expect([width, height]).toEqual([png.readUInt32BE(16), png.readUInt32BE(20)]);
  // Fifteen steps, which the market takes in a second and a half, or more on a busy machine.
  expect(duration).toBeGreaterThan(1);
  expect(soughtTo).toBeCloseTo(0.5, 1);
});

test('links to an agent’s file and to a moment open the same in a browser that has never seen the lab', async ({
  page,
  browser,
  baseURL,
}) => {
  await openLab(page, { episodeLength: 200, speed: 'max', agent: 'fixedSpread', agentSpread: 1 });
  await expectEpisode(page);
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  await page.getByRole('slider', { name: 'Replay position' }).fill('80');
  const position = (on: Page) => on.getByRole('slider', { name: 'Replay position' });
  const shown = await position(page).getAttribute('aria-valuetext');
  await menu(page).click();
  await page.getByRole('button', { name: 'Copy link to this moment' }).click();
  const said = page.getByTestId('moment-link');
  await expect(said).toContainText(/check=[0-9a-f]{8}$/);
  const link = /http\S+$/.exec((await said.textContent()) ?? '')?.[0] ?? '';

  const context = await browser.newContext(baseURL === undefined ? {} : { baseURL });
  const other = await context.newPage();
  await other.goto(link);
  // A first visit loads everything.
  await expect(other.getByTestId('market-status')).toHaveText('Replay', FIRST_VISIT);
  await expect(position(other)).toHaveAttribute('aria-valuetext', shown ?? '');
  await expect(other.locator('.notice')).toHaveCount(0);

  await other.goto('about:blank');
  await other.goto('./#demo&agentFile=agents/es.safetensors&speed=10');
  await expect(other.getByText('from agents/es.safetensors')).toBeVisible(FIRST_VISIT);
  await expect(other.getByTestId('position')).not.toBeEmpty();
  expect(new URL(other.url()).hash).toContain('agentFile=agents%2Fes.safetensors');

  await other.goto('about:blank');
  await other.goto('./#agentFile=agents/none.safetensors');
  await expect(other.locator('.notice')).toContainText(
    /agents\/none\.safetensors.+trades instead/,
    FIRST_VISIT,
  );
  await expectTrading(other);
  await context.close();
});

test('a published agent plays on another origin, below a folder, from the page to share it by', async ({
  browser,
}) => {
  const home = mkdtempSync(join(tmpdir(), 'lab-published-'));
  const [agent, out] = ['mine.safetensors', 'out'].map((name) => join(home, name));
  copyFileSync('public/agents/es.safetensors', agent);
  await runLab(['publish', '--agent', agent, '--out', out]);
  const site = await openSite('/people/mine/', out);
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(`${site.url}agent.html`);
    await expect(page.getByText('from agents/mine.safetensors')).toBeVisible(FIRST_VISIT);
    await expect(page.getByTestId('position')).not.toBeEmpty();
    await expect(page.locator('.notice')).toHaveCount(0);
    expect(page.url()).toContain(`${site.url}#demo=trained`);
  } finally {
    await context.close();
    await site.close();
    rmSync(home, { recursive: true, force: true });
  }
});
