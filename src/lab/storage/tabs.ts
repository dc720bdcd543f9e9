/**
 * Several tabs may share one storage. A tab that trains a run holds the browser's lock
 * of its name, which goes when the tab goes, however it goes: a run that is
 * marked as running and held by nobody was cut short. Where there are no locks
 * (pages that are not served securely), no run counts as held.
 */
import type { Tabs } from './types';

const RUN_LOCK = 'run:';

export interface TabsPlatform {
  readonly locks: Pick<LockManager, 'request' | 'query'> | undefined;
  readonly channel: BroadcastChannel | undefined;
}

/** Joins the tabs that share a storage. @param name the storage's name */
export function openTabs(name: string, platform = browserTabs(name)): Tabs {
  const { locks } = platform;
  const prefix = `${name}/${RUN_LOCK}`;
  return {
    hold(runId) {
      const abort = new AbortController();
      const released = new Promise<void>((resolve) => {
        abort.signal.addEventListener('abort', () => resolve());
      });
      locks?.request(prefix + runId, () => released).catch(() => undefined);
      return () => abort.abort();
    },

    async held() {
      const { held = [] } = (await locks?.query()) ?? {};
      const names = held.flatMap((lock) => lock.name ?? []);
      return new Set(
        names.filter((lock) => lock.startsWith(prefix)).map((lock) => lock.slice(prefix.length)),
      );
    },

    announce() {
      platform.channel?.postMessage('changed');
    },

    listen(onChange) {
      platform.channel?.addEventListener('message', onChange);
    },

    close() {
      platform.channel?.close();
    },
  };
}

function browserTabs(name: string): TabsPlatform {
  return {
    locks: (globalThis.navigator as Partial<Navigator> | undefined)?.locks,
    channel: typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(name),
  };
}
