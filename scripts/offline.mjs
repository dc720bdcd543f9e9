/**
 * Writes the service worker of a build: with the list of the build's files and their hashes in it, so
 * that another build has another worker. Plain JavaScript, so that the configuration of vite can
 * import it as it is.
 */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Name of the worker's script, as in src/offline/messages.ts. */
const SCRIPT = 'service-worker.js';
/** Files that the page never asks for. */
const NOT_KEPT = new Set(['screenshot.png', SCRIPT]);

/**
 * Lists the files of a built page, the page itself under an empty path.
 * @param {string} folder
 * @returns {readonly import('../src/offline/keptFiles').BuildFile[]}
 */
export function listBuild(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file, path: relative(folder, file).replaceAll(sep, '/') }))
    .filter(({ path }) => !NOT_KEPT.has(path))
    .map(({ file, path }) => ({
      path: path === 'index.html' ? '' : path,
      hash: createHash('sha256').update(readFileSync(file)).digest('hex'),
    }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * Writes the worker beside a built page.
 * @param {string} folder
 */
export async function writeServiceWorker(folder) {
  await build({
    configFile: false,
    logLevel: 'error',
    define: { BUILD_FILES: JSON.stringify(listBuild(folder)) },
    build: {
      target: 'es2022',
      outDir: folder,
      emptyOutDir: false,
      copyPublicDir: false,
      rolldownOptions: {
        input: fileURLToPath(new URL('../workers/offline.worker.ts', import.meta.url)),
        output: { format: 'iife', entryFileNames: SCRIPT },
      },
    },
  });
}

/** @returns {import('vite').Plugin} */
export function serviceWorker() {
  let folder = '';
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved: (config) => {
      folder = resolve(config.root, config.build.outDir);
    },
    // All files are written then, those of public/ too.
    closeBundle: {
      order: 'post',
      sequential: true,
      handler: () => writeServiceWorker(folder),
    },
  };
}
