/** Profit of the agent that plays beside a person, over the charts' time: a point a frame. */
import type { SideTrace } from '../../charts/sideTrace';

const FIRST_CAPACITY = 1024;

export class RivalCurve implements SideTrace {
  count = 0;
  private times = new Float64Array(FIRST_CAPACITY);
  private values = new Float64Array(FIRST_CAPACITY);

  timeAt(index: number): number {
    return this.times[index];
  }

  valueAt(index: number): number {
    return this.values[index];
  }

  /** @param seconds on the shared axis; the same moment again replaces its point */
  push(seconds: number, dollars: number): void {
    if (this.count > 0 && this.times[this.count - 1] === seconds) this.count -= 1;
    if (this.count === this.times.length) {
      this.times = grown(this.times);
      this.values = grown(this.values);
    }
    this.times[this.count] = seconds;
    this.values[this.count] = dollars;
    this.count += 1;
  }

  clear(): void {
    this.count = 0;
  }
}

function grown(values: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2);
  larger.set(values);
  return larger;
}
