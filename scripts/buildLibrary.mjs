/**
 * Builds the library into dist-lib: the modules that the entries in src/library reach, one file
 * each, with their types beside them. What the package depends on is imported, not bundled. Runs
 * before `npm pack`, which takes dist-lib and nothing else of the lab.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const out = join(root, 'dist-lib');
const ENTRIES = ['agents', 'env', 'evaluation', 'learning', 'market'];

/** A relative module of an import, an export, or a type that names its module. */
const SPECIFIER = /((?:from|import\() ?['"])(\.[^'"]+)(['"])/g;

rmSync(out, { recursive: true, force: true });
await writeModules();
writeTypes();

async function writeModules() {
  const bundle = await rolldown({
    input: Object.fromEntries(
      ENTRIES.map((name) => [`library/${name}`, join(root, `src/library/${name}.ts`)]),
    ),
    external: /^[^./]/,
    tsconfig: join(root, 'tsconfig.library.json'),
  });
  await bundle.write({ dir: out, preserveModules: true, preserveModulesRoot: join(root, 'src') });
  await bundle.close();
}

/** Emits the declarations, and deletes those that no entry leads to. */
function writeTypes() {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.library.json')], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error(`tsc: expected exit code 0, got ${status}`);
  const reached = new Set();
  for (const name of ENTRIES) reach(join(out, `library/${name}.d.ts`), reached);
  for (const name of readdirSync(out, { recursive: true, encoding: 'utf8' })) {
    const file = join(out, name);
    if (name.endsWith('.d.ts') && !reached.has(file)) rmSync(file);
  }
}

/**
 * Gives the relative imports of a declaration file their extension, without which Node's way of
 * finding modules does not find their types, and goes on with the files that they name.
 * @param {string} file
 * @param {Set<string>} reached
 */
function reach(file, reached) {
  if (reached.has(file)) return;
  reached.add(file);
  const text = readFileSync(file, 'utf8');
  for (const [, , path] of text.matchAll(SPECIFIER)) {
    const imported = join(dirname(file), `${path}.d.ts`);
    if (!existsSync(imported)) throw new Error(`${file}: expected types of ${path}, got none`);
    reach(imported, reached);
  }
  writeFileSync(file, text.replace(SPECIFIER, '$1$2.js$3'));
}
