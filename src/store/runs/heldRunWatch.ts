/**
 * Looks again for as long as another tab is said to train a run: a tab that is closed, reloaded or
 * killed tells nobody that it no longer does.
 */

/** Milliseconds between two looks. */
export const LOOK_AGAIN_MS = 3000;

export class HeldRunWatch {
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** @param look has `note` called with what it found */
  constructor(private readonly look: () => Promise<void>) {}

  /** @param isHeld whether another tab trains a run, as it was found now */
  note(isHeld: boolean): void {
    clearTimeout(this.timer);
    if (isHeld) this.timer = setTimeout(() => void this.look(), LOOK_AGAIN_MS);
  }

  dispose(): void {
    clearTimeout(this.timer);
  }
}
