/** A store in Redis, for machines that share no folder: small, compressed, verified on reading. */
import type { Redis } from 'ioredis';
import { systemReason } from '../../output/systemErrors';
import {
  sealed,
  StoreError,
  unsealed,
  type Shelf,
  type StoredEntry,
  type UnitStore,
} from '../store';

/** Most bytes of an entry; what is larger needs a shared folder. */
const MOST_BYTES = 8 * 2 ** 20;
const PREFIX = 'nanoarb-store';
/** Keys that a scan looks at in one step. */
const SCAN_COUNT = 1000;

export class RedisStore implements UnitStore {
  constructor(
    private readonly redis: Redis,
    readonly place: string,
  ) {}

  async has(shelf: Shelf, name: string): Promise<boolean> {
    return (await this.asked(() => this.redis.exists(keyOf(shelf, name)))) === 1;
  }

  async read(shelf: Shelf, name: string): Promise<Uint8Array | null> {
    const bytes = await this.asked(() => this.redis.getBuffer(keyOf(shelf, name)));
    if (bytes === null) return null;
    const content = unsealed(bytes);
    if (content === null) await this.remove(shelf, name);
    return content;
  }

  async write(shelf: Shelf, name: string, content: Uint8Array): Promise<void> {
    const bytes = Buffer.from(sealed(content));
    if (bytes.byteLength > MOST_BYTES) {
      throw new StoreError(
        `${shelf}/${name} has ${bytes.byteLength} bytes, more than the ${MOST_BYTES} that travel through Redis: give --store with a folder that all machines share`,
      );
    }
    await this.asked(() => this.redis.set(keyOf(shelf, name), bytes));
  }

  async remove(shelf: Shelf, name: string): Promise<void> {
    await this.asked(() => this.redis.del(keyOf(shelf, name)));
  }

  async list(shelf: Shelf): Promise<StoredEntry[]> {
    const start = keyOf(shelf, '');
    const entries: StoredEntry[] = [];
    let cursor = '0';
    do {
      const [next, keys] = await this.asked(() =>
        this.redis.scan(cursor, 'MATCH', `${start}*`, 'COUNT', SCAN_COUNT),
      );
      const lengths = await Promise.all(keys.map((key) => this.redis.strlen(key)));
      entries.push(
        ...keys.map((key, index) => ({ name: key.slice(start.length), bytes: lengths[index] })),
      );
      cursor = next;
    } while (cursor !== '0');
    // A scan may give a key twice.
    return [...new Map(entries.map((entry) => [entry.name, entry])).values()];
  }

  removePartial(): Promise<number> {
    return Promise.resolve(0);
  }

  async close(): Promise<void> {
    await this.redis.quit();
  }

  /** The server refuses writes where it has no memory or no disk left. */
  private async asked<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    try {
      return await ask();
    } catch (error) {
      const reason = systemReason(error);
      throw new StoreError(`--redis: the store ${this.place} cannot be used: ${reason}`);
    }
  }
}

const keyOf = (shelf: Shelf, name: string): string => `${PREFIX}:${shelf}:${name}`;
