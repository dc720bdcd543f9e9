/** The recording that a worker played last: it stays for the next piece of work on it. */
import type { MarketConfig } from '../../market/config';
import type { Recording } from '../../recordings/play/recording';

export class HeldTape {
  private held: { readonly hash: string; readonly recording: Promise<Recording | null> } | null =
    null;

  /** @param read reads a stored recording by its content; null where there is none */
  constructor(private readonly read: (hash: string) => Promise<Recording | null>) {}

  /** @returns undefined for a market that is no recording, and for one that is not stored */
  async of({ tape }: MarketConfig): Promise<Recording | undefined> {
    if (tape === undefined) {
      this.held = null;
      return undefined;
    }
    if (this.held?.hash !== tape.hash) {
      this.held = { hash: tape.hash, recording: this.read(tape.hash) };
    }
    const { held } = this;
    try {
      const recording = await held.recording;
      if (recording === null && this.held === held) this.held = null;
      return recording ?? undefined;
    } catch (error) {
      // The next piece of work tries again.
      if (this.held === held) this.held = null;
      throw error;
    }
  }
}
