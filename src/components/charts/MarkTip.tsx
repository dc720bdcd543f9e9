/** Sums up a mark of fills in the price chart, beside the pointer. */
import type { CSSProperties } from 'react';
import { formatPrice } from '../../charts/format';
import { MARKER_HORIZON_SECONDS, markoutTicks, type History } from '../../charts/history';
import { FILL_TEXTS, markSummary } from '../../content/fills';
import { FILL } from '../../protocol/frames';
import { usePage } from '../context';

export interface OpenMark {
  /** The history that the fills are of. */
  readonly history: History;
  /** Fills, oldest first. */
  readonly fills: readonly number[];
  /** Place of the mark on the canvas when it was looked at, in CSS pixels. */
  readonly x: number;
  readonly y: number;
}

export function useMarkSummary({ history, fills }: OpenMark): string {
  const { tickSize } = usePage().session.view;
  const read = fills.map((fill) => ({
    side: history.fillAt(fill, FILL.side),
    size: history.fillAt(fill, FILL.size),
    isRunOver: markoutTicks(history, fill, MARKER_HORIZON_SECONDS) < 0,
  }));
  const prices = fills.map((fill) => history.fillAt(fill, FILL.priceTicks));
  const [low, high] = [Math.min(...prices), Math.max(...prices)];
  const range =
    low === high
      ? formatPrice(low, tickSize)
      : `${formatPrice(low, tickSize)} to ${formatPrice(high, tickSize)}`;
  return markSummary(read, range);
}

/** Sums up the mark under the pointer. */
export function MarkTip({ mark }: { readonly mark: OpenMark }) {
  return (
    <div className="mark-tip" style={placeOf(mark)} aria-hidden="true">
      <b>{useMarkSummary(mark)}</b>
      <span className="muted">{FILL_TEXTS.open}</span>
    </div>
  );
}

/** Places a box beside a mark; CSS keeps it inside the chart. */
export const placeOf = ({ x, y }: OpenMark): CSSProperties =>
  ({ '--mark-x': `${x}px`, '--mark-y': `${y}px` }) as CSSProperties;
