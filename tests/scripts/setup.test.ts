/**
 * Tests how the test command comes by a Chromium, on a machine whose commands are the few scripts
 * that each test puts on its PATH. Nothing is installed for real.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SETUP = join(import.meta.dirname, '../../scripts/setup.mjs');
const isRoot = process.getuid?.() === 0;
/** Root installs with apt, everyone else with Playwright. */
const INSTALLER = isRoot ? 'apt-get' : 'npx';

let machine = '';
beforeEach(() => {
  machine = mkdtempSync(join(tmpdir(), 'setup-'));
});
afterEach(() => rmSync(machine, { recursive: true }));

function addCommand(name: string, script: string): void {
  writeFileSync(join(machine, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(machine, name), 0o755);
}

/** An installer here notes how it was called, and leaves a Chromium behind. */
const installs = () =>
  `echo "$@" >> ${machine}/calls; case "$*" in *install*) printf '#!/bin/sh\\n' > ${machine}/chromium; /bin/chmod 755 ${machine}/chromium;; esac`;

function setUp(environment: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SETUP, '--browser'], {
    encoding: 'utf8',
    env: { PATH: machine, PLAYWRIGHT_BROWSERS_PATH: machine, ...environment },
  });
  return { status, stdout, stderr };
}

describe('setting up a browser', () => {
  it('takes the Chromium there is, and installs nothing', () => {
    addCommand('chromium', 'true');
    addCommand(INSTALLER, 'exit 9');
    expect(setUp()).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('installs one where there is none, and says which', () => {
    addCommand(INSTALLER, installs());
    const { status, stdout } = setUp();
    expect(status).toBe(0);
    expect(stdout).toContain(`Chromium is ${machine}/chromium`);
    expect(readFileSync(join(machine, 'calls'), 'utf8')).toMatch(
      isRoot ? /^install .*chromium$/m : /^playwright install chromium$/m,
    );
  });

  it('says what to do when it cannot be installed, with the installer’s own words', () => {
    addCommand(INSTALLER, 'case "$*" in *install*) echo "no such host" >&2; exit 7;; esac');
    const { status, stderr } = setUp();
    expect(status).toBe(1);
    expect(stderr).toContain('no such host');
    expect(stderr).toMatch(/failed \(exit code 7\): install Chromium .* or set CHROMIUM_PATH/);
  });

  it('says so when the installer left no Chromium behind', () => {
    addCommand(INSTALLER, 'true');
    const { status, stderr } = setUp();
    expect(status).toBe(1);
    expect(stderr).toContain('no Chromium found after installing one: install Chromium');
  });

  it('names CHROMIUM_PATH when it leads nowhere', () => {
    const { status, stderr } = setUp({ CHROMIUM_PATH: '/nowhere' });
    expect(status).toBe(1);
    expect(stderr).toContain('CHROMIUM_PATH: expected the path of an executable, got "/nowhere"');
  });
});
