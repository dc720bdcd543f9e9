/**
 * Writes the scripts of a build that stand beside the page under names of their own: the element
 * for other pages, and the service worker, with the list of the build's files and their hashes in
 * it, so that another build has another worker. Plain JavaScript, so that the configuration of vite
 * can import it as it is.
 */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Name of the worker's script, as in src/offline/messages.ts. */
const SERVICE_WORKER = 'service-worker.js';
const ELEMENT = 'nanoarb-lab.js';
/** Files that the page never asks for. */
const NOT_KEPT = new Set(['screenshot.png', 'nanoarb-lab.d.ts', ELEMENT, SERVICE_WORKER]);

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
  await bundle('../workers/offline.worker.ts', folder, SERVICE_WORKER, {
    BUILD_FILES: JSON.stringify(listBuild(folder)),
  });
}

/**
 * Writes one script without imports.
 * @param {string} source relative to this folder
 * @param {string} folder
 * @param {string} name
 * @param {Record<string, string>} define
 */
async function bundle(source, folder, name, define = {}) {
  await build({
    configFile: false,
    logLevel: 'error',
    define,
    build: {
      target: 'es2022',
      outDir: folder,
      emptyOutDir: false,
      copyPublicDir: false,
      rolldownOptions: {
        input: fileURLToPath(new URL(source, import.meta.url)),
        output: { format: 'iife', entryFileNames: name },
      },
    },
  });
}

/** @returns {import('vite').Plugin} */
export function standaloneScripts() {
  let folder = '';
  return {
    name: 'standalone-scripts',
    apply: 'build',
    configResolved: (config) => {
      folder = resolve(config.root, config.build.outDir);
    },
    // All files are written then, those of public/ too.
    closeBundle: {
      order: 'post',
      sequential: true,
      handler: async () => {
        await bundle('../src/embedding/labElement.ts', folder, ELEMENT);
        await writeServiceWorker(folder);
      },
    },
  };
}
