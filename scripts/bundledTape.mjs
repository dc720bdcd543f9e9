/**
 * Writes the recording that comes with the page, public/tapes/es-calm.dbn.zst, on a machine with
 * zstd. It is the lab's own market, so that anybody may have it and make it again:
 *   node scripts/bundledTape.mjs
 * Its content hash is in src/lab/bundledTape.ts, and a test holds the two together.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'tape-'));
const recorded = join(folder, 'es-calm.dbn');
const options = '--market es --regime calm --seconds 240 --seed 11'.split(' ');
execFileSync('npx', ['tsx', 'src/cli/lab.ts', 'record', ...options, '--out', recorded]);
mkdirSync('public/tapes', { recursive: true });
execFileSync('zstd', ['-19', '-q', '-f', recorded, '-o', 'public/tapes/es-calm.dbn.zst']);
rmSync(folder, { recursive: true });
