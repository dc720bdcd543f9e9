/** State of the maps of decisions: what is asked, and the last answers. */
import type { Feature } from '../../agents/decisions/features';
import type { QuoteQuantity } from '../../agents/decisions/quotes';
import type { RecordedDecision } from '../../protocol/recordedDecisions';
import type { SurfaceAnswer, SurfaceRequest, WhyAnswer } from '../../protocol/decisions';

export interface MapsState {
  readonly x: Feature;
  readonly y: Feature;
  /** Quantity that the surface shows. */
  readonly quantity: QuoteQuantity;
  readonly basis: SurfaceRequest['basis'];
  /** Whether closed forms are drawn over it. */
  readonly closedForms: boolean;
  /** Newest answers; null before the first, and where there is nothing to ask. */
  readonly surface: SurfaceAnswer | null;
  readonly why: WhyAnswer | null;
  /** Decision on screen as it was recorded; null of the live market, and where none was. */
  readonly decision: RecordedDecision | null;
  /** Milliseconds from asking for the newest surface until it was there; NaN before the first. */
  readonly surfaceMilliseconds: number;
  /** Why there is no answer; empty while there is one, or none has been asked for. */
  readonly problem: string;
}

export const INITIAL_MAPS: MapsState = {
  x: 'inventory',
  y: 'imbalance',
  quantity: 'bidOffset',
  basis: 'now',
  closedForms: true,
  surface: null,
  why: null,
  decision: null,
  surfaceMilliseconds: Number.NaN,
  problem: '',
};
