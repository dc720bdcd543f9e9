/** The messages that the page shows until they are dismissed: the newest few, each once. */
import type { StoreApi } from 'zustand/vanilla';

export interface Notice {
  readonly id: number;
  readonly message: string;
  /** Details for a bug report; empty when there is nothing to add. */
  readonly details: string;
  /** Whether it tells of something that went well, and is no warning. */
  readonly isNews?: boolean;
}

export const NO_NOTICES: readonly Notice[] = [];

const MAX_NOTICES = 20;

/**
 * Adds a notice. A message that is on screen already is not shown twice: it gets the details of the
 * latest.
 */
export function withNotice(
  notices: readonly Notice[],
  message: string,
  details = '',
  isNews = false,
): readonly Notice[] {
  const id = 1 + notices.reduce((most, notice) => Math.max(most, notice.id), 0);
  const others = notices.filter((notice) => notice.message !== message);
  return [...others.slice(1 - MAX_NOTICES), { id, message, details, ...(isNews && { isNews }) }];
}

export class Notices {
  constructor(private readonly store: StoreApi<{ readonly notices: readonly Notice[] }>) {}

  add(message: string, details = ''): void {
    this.store.setState(({ notices }) => ({ notices: withNotice(notices, message, details) }));
  }

  /**
   * Adds a message that holds as long as `known` gives what it gives now: it goes with that.
   * @param known of the state
   */
  addWhile(known: () => string, message: string): void {
    this.add(message);
    const now = known();
    const stop = this.store.subscribe(() => {
      if (known() === now) return;
      stop();
      this.withdraw(message);
    });
  }

  /** Says what went well, which nobody has to be warned of. */
  tell(message: string): void {
    this.store.setState(({ notices }) => ({ notices: withNotice(notices, message, '', true) }));
  }

  /** Takes back a message that has turned out not to hold. */
  withdraw(message: string): void {
    this.store.setState(({ notices }) => ({
      notices: notices.filter((notice) => notice.message !== message),
    }));
  }

  dismiss(id: number): void {
    this.store.setState(({ notices }) => ({
      notices: notices.filter((notice) => notice.id !== id),
    }));
  }
}
