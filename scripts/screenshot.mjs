/**
 * Makes the picture of the page that the README shows, public/screenshot.png, of the page as it was
 * built last: light, after a short training. Takes two minutes.
 */
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { findChromium } from './browsers.mjs';

const ROOT = join(import.meta.dirname, '..');
const PICTURE = join(ROOT, 'public/screenshot.png');
const PORT = 4199;
/** Milliseconds for a training, on a busy machine. */
const PATIENCE_MS = 10 * 60_000;

const executablePath = findChromium();
const server = await preview({ root: ROOT, preview: { port: PORT, strictPort: true } });
const browser = await chromium.launch({
  ...(executablePath === null ? {} : { executablePath }),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
try {
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    colorScheme: 'light',
  });
  await page.goto(`http://localhost:${PORT}/#speed=5`);
  await page.getByRole('button', { name: 'Dismiss hints' }).click();
  await page.getByRole('button', { name: 'Train your own' }).click();
  await page
    .getByTestId('training-phase')
    .filter({ hasText: 'Finished' })
    .waitFor({ timeout: PATIENCE_MS });
  // An episode of the new agent, with enough of it to see.
  await page
    .getByTestId('live-step')
    .filter({ hasText: /step (1[5-9]\d|[2-5]\d\d) of/ })
    .waitFor({ timeout: PATIENCE_MS });
  await page.screenshot({ path: PICTURE });
  console.log(`screenshot: ${PICTURE}`);
} finally {
  await browser.close();
  await new Promise((resolve) => {
    server.httpServer.close(resolve);
  });
}
