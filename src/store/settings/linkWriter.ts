/**
 * Keeps the page's address in step with the settings, so that a reload at any moment finds the last
 * of them. Browsers refuse to change an address too often: beyond that the change waits, and the
 * tab's own storage, which is written at once, has it until then.
 */
import { z } from 'zod';

export interface LinkPlatform {
  /** The part of the address after `#`, with it. */
  readonly hash: () => string;
  readonly replace: (hash: string) => void;
  /** Storage of the tab; null where it is forbidden. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null;
  /** Milliseconds of any clock. */
  readonly now: () => number;
}

/** Changes at once; WebKit allows 100 in 30 seconds. */
const MOST_AT_ONCE = 30;
/** Milliseconds after which one more change is allowed. */
const REFILL_MS = 500;

const KEY = 'nanoarb-lab.link';
const waitingSchema = z.strictObject({ shown: z.string(), wanted: z.string() });

export class LinkWriter {
  /** Address as this page wrote it last, or found it. */
  shown: string;
  private wanted: string;
  private left = MOST_AT_ONCE;
  private refilledMs: number;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly platform: LinkPlatform) {
    this.refilledMs = platform.now();
    this.shown = platform.hash();
    this.wanted = this.waiting() ?? this.shown;
    if (this.wanted !== this.shown) this.flush();
  }

  /** Writes an address at once where the browser allows it. */
  write(hash: string): void {
    this.wanted = hash;
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.mayWrite()) {
      this.flush();
      return;
    }
    this.store(JSON.stringify({ shown: this.shown, wanted: hash }));
    this.timer = setTimeout(() => this.flush(), REFILL_MS);
  }

  /** Takes an address that a person or a link gave the page. */
  take(hash: string): void {
    clearTimeout(this.timer);
    this.shown = hash;
    this.wanted = hash;
    this.store(null);
  }

  /** Writes what waits, for a page that goes away. */
  flush(): void {
    clearTimeout(this.timer);
    if (this.wanted !== this.platform.hash()) this.platform.replace(this.wanted);
    this.shown = this.wanted;
    this.store(null);
  }

  private mayWrite(): boolean {
    const nowMs = this.platform.now();
    const refills = Math.floor((nowMs - this.refilledMs) / REFILL_MS);
    if (refills > 0) {
      this.left = Math.min(MOST_AT_ONCE, this.left + refills);
      this.refilledMs += refills * REFILL_MS;
    }
    if (this.left === 0) return false;
    this.left -= 1;
    return true;
  }

  /** Finds an address that the page before did not live to write; null where there is none. */
  private waiting(): string | null {
    try {
      const text = this.platform.storage?.getItem(KEY) ?? 'null';
      const { data } = waitingSchema.safeParse(JSON.parse(text));
      return data?.shown === this.shown ? data.wanted : null;
    } catch {
      return null;
    }
  }

  private store(text: string | null): void {
    try {
      if (text === null) this.platform.storage?.removeItem(KEY);
      else this.platform.storage?.setItem(KEY, text);
    } catch {
      // The address follows in a moment all the same.
    }
  }
}
