/**
 * Finds the Chromium that the browser tests run in. It is plain Node without dependencies:
 * setup.mjs needs the answer before node_modules exists, and the Playwright configuration needs
 * the same one.
 */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * Looks at CHROMIUM_PATH first, then for the usual commands on PATH, then for Playwright's own.
 * @returns {string | null} path of an executable, or null when there is none
 * @throws {Error} when CHROMIUM_PATH is set but is not an executable file
 */
export function findChromium() {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') {
    if (isExecutable(named)) return named;
    throw new Error(`CHROMIUM_PATH: expected the path of an executable, got "${named}"`);
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const command of COMMANDS) {
    for (const folder of folders) {
      const path = join(folder, command);
      if (isExecutable(path)) return path;
    }
  }
  const playwrights = playwrightsOwn();
  return playwrights !== null && isExecutable(playwrights) ? playwrights : null;
}

/** @returns {string | null} */
function playwrightsOwn() {
  try {
    const { chromium } = createRequire(import.meta.url)('playwright-core');
    return chromium.executablePath();
  } catch {
    return null; // not installed yet
  }
}

/** @param {string} path */
function isExecutable(path) {
  if (!existsSync(path) || !statSync(path).isFile()) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
