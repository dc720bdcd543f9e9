/**
 * A project outside of the tree that has the packed library installed, without a registry: the
 * tarball is unpacked, and what it depends on is linked to what is installed here.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

export interface ScratchProject {
  readonly folder: string;
  /** The library as it is installed there. */
  readonly library: string;
  /** Paths in the tarball. */
  readonly files: readonly string[];
}

interface PackedFile {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** Packs the library, which builds it, and installs it. */
export function installLibrary(): ScratchProject {
  const folder = mkdtempSync(join(tmpdir(), 'library-consumer-'));
  const library = join(folder, 'node_modules/nanoarb-lab');
  mkdirSync(library, { recursive: true });
  const packed = run('npm', ['pack', '--json', '--silent', '--pack-destination', folder], ROOT);
  const [{ filename, files }] = JSON.parse(packed) as PackedFile[];
  run('tar', ['-xzf', join(folder, filename), '-C', library, '--strip-components=1'], folder);
  const { dependencies } = JSON.parse(readFileSync(join(library, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const name of Object.keys(dependencies)) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), link);
  }
  return { folder, library, files: files.map(({ path }) => path) };
}

/**
 * @returns what the command printed
 * @throws Error with all that it said, when it fails
 */
export function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${status}\n${stdout}${stderr}`);
  return stdout;
}
