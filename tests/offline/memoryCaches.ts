/** The cache of a browser in memory, of a single name: keys are addresses, contents are copied. */
export function memoryCaches(): Pick<CacheStorage, 'open'> & {
  readonly addresses: () => string[];
} {
  const entries = new Map<string, Response>();
  const addressOf = (key: RequestInfo | URL) => (key instanceof Request ? key.url : String(key));
  const cache = {
    match: (key: RequestInfo | URL) => Promise.resolve(entries.get(addressOf(key))?.clone()),
    put: (key: RequestInfo | URL, response: Response) => {
      entries.set(addressOf(key), response);
      return Promise.resolve();
    },
    delete: (key: RequestInfo | URL) => Promise.resolve(entries.delete(addressOf(key))),
    keys: () => Promise.resolve([...entries.keys()].map((address) => new Request(address))),
  };
  return {
    open: () => Promise.resolve(cache as unknown as Cache),
    addresses: () => [...entries.keys()],
  };
}
