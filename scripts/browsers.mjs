/**
 * Finds the browsers that tests run in. It is plain Node without dependencies: setup.mjs needs the
 * answer before node_modules exists, and the Playwright configurations need the same one.
 */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

const CHROMIUM_COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const FIREFOX_COMMANDS = ['firefox-esr', 'firefox'];

/**
 * Looks at CHROMIUM_PATH first, then for the usual commands on PATH, then for Playwright's own.
 * @returns {string | null} path of an executable, or null when there is none
 * @throws {Error} when CHROMIUM_PATH is set but is not an executable file
 */
export function findChromium() {
  const found = named('CHROMIUM_PATH') ?? onPath(CHROMIUM_COMMANDS);
  if (found !== null) return found;
  const playwrights = playwrightsOwn();
  return playwrights !== null && isExecutable(playwrights) ? playwrights : null;
}

/**
 * Looks at FIREFOX_PATH first, then for the usual commands on PATH.
 * @returns {string | null} path of an executable, or null when there is none
 * @throws {Error} when FIREFOX_PATH is set but is not an executable file
 */
export function findFirefox() {
  return named('FIREFOX_PATH') ?? onPath(FIREFOX_COMMANDS);
}

/**
 * @param {string} variable
 * @returns {string | null}
 */
export function named(variable) {
  const path = process.env[variable];
  if (path === undefined || path === '') return null;
  if (isExecutable(path)) return path;
  throw new Error(`${variable}: expected the path of an executable, got "${path}"`);
}

/**
 * @param {readonly string[]} commands
 * @returns {string | null}
 */
export function onPath(commands) {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const command of commands) {
    for (const folder of folders) {
      const path = join(folder, command);
      if (isExecutable(path)) return path;
    }
  }
  return null;
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
