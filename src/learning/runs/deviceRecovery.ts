/**
 * Goes on from the last safe state when a graphics device is lost under a run. It is the only place
 * where a lost device is handled, and knows nothing of runs: what a state is, how to go back to it
 * and how to wait are passed in.
 */
import { DeviceLostError } from '../webgpu/device';

export interface Clock {
  /** Returns milliseconds, from any origin. */
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** A browser whose GPU process died has no adapter until it has started another. */
const PATIENCE_MILLISECONDS = 10_000;
const PAUSE_MILLISECONDS = 250;

export class DeviceRecovery<State extends { readonly update: number }> {
  private safe: State | null = null;
  /** Update of the state that was last gone back to. */
  private recoveredAt = -1;

  /**
   * @param goBackTo opens a new device and continues there from `state`; when it throws nothing has
   *   changed, and it is called again for a while
   */
  constructor(
    private readonly goBackTo: (state: State) => Promise<void>,
    private readonly clock: Clock,
  ) {}

  /** Makes `state` the one to go back to from now on. */
  keep(state: State): void {
    this.safe = state;
  }

  /**
   * Gives the result of `read`, if need be after going back to the safe state. The caller waits for
   * its outcome before the next call.
   * @throws DeviceLostError when it was lost before there was one, or twice at the same one, or
   *   when no device to go on with was found in ten seconds
   */
  async surviving<Result>(read: () => Promise<Result>): Promise<Result> {
    try {
      return await read();
    } catch (error) {
      const { safe } = this;
      if (!(error instanceof DeviceLostError) || safe === null) throw error;
      if (safe.update === this.recoveredAt) throw error;
      this.recoveredAt = safe.update;
      await this.goOnFrom(safe);
      return await read();
    }
  }

  private async goOnFrom(safe: State): Promise<void> {
    const { clock } = this;
    const deadline = clock.now() + PATIENCE_MILLISECONDS;
    for (;;) {
      try {
        await this.goBackTo(safe);
        return;
      } catch (error) {
        if (clock.now() >= deadline) throw noneFound(error);
      }
      await clock.wait(PAUSE_MILLISECONDS);
    }
  }
}

function noneFound(cause: unknown): DeviceLostError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new DeviceLostError(`The graphics device was lost, and no other was found: ${reason}`, {
    cause,
  });
}
