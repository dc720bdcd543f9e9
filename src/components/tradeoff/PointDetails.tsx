/** What there is to know of the point that is looked at, and what can be done with it. */
import { REWARD_TERMS } from '../../env/types';
import { supportText, TRADEOFF_TEXTS } from '../../content/sweeps';
import { TERM_NAMES } from '../../content/terms';
import type { TradeoffAxes, TradeoffPoint } from '../../store/sweeps/tradeoff';
import { useSession, useSessionState } from '../context';
import { intervalText, metricName } from './axisTexts';

interface PointDetailsProps {
  readonly point: TradeoffPoint | null;
  readonly axes: TradeoffAxes;
  /** Share of resampled episodes in which it is on the front; NaN where nothing tells. */
  readonly support: number;
  readonly onSet: (point: TradeoffPoint) => void;
}

export function PointDetails({ point, axes, support, onSet }: PointDetailsProps) {
  if (point === null) return <p className="tradeoff-details muted">{TRADEOFF_TEXTS.pick}</p>;
  const { weights } = point;
  return (
    <div className="tradeoff-details" data-testid="tradeoff-details">
      <p className="popover-title">{point.name}</p>
      <dl>
        {[axes.y, axes.x].map((metric, index) => (
          <div key={metric}>
            <dt>{metricName(metric)}</dt>
            <dd>{intervalText(metric, index === 0 ? point.y : point.x)}</dd>
          </div>
        ))}
      </dl>
      {point.kind === 'point' && (
        <p className="muted">
          {point.isOnFront ? TRADEOFF_TEXTS.onFront : TRADEOFF_TEXTS.beaten}
          {Number.isFinite(support) && `; ${supportText(support)}`}
        </p>
      )}
      {point.beatenBy.length > 0 && (
        <p className="alert">{TRADEOFF_TEXTS.beatenBy(point.beatenBy)}</p>
      )}
      {weights !== null && (
        <>
          <p className="muted">
            {TRADEOFF_TEXTS.weighting}:{' '}
            {REWARD_TERMS.map((term) => `${TERM_NAMES[term]} ${weights[term]}`).join(', ')}
          </p>
          <div className="tradeoff-actions">
            <button
              type="button"
              className="button"
              disabled={point.isCurrent}
              onClick={() => onSet(point)}
            >
              {TRADEOFF_TEXTS.setSliders}
            </button>
            <WatchButton runId={point.runId} />
          </div>
        </>
      )}
    </div>
  );
}

/** Lets the policy of a point trade, which was trained for its weights. */
function WatchButton({ runId }: { readonly runId: string | null }) {
  const session = useSession();
  const isThere = useSessionState(({ runs, watchedRun }) =>
    runs.some(({ id, hasPolicy }) => id === runId && hasPolicy && id !== watchedRun),
  );
  if (runId === null || !isThere) return null;
  return (
    <button type="button" className="button" onClick={() => void session.watchedRun.watch(runId)}>
      {TRADEOFF_TEXTS.watch}
    </button>
  );
}
