/** Streams that end before the command does; the program is started, in a second or two. */
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { expect, it } from 'vitest';

it.skipIf(!existsSync('/dev/full'))('a full disk behind stdout is told in a sentence', () => {
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'src/cli/lab.ts', '--help'],
    { stdio: ['ignore', full, 'pipe'], encoding: 'utf8' },
  );
  closeSync(full);
  expect({ status, stderr }).toEqual({ status: 1, stderr: 'stdout: the disk is full\n' });
});
