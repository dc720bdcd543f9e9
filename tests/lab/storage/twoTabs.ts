/** What tabs of one browser share beside the database: its locks, and a channel. */

/** The browser's locks as far as tabs use them. A lock goes when its work ends. */
export class LocksDouble implements Pick<LockManager, 'request' | 'query'> {
  private readonly names = new Set<string>();

  async request<Result>(name: string, ...rest: readonly unknown[]): Promise<Awaited<Result>> {
    const work = rest.at(-1) as (lock: Lock | null) => Promise<Awaited<Result>>;
    // Browsers answer from another process.
    await new Promise(setImmediate);
    if (this.names.has(name)) return await work(null);
    this.names.add(name);
    try {
      return await work({ name, mode: 'exclusive' });
    } finally {
      this.names.delete(name);
    }
  }

  query(): Promise<LockManagerSnapshot> {
    const held = [...this.names, 'of another page'].map((name) => ({ name }));
    return Promise.resolve({ held, pending: [] });
  }
}

type Listener = (event: MessageEvent) => void;

/** A channel between tabs: each hears the others, later, and never itself. */
export class ChannelDouble {
  private readonly tabs: Set<Listener>[] = [];

  join(): BroadcastChannel {
    const own = new Set<Listener>();
    this.tabs.push(own);
    const channel: Partial<BroadcastChannel> = {
      postMessage: (data: unknown) => {
        const others = this.tabs.filter((tab) => tab !== own);
        setImmediate(() => {
          for (const hear of others.flatMap((tab) => [...tab])) {
            hear({ data: structuredClone(data) } as MessageEvent);
          }
        });
      },
      addEventListener: (_: string, listener: unknown) => {
        own.add(listener as Listener);
      },
      close: () => own.clear(),
    };
    return channel as BroadcastChannel;
  }
}
