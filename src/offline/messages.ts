/** What the page asks of the worker that keeps its files. */
export type KeeperRequest =
  /** To answer this page too, if its script, at that address, is of the worker's build. */
  | { readonly type: 'adopt'; readonly entry: string }
  /** To replace the version before. The answer, over the port, is a TakeOverAnswer. */
  | { readonly type: 'takeOver' };

/** Whether the new version takes over: not while other tabs show the one before. */
export interface TakeOverAnswer {
  /** Number of other tabs; 0 when it takes over. */
  readonly others: number;
}

/** Name of the worker's script, beside the page. */
export const KEEPER_SCRIPT = 'service-worker.js';
