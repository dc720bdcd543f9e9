/**
 * Several tabs may share one storage, and one of them at most trains a run. The tab that does holds
 * the browser's lock of its name, which goes when the tab goes, however it goes: a run that is
 * marked as running and held by nobody was cut short. Pages that are not served securely have no
 * locks: there the tabs ask each other.
 */
import { channelClaims } from './channelClaims';
import type { Claims, Tabs } from './types';

const RUN_LOCK = 'run:';

export interface TabsPlatform {
  readonly locks: Pick<LockManager, 'request' | 'query'> | undefined;
  readonly channel: BroadcastChannel | undefined;
  /** Gives tabs the time to answer each other; absent for the time that browsers need. */
  readonly pause?: () => Promise<void>;
}

const CHANGED = 'changed';

/** Joins the tabs that share a storage. @param name the storage's name */
export function openTabs(name: string, platform: TabsPlatform = browserTabs(name)): Tabs {
  const { locks, channel, pause } = platform;
  const post = (message: unknown) => platform.channel?.postMessage(message);
  const listen = (hear: (message: unknown) => void) =>
    channel?.addEventListener('message', ({ data }: MessageEvent) => hear(data));
  const claims =
    locks !== undefined
      ? lockClaims(`${name}/${RUN_LOCK}`, locks)
      : channel !== undefined
        ? channelClaims({ post, listen }, pause === undefined ? {} : { pause })
        : NO_CLAIMS;
  return {
    ...claims,
    announce: () => post(CHANGED),
    listen: (onChange) =>
      listen((message) => {
        if (message === CHANGED) onChange();
      }),
    close: () => channel?.close(),
  };
}

/** Claims of browsers in which tabs cannot hear of each other. */
const NO_CLAIMS: Claims = {
  claim: () => Promise.resolve(() => Promise.resolve()),
  held: () => Promise.resolve(new Set()),
};

/** @param prefix what the names of all runs' locks begin with */
function lockClaims(prefix: string, locks: NonNullable<TabsPlatform['locks']>): Claims {
  /** Locks of this tab that the browser has yet to take back. */
  const leaving = new Map<string, Promise<unknown>>();
  return {
    async claim(runId) {
      await leaving.get(runId);
      return await new Promise((resolve, reject) => {
        const request = locks.request(prefix + runId, { ifAvailable: true }, async (lock) => {
          if (lock === null) {
            resolve(null);
            return;
          }
          await new Promise<void>((letGo) => {
            resolve(async () => {
              leaving.set(runId, request);
              letGo();
              await request;
              if (leaving.get(runId) === request) leaving.delete(runId);
            });
          });
        });
        request.catch(reject);
      });
    },

    async held() {
      const { held = [] } = await locks.query();
      const names = held.flatMap((lock) => lock.name ?? []);
      return new Set(
        names.filter((lock) => lock.startsWith(prefix)).map((lock) => lock.slice(prefix.length)),
      );
    },
  };
}

/** Frames without an origin of their own have locks that refuse every request, and no channel. */
function browserTabs(name: string): TabsPlatform {
  return {
    locks: (globalThis.navigator as Partial<Navigator> | undefined)?.locks,
    channel: typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(name),
  };
}
