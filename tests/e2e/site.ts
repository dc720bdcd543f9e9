/**
 * A static host: a folder, served under a path of its own, that can go away or be deployed anew.
 */
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { writeServiceWorker } from '../../scripts/standaloneScripts.mjs';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};
const BUILD = 'dist';

export interface Site {
  /** Address of the page, with a slash at its end. */
  readonly url: string;
  /** Puts a build of other names in place of the files, which are gone. */
  readonly redeploy: () => Promise<void>;
  /** Takes the host off the network. */
  readonly close: () => Promise<void>;
}

/** Serves a copy of the built page, or of another folder. */
export async function openSite(path = '/sub/lab/', build = BUILD): Promise<Site> {
  const home = mkdtempSync(join(tmpdir(), 'nanoarb-lab-'));
  const folder = join(home, 'site');
  cpSync(build, folder, { recursive: true });
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const name = pathname === path ? 'index.html' : pathname.slice(path.length);
    try {
      if (!pathname.startsWith(path)) throw new Error('elsewhere');
      const content = readFileSync(join(folder, name));
      response.writeHead(200, {
        'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream',
        'Cache-Control': 'no-cache',
      });
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${path}`,
    redeploy: () => nextBuild(folder),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/**
 * Makes another build of the same code: scripts have other names, and the page says that it is one.
 */
async function nextBuild(folder: string): Promise<void> {
  const assets = join(folder, 'assets');
  const renamed = readdirSync(assets)
    .filter((name) => /^(index|market\.worker|MarketFacts)-.*\.js$/.test(name))
    .map((name) => [name, name.replace('.js', 'n.js').replace('workern', 'worker')] as const);
  const texts = [
    join(folder, 'index.html'),
    ...readdirSync(assets)
      .filter((name) => name.endsWith('.js'))
      .map((name) => join(assets, name)),
  ];
  for (const file of texts) {
    const before = readFileSync(file, 'utf8');
    const after = renamed.reduce((text, [old, name]) => text.replaceAll(old, name), before);
    writeFileSync(file, after.replace('<head>', '<head><meta name="build" content="next">'));
  }
  for (const [old, name] of renamed) renameSync(join(assets, old), join(assets, name));
  await writeServiceWorker(folder);
}
