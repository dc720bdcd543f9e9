import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { KeptFiles, type BuildFile } from '../../src/offline/keptFiles';
import { memoryCaches } from './memoryCaches';

const SCOPE = 'https://host.example/sub/';

type Site = Readonly<Record<string, string>>;

const SITE: Site = {
  '': '<p>the page</p>',
  'assets/index-1.js': 'script()',
  'agents/es.safetensors': 'weights',
};

const build = (site: Site): BuildFile[] =>
  Object.entries(site).map(([path, content]) => ({
    path,
    hash: createHash('sha256').update(content).digest('hex'),
  }));

/** @param served what the host has; it may be changed between requests */
function open(
  files: readonly BuildFile[],
  served: Record<string, string>,
  caches = memoryCaches(),
) {
  const requests: Request[] = [];
  const kept = new KeptFiles(files, {
    scope: SCOPE,
    caches,
    fetch: (request) => {
      requests.push(request);
      const content = served[request.url.slice(SCOPE.length)];
      const headers = { 'Content-Type': 'text/plain', 'Content-Encoding': 'gzip' };
      return Promise.resolve(
        new Response(content, { status: content === undefined ? 404 : 200, headers }),
      );
    },
    digest: (bytes) => crypto.subtle.digest('SHA-256', bytes),
  });
  const read = async (address: string, init: RequestInit = {}) =>
    (await kept.answer(new Request(new URL(address, SCOPE), init)))?.text() ?? null;
  return { kept, requests, caches, read };
}

describe('the files of a build', () => {
  it('answer without the host once they are kept, under the folder they came from', async () => {
    const served = { ...SITE };
    const { kept, requests, read } = open(build(SITE), served);
    await kept.keep();
    const fetched = requests.length;
    expect(fetched).toBe(3);
    for (const path of ['', 'index.html', '?from=mail']) expect(await read(path)).toBe(SITE['']);
    expect(await read('agents/es.safetensors')).toBe('weights');
    expect(requests).toHaveLength(fetched);
  });

  it('leave alone what is none of theirs', async () => {
    const { kept, read } = open(build(SITE), { ...SITE });
    await kept.keep();
    expect(await read('agents/mine.safetensors')).toBeNull();
    expect(await read('agents/es.safetensors?v=2')).toBeNull();
    expect(await read('https://host.example/')).toBeNull();
    expect(await read('https://other.example/sub/assets/index-1.js')).toBeNull();
    expect(await read('assets/index-1.js', { method: 'HEAD' })).toBeNull();
  });

  it('trust the cache of the browser for names that change with the content, and no others', async () => {
    const { kept, requests } = open(build(SITE), { ...SITE });
    await kept.keep();
    const caches = requests.map(({ url, cache }) => [url.slice(SCOPE.length), cache]);
    expect(Object.fromEntries(caches)).toEqual({
      '': 'no-cache',
      'agents/es.safetensors': 'no-cache',
      'assets/index-1.js': 'default',
    });
  });

  it('are kept with the headers of their content, not of how it travelled', async () => {
    const { kept } = open(build(SITE), { ...SITE });
    await kept.keep();
    const response = await kept.answer(new Request(SCOPE));
    expect(response?.headers.get('content-type')).toBe('text/plain');
    expect(response?.headers.get('content-encoding')).toBeNull();
  });

  it('are not kept from a host that is between two versions', async () => {
    const { kept } = open(build(SITE), { ...SITE, 'agents/es.safetensors': 'other weights' });
    await expect(kept.keep()).rejects.toThrow(
      /agents\/es\.safetensors: expected content with hash [0-9a-f]{64}, got [0-9a-f]{64}$/,
    );
    const { 'agents/es.safetensors': _, ...missing } = SITE;
    await expect(open(build(SITE), missing).kept.keep()).rejects.toThrow(
      'https://host.example/sub/agents/es.safetensors: expected the file, got 404',
    );
  });

  it('of an older build stay until the newer takes over, and what both have is fetched once', async () => {
    const caches = memoryCaches();
    const older = open(build(SITE), { ...SITE }, caches);
    await older.kept.keep();
    const next = { ...SITE, '': '<p>the next page</p>', 'assets/index-1.js': 'script()' };
    const newer = open(build(next), next, caches);
    await newer.kept.keep();
    expect(newer.requests.map(({ url }) => url)).toEqual([SCOPE]);
    expect(await older.read('')).toBe(SITE['']);
    expect(await newer.read('')).toBe(next['']);

    await newer.kept.forgetOthers();
    expect(caches.addresses()).toHaveLength(3);
    expect(await newer.read('')).toBe(next['']);
  });

  it('come from the host where the browser has dropped them', async () => {
    const { kept, requests, read } = open(build(SITE), { ...SITE });
    await expect(read('assets/index-1.js')).resolves.toBe('script()');
    expect(requests).toHaveLength(1);
    expect(kept.has(`${SCOPE}assets/index-1.js`)).toBe(true);
    expect(kept.has(`${SCOPE}assets/index-2.js`)).toBe(false);
  });
});
