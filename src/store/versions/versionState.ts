/** What the page knows of versions newer than its own. */
export type NewVersion =
  /** The host has a newer one, and files of this one are gone. */
  | { readonly kind: 'replaced' }
  | {
      /** A newer one is kept in the browser and waits to take over. */
      readonly kind: 'ready';
      /** Whether the page reloads for it as soon as nothing is under way. */
      readonly isWanted: boolean;
      /** Other tabs of this version when it was last asked to take over. */
      readonly otherTabs: number;
    };
