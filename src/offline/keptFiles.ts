/**
 * Keeps the files of one build in the browser's cache, and answers with them. A build is kept whole
 * or not at all: each file has to have the content that the build gave it, so that a host that is
 * between two versions is never kept half and half.
 */

export interface BuildFile {
  /** Path below the folder of the page; empty for the page itself. */
  readonly path: string;
  /** SHA-256 of the content, in hexadecimal. */
  readonly hash: string;
}

export interface KeptFilesPlatform {
  /** Address of the folder of the page, with a slash at its end. */
  readonly scope: string;
  readonly caches: Pick<CacheStorage, 'open'>;
  readonly fetch: (request: Request) => Promise<Response>;
  /** SHA-256. */
  readonly digest: (bytes: ArrayBuffer) => Promise<ArrayBuffer>;
}

/** Files fetched at the same time. */
const LANES = 4;
/** Names below it change with the content, so that the browser's own cache can be trusted. */
const HASHED_FOLDER = 'assets/';
const DOCUMENT = 'index.html';
/** Headers of the body as it travelled; the kept one is as it was read. */
const TRANSPORT_HEADERS = ['content-encoding', 'content-length', 'transfer-encoding'];

export class KeptFiles {
  private readonly files: ReadonlyMap<string, BuildFile>;

  constructor(
    files: readonly BuildFile[],
    private readonly platform: KeptFilesPlatform,
  ) {
    this.files = new Map(files.map((file) => [file.path, file]));
  }

  /**
   * Fetches what is not kept yet.
   * @throws Error when a file is not there, or is not the build's
   */
  async keep(): Promise<void> {
    const cache = await this.open();
    const waiting = [...this.files.values()];
    const lane = async () => {
      for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
        if ((await cache.match(this.keyOf(file))) !== undefined) continue;
        await cache.put(this.keyOf(file), await this.fetchFile(file));
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  }

  /** Lets go of the files of other builds. */
  async forgetOthers(): Promise<void> {
    const cache = await this.open();
    const own = new Set([...this.files.values()].map((file) => this.keyOf(file)));
    const others = (await cache.keys()).filter(({ url }) => !own.has(url));
    await Promise.all(others.map((request) => cache.delete(request)));
  }

  /** Whether an address is one of the build's files. */
  has(address: string): boolean {
    return this.fileAt(address) !== null;
  }

  /** Answers a request with the kept file; null for what is none of the build's. */
  answer(request: Request): Promise<Response> | null {
    const file = request.method === 'GET' ? this.fileAt(request.url) : null;
    return file === null ? null : this.readKept(file, request);
  }

  /**
   * A browser that is short of space may have dropped the file: then the host has it, or nobody.
   */
  private async readKept(file: BuildFile, request: Request): Promise<Response> {
    const cache = await this.open();
    return (await cache.match(this.keyOf(file))) ?? (await this.platform.fetch(request));
  }

  private async fetchFile(file: BuildFile): Promise<Response> {
    const { scope, fetch, digest } = this.platform;
    const request = new Request(new URL(file.path, scope), {
      cache: file.path.startsWith(HASHED_FOLDER) ? 'default' : 'no-cache',
    });
    const response = await fetch(request);
    if (!response.ok) {
      throw new Error(`${request.url}: expected the file, got ${response.status}`);
    }
    const bytes = await response.arrayBuffer();
    const hash = hexadecimal(await digest(bytes));
    if (hash !== file.hash) {
      throw new Error(`${request.url}: expected content with hash ${file.hash}, got ${hash}`);
    }
    const headers = new Headers(response.headers);
    for (const name of TRANSPORT_HEADERS) headers.delete(name);
    // A response of its own: one that was redirected may not answer a navigation.
    return new Response(bytes, { headers });
  }

  private fileAt(address: string): BuildFile | null {
    const { scope } = this.platform;
    const url = new URL(address);
    const place = `${url.origin}${url.pathname}`;
    if (!place.startsWith(scope)) return null;
    const path = place.slice(scope.length);
    if (path === '' || path === DOCUMENT) return this.files.get('') ?? null;
    return url.search === '' ? (this.files.get(path) ?? null) : null;
  }

  /** Key in the cache: files with the same content are shared between builds. */
  private keyOf({ path, hash }: BuildFile): string {
    const url = new URL(path, this.platform.scope);
    url.search = hash;
    return url.href;
  }

  private open(): Promise<Cache> {
    return this.platform.caches.open(`nanoarb-lab ${this.platform.scope}`);
  }
}

const hexadecimal = (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
