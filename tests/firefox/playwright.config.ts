/**
 * The browser tests in the Firefox that people use, driven by WebDriver BiDi: all that do not
 * depend on Chromium's own ways to reach into workers, media settings, touch or performance.
 * docs/browsers.md says what differs between the two.
 */
import { defineConfig } from '@playwright/test';
import base from '../../playwright.config';
import { findFirefox } from '../../scripts/browsers.mjs';
import { CHROMIUM } from '../e2e/labTest';
import { DOWNLOADS } from './downloads';

const executablePath = findFirefox();

export default defineConfig({
  ...base,
  testDir: '../e2e',
  outputDir: '../../test-results/firefox',
  grepInvert: new RegExp(CHROMIUM),
  projects: [
    {
      // There is no adapter without a graphics card, so that training runs on wasm.
      name: 'firefox',
      use: {
        browserName: 'firefox',
        channel: 'moz-firefox',
        launchOptions: {
          downloadsPath: DOWNLOADS,
          ...(executablePath === null ? {} : { executablePath }),
        },
      },
    },
  ],
});
