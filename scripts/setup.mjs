/**
 * Makes a fresh clone ready: installs the dependencies when they are missing or differ from
 * package-lock.json and sees to it that there is a browser for the tests, with --browser a Chromium
 * and with --firefox a Firefox, and with --redis a Redis for the tests of sweeps. Runs before
 * `npm start`, `npm test` and the other suites, so it is plain Node without dependencies. Says what
 * it does in one line each, and nothing when there is nothing to do.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium, findFirefox } from './browsers.mjs';
import { findRedisServer } from './redis.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const MINIMUM_NODE = [20, 19];

try {
  requireNode();
  installDependencies();
  if (process.argv.includes('--browser')) installChromium();
  if (process.argv.includes('--firefox')) installFirefox();
  if (process.argv.includes('--redis')) installRedis();
} catch (error) {
  console.error(`setup: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1])) return;
  throw new Error(
    `expected Node ${MINIMUM_NODE.join('.')} or newer, got ${process.versions.node}: see https://nodejs.org`,
  );
}

function installDependencies() {
  if (dependenciesAreCurrent()) return;
  say('installing dependencies (npm ci) …');
  const started = Date.now();
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    hint: 'check the network and run `npm ci` by hand',
  });
  say(`dependencies installed in ${Math.round((Date.now() - started) / 1000)} s`);
}

/**
 * npm records what it installed in node_modules/.package-lock.json, in the form of
 * package-lock.json. Packages for other platforms are optional and may be absent.
 */
function dependenciesAreCurrent() {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const installed = readPackages(installedFile);
  return Object.entries(readPackages(join(root, 'package-lock.json'))).every(
    ([path, wanted]) =>
      path === '' ||
      wanted.optional === true ||
      wanted.devOptional === true ||
      (installed[path]?.version === wanted.version &&
        installed[path]?.integrity === wanted.integrity),
  );
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }>}
 */
function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

function installChromium() {
  if (findChromium() !== null) return;
  const advice =
    'install Chromium or Google Chrome, or set CHROMIUM_PATH to one, and run the command again';
  if (canUseApt()) {
    installPackage('Chromium', 'chromium', advice);
  } else {
    say('installing Chromium (npx playwright install chromium) …');
    run('npx', ['playwright', 'install', 'chromium'], { hint: advice });
  }
  requireBrowser('Chromium', findChromium(), advice);
}

/** Playwright's own Firefox is another browser: the tests drive the one that people use. */
function installFirefox() {
  if (findFirefox() !== null) return;
  const advice =
    'install Firefox 140 or newer, or set FIREFOX_PATH to one, and run the command again';
  if (!canUseApt()) throw new Error(`expected a Firefox, found none: ${advice}`);
  installPackage('Firefox', 'firefox-esr', advice);
  requireBrowser('Firefox', findFirefox(), advice);
}

/**
 * Without a Redis every test but those of sweeps over many machines runs, and says so; continuous
 * integration has one.
 */
function installRedis() {
  if (findRedisServer() !== null) return;
  const advice = 'install Redis or Valkey, or set REDIS_SERVER_PATH to its server';
  if (!canUseApt()) {
    say(`found no Redis, the tests that need one are skipped: ${advice}`);
    return;
  }
  try {
    installPackage('Redis', 'redis-server', advice);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
}

function canUseApt() {
  return process.getuid?.() === 0 && commandExists('apt-get');
}

/**
 * @param {string} name
 * @param {string} debianPackage
 * @param {string} hint
 */
function installPackage(name, debianPackage, hint) {
  say(`installing ${name} (apt-get) …`);
  const environment = { DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-qq'], { hint, environment });
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', debianPackage], {
    hint,
    environment,
  });
}

/**
 * @param {string} name
 * @param {string | null} path
 * @param {string} advice
 */
function requireBrowser(name, path, advice) {
  if (path === null) throw new Error(`no ${name} found after installing one: ${advice}`);
  say(`${name} is ${path}`);
}

/** @param {string} command */
function commandExists(command) {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/**
 * Runs a command quietly; its output is shown only when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {{ hint: string, environment?: Record<string, string> }} options
 */
function run(command, args, { hint, environment = {} }) {
  const result = spawnSync(command, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (result.status === 0) return;
  const output = `${result.stdout ?? ''}${result.stderr ?? ''}`.trim();
  if (output !== '') console.error(output);
  const why = result.error?.message ?? `exit code ${result.status}`;
  throw new Error(`\`${command} ${args.join(' ')}\` failed (${why}): ${hint}`);
}

/** @param {string} text */
function say(text) {
  console.log(`setup: ${text}`);
}
