/**
 * The browser tests: the built page, as `vite preview` serves it, in the Chromium that setup.mjs
 * found. What depends on where training runs is tested twice, with a WebGPU adapter (Chromium's
 * software one, so that no GPU is needed) and without.
 */
import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/browsers.mjs';

const PORT = Number(process.env['PREVIEW_PORT'] ?? 4183);
/** Pages that only tests open. */
const PAGES_PORT = PORT + 1;
export const PAGES_URL = `http://127.0.0.1:${PAGES_PORT}/`;
const PAGES_CONFIG = 'tests/e2e/pages/vite.config.ts';
/** The servers start here, also under a configuration in another folder. */
const cwd = import.meta.dirname;
const executablePath = findChromium();

const args = ['--disable-background-networking', '--disable-component-update', '--no-first-run'];
const isRoot = process.getuid?.() === 0;

const launch = (extra: readonly string[]) => ({
  launchOptions: {
    ...(executablePath === null ? {} : { executablePath }),
    // Chromium refuses to run its sandbox as root, which containers often are.
    args: [...args, ...(isRoot ? ['--no-sandbox'] : []), ...extra],
  },
});

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  // Three workers of the page and the browser itself keep two cores busy.
  workers: 1,
  timeout: 60_000,
  reporter: [['list']],
  use: {
    baseURL: `http://127.0.0.1:${PORT}/`,
    viewport: { width: 1440, height: 900 },
    // Tests see the host's files and its network; offline.spec.ts alone has what is kept of them.
    serviceWorkers: 'block',
  },
  projects: [
    {
      name: 'webgpu',
      // Tests that do not depend on where training runs run once. So do those that make hundreds of
      // updates, which take minutes on an adapter in software, and the reload of a run:
      // deviceLoss.spec.ts has a trainer on WebGPU replaced as well.
      testIgnore: [
        'accessibility.spec.ts',
        'budgets.spec.ts',
        'data.spec.ts',
        'demo.spec.ts',
        'facts.spec.ts',
        'firstVisit.spec.ts',
        'gate.spec.ts',
        'manual.spec.ts',
        'offline.spec.ts',
        'reload.spec.ts',
        'rivals.spec.ts',
        'embedding.spec.ts',
        'maps.spec.ts',
        'keyboard.spec.ts',
        'layout.spec.ts',
        'lessons.spec.ts',
        'loop.spec.ts',
        'replay.spec.ts',
        'runs.spec.ts',
        'share.spec.ts',
        'tradeoff.spec.ts',
        'tapes.spec.ts',
        'transformer.spec.ts',
        'trouble.spec.ts',
        'tuning.spec.ts',
      ],
      use: launch([
        '--enable-unsafe-webgpu',
        '--use-webgpu-adapter=swiftshader',
        '--enable-unsafe-swiftshader',
      ]),
    },
    {
      name: 'cpu',
      // Without a device there is none to lose.
      testIgnore: ['deviceLoss.spec.ts'],
      use: launch(['--disable-features=WebGPU', '--disable-gpu']),
    },
  ],
  webServer: [
    {
      command: `npx vite preview --host 127.0.0.1 --port ${PORT} --strictPort`,
      url: `http://127.0.0.1:${PORT}/`,
      reuseExistingServer: false,
      cwd,
    },
    {
      command: `npx vite build --config ${PAGES_CONFIG} && npx vite preview --config ${PAGES_CONFIG} --host 127.0.0.1 --port ${PAGES_PORT} --strictPort`,
      url: `${PAGES_URL}goldens.html`,
      reuseExistingServer: false,
      timeout: 120_000,
      cwd,
    },
  ],
});
