/**
 * The points of a sweep as rows: what varied, the metrics with their intervals, and what was held
 * out.
 */
import { moreText, VIEW_TEXTS } from '../../content/sweepViews';
import { SETTINGS, valueText } from '../../store/settings/settings';
import type { SweepView, ViewedPoint } from '../../store/sweeps/sweepView';
import { TRADEOFF_METRICS, type TradeoffMetric } from '../../store/sweeps/tradeoffMetrics';
import { intervalText } from '../tradeoff/axisTexts';
import { ShowAgent } from './ShowAgent';
import { viewedName } from './viewedNames';

interface RunTableProps {
  readonly view: SweepView;
  /** Points within all brushes. */
  readonly points: readonly ViewedPoint[];
  readonly front: ReadonlySet<string>;
  readonly metrics: readonly TradeoffMetric[];
  readonly isCurrent: (point: ViewedPoint) => boolean;
  readonly active: string | null;
  readonly onActive: (key: string) => void;
  readonly onSet: (point: ViewedPoint) => void;
}

/** Rows that are shown; a brush leads to the others. */
const MOST_ROWS = 200;

export function RunTable(props: RunTableProps) {
  const { view, points, front, metrics, isCurrent, active, onActive, onSet } = props;
  const { varied, metric, best, ties } = view;
  const hasHeldOut = view.points.some(({ heldOut }) => heldOut !== null);
  const rows = points.toSorted((a, b) => gainOf(metric, b) - gainOf(metric, a)).slice(0, MOST_ROWS);
  const notesOf = (point: ViewedPoint) =>
    [
      point.key === best ? (ties.length === 0 ? VIEW_TEXTS.best : VIEW_TEXTS.bestTied) : '',
      ties.includes(point.key) ? VIEW_TEXTS.tied : '',
      front.has(point.key) ? VIEW_TEXTS.front : '',
      point.failures.length > 0
        ? VIEW_TEXTS.failed
        : point.chosenOn === null
          ? VIEW_TEXTS.unmeasured
          : '',
    ]
      .filter((note) => note !== '')
      .join(', ');
  return (
    <>
      {/* The table scrolls from the keyboard, too. */}
      <div className="table-scroll sweep-rows" role="region" aria-label={view.name} tabIndex={0}>
        <table className="runs">
          <thead>
            <tr>
              <th scope="col">{VIEW_TEXTS.point}</th>
              {varied.map(({ key }) => (
                <th key={key} scope="col">
                  {SETTINGS[key].label}
                </th>
              ))}
              {metrics.map((one) => (
                <th key={one} scope="col">
                  {viewedName(view, one)}
                  {one === metric && view.origin !== null && ` (${VIEW_TEXTS.chose})`}
                </th>
              ))}
              {hasHeldOut && (
                <th scope="col">
                  {viewedName(view, metric)} ({VIEW_TEXTS.heldOut})
                </th>
              )}
              <th scope="col">{VIEW_TEXTS.notes}</th>
              <th scope="col">
                <span className="visually-hidden">{VIEW_TEXTS.set}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((point) => (
              <tr
                key={point.key}
                className={point.key === active ? 'is-active' : undefined}
                onPointerEnter={() => onActive(point.key)}
                onFocus={() => onActive(point.key)}
              >
                <th scope="row">{point.name}</th>
                {varied.map(({ key }, axis) => (
                  <td key={key}>{valueText(key, point.values[axis])}</td>
                ))}
                {metrics.map((one) => (
                  <td key={one}>{measuredText(one, point.chosenOn)}</td>
                ))}
                {hasHeldOut && <td>{measuredText(metric, point.heldOut)}</td>}
                <td title={point.failures.join('\n')}>{notesOf(point)}</td>
                <td className="row-actions">
                  <button
                    type="button"
                    className="button"
                    aria-label={`${VIEW_TEXTS.set}: ${point.name}`}
                    disabled={isCurrent(point)}
                    onClick={() => onSet(point)}
                  >
                    {isCurrent(point) ? VIEW_TEXTS.current : VIEW_TEXTS.set}
                  </button>
                  <ShowAgent view={view} point={point} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {points.length > rows.length && (
        <p className="muted">{moreText(points.length - rows.length)}</p>
      )}
    </>
  );
}

function measuredText(metric: TradeoffMetric, measured: ViewedPoint['chosenOn']): string {
  const interval = measured?.[metric];
  return interval === undefined || Number.isNaN(interval.estimate)
    ? '—'
    : intervalText(metric, interval);
}

/** More of it is better; what was not measured comes last. */
function gainOf(metric: TradeoffMetric, { chosenOn }: ViewedPoint): number {
  const value = chosenOn?.[metric]?.estimate ?? Number.NaN;
  if (Number.isNaN(value)) return -Number.MAX_VALUE;
  return TRADEOFF_METRICS[metric] === 'more' ? value : -value;
}
