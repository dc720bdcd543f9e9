/**
 * The version that a unit of work is named by: the lab's, and a fingerprint of the sources that
 * decide results. Two checkouts give the same name to a unit only if they compute the same.
 */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LAB_VERSION } from '../../market/version';

const SOURCES = fileURLToPath(new URL('../../', import.meta.url));
/** Folders below `src` on which an artefact depends. */
const DECIDING = ['market', 'env', 'agents', 'learning', 'evaluation', 'protocol'];

/**
 * Returns the version with its fingerprint, such as `0.1.0+3f9a0c5b71d2`. It reads a few megabytes.
 */
export function labBuild(): string {
  const hash = createHash('sha256');
  for (const folder of DECIDING) {
    const names = readdirSync(join(SOURCES, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|mjs)$/.test(name))
      .map((name) => name.replaceAll('\\', '/'))
      .sort();
    for (const name of names) {
      // A checkout may have other line endings.
      const text = readFileSync(join(SOURCES, folder, name), 'utf8').replaceAll('\r\n', '\n');
      hash.update(`${folder}/${name}\0${text}\0`);
    }
  }
  return `${LAB_VERSION}+${hash.digest('hex').slice(0, 12)}`;
}
