/**
 * The browser tests' `test`: every page is watched for console errors, uncaught exceptions,
 * violations of the content policy and requests to anywhere else, and a test that did not announce
 * them fails.
 */
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test as base, type Locator, type Page } from '@playwright/test';
import { DOWNLOADS } from '../firefox/downloads';

/**
 * Marks a test that its driver can run in Chromium only: it reaches into workers, media or touch.
 */
export const CHROMIUM = '@chromium';

export interface Watch {
  /** Errors that the test brings about itself. */
  allow(pattern: RegExp): void;
  /** Lets a page of another site take part. */
  allowOrigin(origin: string): void;
  /** Addresses requested so far. */
  readonly requests: readonly string[];
}

export const test = base.extend<{ watch: Watch }>({
  watch: [
    async ({ page, baseURL }, use) => {
      const problems: string[] = [];
      const requests: string[] = [];
      const allowed: RegExp[] = [];
      const origins: string[] = [];
      page.on('console', (message) => {
        if (message.type() !== 'error') return;
        problems.push(`console: ${message.text()} (${message.location().url})`);
      });
      page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
      page.on('request', (request) => requests.push(request.url()));
      page.on('crash', () => problems.push('the page crashed'));
      await use({
        allow: (pattern) => allowed.push(pattern),
        allowOrigin: (origin) => origins.push(origin),
        requests,
      });
      const elsewhere = requests
        .filter((url) => baseURL === undefined || !isOwn(url, baseURL))
        .filter((url) => !origins.some((origin) => url.startsWith(`${origin}/`)));
      expect(elsewhere, 'requests to other places').toEqual([]);
      const unexpected = problems.filter((text) => !allowed.some((pattern) => pattern.test(text)));
      expect(unexpected, 'errors in the console').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

const isOwn = (url: string, baseURL: string) =>
  url.startsWith(baseURL) || url.startsWith('data:') || url.startsWith('blob:');

/** The backend that this project's browser must end up with. */
export const expectedBackend = (project: string): string =>
  project === 'webgpu' ? 'webgpu' : 'wasm';

/** "Episode 2, step 31 of 600" as numbers; null before the first frame. */
export async function liveStep(
  page: Page,
): Promise<{ readonly episode: number; readonly step: number; readonly length: number } | null> {
  const text = (await page.getByTestId('live-step').textContent()) ?? '';
  const match = /Episode ([\d,]+), step ([\d,]+) of ([\d,]+)/.exec(text);
  if (match === null) return null;
  const [episode, step, length] = match.slice(1).map(readNumber);
  return { episode, step, length };
}

/** Waits until the market has taken more decisions than it has now. */
export const expectTrading = (page: Page): Promise<void> => expectSteps(page, 1);

/** Waits until the market has taken so many more decisions: the page's own clock. */
export async function expectSteps(page: Page, steps: number): Promise<void> {
  const decisions = async () => {
    const now = await liveStep(page);
    return now === null ? -1 : now.episode * now.length + now.step;
  };
  const from = Math.max(0, await decisions());
  await expect.poll(decisions, { timeout: 5000 + 1000 * steps }).toBeGreaterThan(from + steps - 1);
}

/** Waits until an episode is complete: replay then opens that one. */
export async function expectEpisode(page: Page): Promise<void> {
  const replay = page.getByRole('button', { name: 'Replay', exact: true });
  await expect(replay).toHaveAttribute('title', /last completed/, { timeout: 20_000 });
}

/**
 * Types a value in place of what is in a field, key by key: what Firefox is told to fill in does
 * not reach the page.
 */
export async function enter(field: Locator, value: string): Promise<void> {
  await field.selectText();
  await field.pressSequentially(value);
}

export interface SavedFile {
  readonly name: string;
  readonly content: Buffer;
}

/** Gives the file that the page saves when it is pressed. */
export async function saved(page: Page, press: () => Promise<void>): Promise<SavedFile> {
  if (page.context().browser()?.browserType().name() === 'firefox') return await newest(press);
  const waiting = page.waitForEvent('download');
  await press();
  const download = await waiting;
  return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
}

/** Firefox says nothing of files made by the page itself, so that its folder is watched. */
async function newest(press: () => Promise<void>): Promise<SavedFile> {
  mkdirSync(DOWNLOADS, { recursive: true });
  const files = () => new Set(readdirSync(DOWNLOADS));
  const before = files();
  await press();
  const added = () => [...files()].filter((name) => !before.has(name));
  await expect.poll(() => added().some((name) => name.endsWith('.part'))).toBe(false);
  await expect.poll(() => added().length).toBe(1);
  const [name] = added();
  return { name, content: readFileSync(join(DOWNLOADS, name)) };
}

/** The first number of a text as the page writes it: true minus, thousands separators, `1.2k`. */
export function readNumber(text: string): number {
  const plain = text.replaceAll('\u2212', '-').replaceAll(/[,$]/g, '');
  const match = /([-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?)(k?)/.exec(plain);
  return match === null ? Number.NaN : Number(match[1]) * (match[2] === 'k' ? 1000 : 1);
}

/** Opens the lab under settings and waits until it trades. */
export async function openLab(
  page: Page,
  settings: Readonly<Record<string, string | number>> = {},
): Promise<void> {
  const hash = new URLSearchParams(
    Object.entries(settings).map(([key, value]) => [key, String(value)]),
  );
  await page.goto(`./#${hash.toString()}`);
  await expectTrading(page);
}
