/**
 * Scales and ticks. `AxisRange` is a value axis with a memory: it grows at once and shrinks only
 * when it has become far too wide, so that a streaming chart does not breathe with every sample.
 */

export interface LinearScale {
  (value: number): number;
  invert(position: number): number;
}

export function linearScale(
  domain: readonly [number, number],
  range: readonly [number, number],
): LinearScale {
  const [d0, d1] = domain;
  const [r0, r1] = range;
  const slope = d1 === d0 ? 0 : (r1 - r0) / (d1 - d0);
  const scale = (value: number) => r0 + (value - d0) * slope;
  return Object.assign(scale, {
    invert: (position: number) => (slope === 0 ? d0 : d0 + (position - r0) / slope),
  });
}

/** Returns the 1-2-5 step nearest above span / count. */
export function niceStep(span: number, count: number): number {
  if (!(span > 0)) return 1;
  const rough = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const multiple =
    [1, 2, 5, 10].find((candidate) => rough <= candidate * power * (1 + 1e-12)) ?? 10;
  return multiple * power;
}

/**
 * Returns the multiples of a nice step inside the domain. Adding 0 turns a first tick of −0 into 0.
 */
export function niceTicks(domain: readonly [number, number], count: number): number[] {
  const step = niceStep(domain[1] - domain[0], count);
  const ticks: number[] = [];
  for (let k = Math.ceil(domain[0] / step - 1e-9) + 0; k * step <= domain[1] + step * 1e-9; k++) {
    ticks.push(k * step);
  }
  return ticks;
}

const TIME_STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];

/**
 * Returns the step at which clocks are read that gives at most `count` marks over a span of
 * seconds.
 */
export const timeStep = (span: number, count: number): number =>
  TIME_STEPS.find((candidate) => span / candidate <= count) ?? niceStep(span, count);

export interface AxisRangeOptions {
  /** Narrowest span of the axis. */
  readonly minimumSpan: number;
  /** Bounds fall on multiples of this; by default, on those of a nice step for the span. */
  readonly snap?: number;
  /** Whether zero stays in the middle. */
  readonly symmetric?: boolean;
  /** Room beyond the data on each side, as a share of its span; default 0.08. */
  readonly padding?: number;
}

/** The axis shrinks when it has become so many times wider than the data need. */
const LARGEST_SLACK = 1.5;

/** A value axis that grows at once and shrinks late. */
export class AxisRange {
  private low = Number.NaN;
  private high = Number.NaN;
  private scope = '';

  constructor(private readonly options: AxisRangeOptions) {}

  /**
   * @param scope names what is shown, such as an episode and the span of time; under another name
   *   the axis begins anew
   * @returns the domain to draw, for data within [minimum, maximum]
   */
  update(minimum: number, maximum: number, scope = ''): readonly [number, number] {
    if (scope !== this.scope) this.reset();
    this.scope = scope;
    if (!(minimum <= maximum)) return this.domainOr([0, this.options.minimumSpan]);
    const wanted = this.wanted(minimum, maximum);
    const span = this.high - this.low;
    const [low, high] = this.padded(minimum, maximum);
    const fits = low >= this.low && high <= this.high;
    if (fits && span <= LARGEST_SLACK * (wanted[1] - wanted[0])) return [this.low, this.high];
    [this.low, this.high] = wanted;
    return wanted;
  }

  private reset(): void {
    this.low = Number.NaN;
    this.high = Number.NaN;
  }

  private domainOr(other: readonly [number, number]): readonly [number, number] {
    return Number.isNaN(this.low) ? other : [this.low, this.high];
  }

  /** Data with the room beyond them, without which an extreme would lie on the edge of the plot. */
  private padded(minimum: number, maximum: number): readonly [number, number] {
    const { symmetric = false, padding = 0.08 } = this.options;
    const low = symmetric ? -Math.max(Math.abs(minimum), Math.abs(maximum)) : minimum;
    const high = symmetric ? -low : maximum;
    const room = (high - low) * padding;
    return [low - room, high + room];
  }

  private wanted(minimum: number, maximum: number): readonly [number, number] {
    const { minimumSpan } = this.options;
    const [low, high] = this.padded(minimum, maximum);
    const centre = (low + high) / 2;
    const half = Math.max((high - low) / 2, minimumSpan / 2);
    const snap = this.options.snap ?? niceStep(2 * half, 8);
    return [Math.floor((centre - half) / snap) * snap, Math.ceil((centre + half) / snap) * snap];
  }
}
