/**
 * Goes on from the last safe state when a graphics device is lost under a run. It is the
 * only place where a lost device is handled, and knows nothing of runs: what a state is
 * and how to go back to it is passed in.
 */
import { DeviceLostError } from '../webgpu/device';

export class DeviceRecovery<State extends { readonly update: number }> {
  private safe: State | null = null;
  /** Update of the state that was last gone back to. */
  private recoveredAt = -1;

  /** @param goBackTo opens a new device and continues there from `state` */
  constructor(private readonly goBackTo: (state: State) => Promise<void>) {}

  /** Makes `state` the one to go back to from now on. */
  keep(state: State): void {
    this.safe = state;
  }

  /**
   * Gives the result of `read`, if need be after going back to the safe state.
   * @throws DeviceLostError when it was lost before there was one, or twice at the same one,
   *   or when there is no device to go on with
   */
  async surviving<Result>(read: () => Promise<Result>): Promise<Result> {
    try {
      return await read();
    } catch (error) {
      const { safe } = this;
      if (!(error instanceof DeviceLostError) || safe === null) throw error;
      if (safe.update === this.recoveredAt) throw error;
      await this.goOnFrom(safe);
      this.recoveredAt = safe.update;
      return await read();
    }
  }

  private async goOnFrom(safe: State): Promise<void> {
    try {
      await this.goBackTo(safe);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new DeviceLostError(`The graphics device was lost, and no other was found: ${reason}`, {
        cause: error,
      });
    }
  }
}
