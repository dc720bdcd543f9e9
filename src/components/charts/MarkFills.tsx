/** Lists the fills of a mark in the price chart, each with the reason why it was filled. */
import { useEffect, useRef } from 'react';
import { explainFill } from '../../charts/fillExplanation';
import { formatFixed, formatPrice, formatTime } from '../../charts/format';
import { MARKER_HORIZON_SECONDS, markoutTicks } from '../../charts/history';
import { whatFollowed, whyFilled } from '../../content/fillReasons';
import { FILL_TEXTS } from '../../content/fills';
import { usePage, useSessionState } from '../context';
import { CloseIcon, NextIcon, PreviousIcon } from '../ui/icons';
import { placeOf, useMarkSummary, type OpenMark } from './MarkTip';

/** Fills listed at most; the zoom leads to the others. */
const MOST_LISTED = 40;

interface MarkFillsProps {
  readonly mark: OpenMark;
  readonly onBeside: (direction: 1 | -1) => void;
  readonly onClose: () => void;
}

export function MarkFills({ mark, onBeside, onClose }: MarkFillsProps) {
  const { session } = usePage();
  const panel = useRef<HTMLDivElement>(null);
  const opener = useRef(document.activeElement);
  // What the market did after a fill becomes known while it is looked at.
  useSessionState((state) => state.readout.key);
  const summary = useMarkSummary(mark);
  const { history, fills } = mark;
  const { tickSize, tickValueDollars } = session.view;
  useEffect(() => {
    const { current } = opener;
    panel.current?.focus();
    return () => {
      if (current instanceof HTMLElement && current.isConnected) current.focus();
    };
  }, []);
  return (
    <div
      ref={panel}
      role="dialog"
      aria-label={summary}
      tabIndex={-1}
      className="mark-fills"
      style={placeOf(mark)}
      data-testid="mark-fills"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <div className="mark-fills-head">
        <b>{summary}</b>
        <button
          type="button"
          className="button plain"
          aria-label={FILL_TEXTS.earlier}
          title={FILL_TEXTS.earlier}
          onClick={() => onBeside(-1)}
        >
          <PreviousIcon />
        </button>
        <button
          type="button"
          className="button plain"
          aria-label={FILL_TEXTS.later}
          title={FILL_TEXTS.later}
          onClick={() => onBeside(1)}
        >
          <NextIcon />
        </button>
        <button
          type="button"
          className="button plain"
          aria-label={FILL_TEXTS.close}
          title={FILL_TEXTS.close}
          onClick={onClose}
        >
          <CloseIcon />
        </button>
      </div>
      <ol>
        {fills.slice(0, MOST_LISTED).map((fill) => {
          const explained = explainFill(history, fill, tickValueDollars);
          const markout = markoutTicks(history, fill, MARKER_HORIZON_SECONDS);
          return (
            <li key={fill}>
              <button
                type="button"
                title={FILL_TEXTS.explain}
                onClick={() => {
                  onClose();
                  session.playback.selectFill(fill);
                }}
              >
                <span className="mark-fill-what">
                  <b>
                    {formatFixed(explained.size, 0)} at{' '}
                    {formatPrice(explained.priceTicks, tickSize)}
                  </b>
                  <span className="muted number">{formatTime(explained.seconds)}</span>
                </span>
                <span>
                  {whyFilled(explained, session.view.fillsByRate)} {whatFollowed(markout)}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
      {fills.length > MOST_LISTED && (
        <p className="muted">
          And {fills.length - MOST_LISTED} more: look closer to tell them apart.
        </p>
      )}
    </div>
  );
}
