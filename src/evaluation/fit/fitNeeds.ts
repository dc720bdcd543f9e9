/**
 * What a recording needs before a market can be fitted to it, and what its header tells of that
 * before anything is read: a person is told beforehand.
 */
import { NANOSECONDS_PER_SECOND } from '../../market/types';
import type { TapeHeader } from '../../recordings/tape';

/** Least of what counts: open trading without the edges of a recording. */
export const FIT_NEEDS = { events: 20_000, trades: 1000, moves: 200, seconds: 600 } as const;

const EDGE_SECONDS = 60;
/** Shorter recordings keep their edges. */
const TRIMMED_SECONDS = 600;

/** Least seconds from the opening to the end of a recording to which a market can be fitted. */
export const FITTABLE_SECONDS = FIT_NEEDS.seconds + 2 * EDGE_SECONDS;

type Span = Pick<TapeHeader, 'openNs' | 'endNs'>;

/** Seconds from the opening to the end. */
export const openSpan = ({ openNs, endNs }: Span): number =>
  (endNs - openNs) / NANOSECONDS_PER_SECOND;

/** Seconds at either end that do not count. */
export const edgeSeconds = (span: Span): number =>
  openSpan(span) >= TRIMMED_SECONDS ? EDGE_SECONDS : 0;

/** Why no market can be fitted to a recording; null where its header does not say so. */
export type FitObstacle = 'queues' | 'seconds' | null;

/** Halts and gaps may leave less than the header tells: then the fit itself says so. */
export function fitObstacle(header: Span & Pick<TapeHeader, 'queues'>): FitObstacle {
  if (header.queues !== 'orders') return 'queues';
  const most = openSpan(header) - 2 * edgeSeconds(header);
  return most < FIT_NEEDS.seconds ? 'seconds' : null;
}
