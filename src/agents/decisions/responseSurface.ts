/**
 * A response surface is what an agent would quote over two features, everything else as it is. It
 * is made row by row, so that whoever makes it can do something else in between.
 */
import { ACTION_LENGTH, type RewardWeights } from '../../env/types';
import type { ObservationLayout } from '../../env/observationLayout';
import type { Decider } from './decider';
import { axisValues, moveFeature, type Feature } from './features';
import { QUOTE_QUANTITIES, quotesOf, type QuoteQuantity } from './quotes';
import { copySituation, layoutOf, type Situation } from './situation';
import type { TypicalValues } from './typicalValues';

/** [steps × steps], rows along y, columns along x. */
export type QuoteGrid = Readonly<Record<QuoteQuantity, Float32Array>>;

export interface ResponseSurface {
  readonly x: Feature;
  readonly y: Feature;
  /** [steps] rising */
  readonly xValues: Float64Array;
  readonly yValues: Float64Array;
  readonly grid: QuoteGrid;
  /** Closed forms over the same features, under their names. */
  readonly over: readonly { readonly name: string; readonly grid: QuoteGrid }[];
}

export interface SurfaceAxes {
  readonly x: Feature;
  readonly y: Feature;
  /** Points along each axis. */
  readonly steps: number;
}

export interface NamedDecider {
  readonly name: string;
  readonly decider: Decider;
}

export class SurfaceScan {
  readonly surface: ResponseSurface;
  private readonly layout: ObservationLayout;
  private readonly asked: Situation;
  private readonly action = new Float64Array(ACTION_LENGTH);
  private row = 0;

  /** @throws InvalidInputError for an observation that this version does not know */
  constructor(
    private readonly decider: Decider,
    private readonly base: Situation,
    private readonly weights: RewardWeights,
    typical: TypicalValues,
    { x, y, steps }: SurfaceAxes,
    private readonly over: readonly NamedDecider[] = [],
  ) {
    this.layout = layoutOf(base);
    this.asked = { ...base, observation: base.observation.slice() };
    const axis = (feature: Feature) => axisValues(base, this.layout, typical, feature, steps);
    this.surface = {
      x,
      y,
      xValues: axis(x),
      yValues: axis(y),
      grid: emptyGrid(steps),
      over: over.map(({ name }) => ({ name, grid: emptyGrid(steps) })),
    };
  }

  get isDone(): boolean {
    return this.row >= this.surface.yValues.length;
  }

  /**
   * Asks for one row of quotes: a decision for each point along x, and as many of each closed form.
   */
  next(): void {
    const { surface, asked, base, layout, row, decider, over } = this;
    const { x, y, xValues, yValues } = surface;
    this.row += 1;
    for (let column = 0; column < xValues.length; column += 1) {
      copySituation(base, asked);
      moveFeature(asked, layout, x, xValues[column]);
      moveFeature(asked, layout, y, yValues[row]);
      const at = row * xValues.length + column;
      this.write(decider, surface.grid, at);
      for (const [place, { decider: other }] of over.entries()) {
        this.write(other, surface.over[place].grid, at);
      }
    }
  }

  private write(decider: Decider, grid: QuoteGrid, at: number): void {
    const { asked, weights, action } = this;
    decider.decide(asked, weights, action);
    const quotes = quotesOf(action, asked.maxOrderSize);
    for (const quantity of QUOTE_QUANTITIES) grid[quantity][at] = quotes[quantity];
  }
}

const emptyGrid = (steps: number): QuoteGrid =>
  Object.fromEntries(
    QUOTE_QUANTITIES.map((quantity) => [quantity, new Float32Array(steps * steps)]),
  ) as Record<QuoteQuantity, Float32Array>;
