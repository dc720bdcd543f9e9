/**
 * Measures where in a queue others cancel: ū, the mean relative position of cancelled contracts, 0
 * at the front and 1 at the back. Were the cancelled contract any of the queue's, ū would be a
 * half; where cancels come from the back, a queue does not melt away in front of those who stand in
 * it. An order counts by its middle, (ahead + size / 2) / level, and by its contracts, at whatever
 * price it stands: so ū was measured on recordings, and so a fill model of levels uses it.
 */
import type { CancelListener } from '../../market/types';

export class CancelPosition implements CancelListener {
  private cancelled = 0;
  private positions = 0;

  onCancel(_priceTicks: number, ahead: number, size: number, levelSize: number): void {
    this.cancelled += size;
    this.positions += (size * (ahead + size / 2)) / levelSize;
  }

  /** Returns ū; NaN before the first cancel. */
  get mean(): number {
    return this.positions / this.cancelled;
  }
}
