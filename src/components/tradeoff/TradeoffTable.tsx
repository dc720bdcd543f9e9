/** The same numbers as the chart, for whoever would rather read them. */
import { supportText, TRADEOFF_TEXTS } from '../../content/sweeps';
import type { Tradeoff, TradeoffPoint } from '../../store/sweeps/tradeoff';
import { intervalText, metricName } from './axisTexts';

interface TradeoffTableProps {
  readonly tradeoff: Tradeoff;
  readonly showsBaselines: boolean;
  /** Share of resampled episodes in which a point is on the front; NaN where nothing tells. */
  readonly supportOf: (key: string) => number;
  readonly onSet: (point: TradeoffPoint) => void;
}

export function TradeoffTable({ tradeoff, showsBaselines, supportOf, onSet }: TradeoffTableProps) {
  const { axes, points, baselines } = tradeoff;
  const name = `${metricName(axes.y)} against ${metricName(axes.x)}`;
  return (
    // The table scrolls from the keyboard, too.
    <div className="table-scroll tradeoff-table" role="region" aria-label={name} tabIndex={0}>
      <table className="runs">
        <thead>
          <tr>
            <th scope="col">{TRADEOFF_TEXTS.weighting}</th>
            <th scope="col">{metricName(axes.y)}</th>
            <th scope="col">{metricName(axes.x)}</th>
            <th scope="col">{TRADEOFF_TEXTS.onFront}</th>
            <th scope="col">
              <span className="visually-hidden">{TRADEOFF_TEXTS.setSliders}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {[...points, ...(showsBaselines ? baselines : [])].map((point) => (
            <tr key={point.key}>
              <th scope="row">{point.name}</th>
              <td>{intervalText(axes.y, point.y)}</td>
              <td>{intervalText(axes.x, point.x)}</td>
              <td>{frontMark(point, supportOf(point.key))}</td>
              <td className="row-actions">
                {point.weights !== null && (
                  <button
                    type="button"
                    className="button"
                    aria-label={`${TRADEOFF_TEXTS.setSliders}: ${point.name}`}
                    disabled={point.isCurrent}
                    onClick={() => onSet(point)}
                  >
                    {point.isCurrent ? TRADEOFF_TEXTS.current : TRADEOFF_TEXTS.setSliders}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Marks a point of the front, and says how sure its place there, or beside it, is. */
function frontMark({ isOnFront, beatenBy }: TradeoffPoint, support: number): string {
  const parts = [
    `${isOnFront ? '✓ ' : ''}${support > 0 ? supportText(support) : ''}`.trim(),
    beatenBy.length > 0 ? TRADEOFF_TEXTS.beatenMark(beatenBy) : '',
  ];
  return parts.filter((part) => part !== '').join('; ');
}
