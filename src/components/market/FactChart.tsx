/**
 * One stylised fact as a small chart: measured values at their places, and the
 * accepted range behind them where there is one. Drawn once per measurement.
 */
import { formatFixed, formatSignificant, tickDecimals } from '../../charts/format';
import { linearScale, niceStep, niceTicks } from '../../charts/scale';
import { FACT_CHARTS } from '../../content/facts';
import type { FactCurve } from '../../evaluation/factCurves';
import { Explain } from '../ui/Explain';

const WIDTH = 320;
const HEIGHT = 168;
const AREA = { left: 38, right: 312, top: 8, bottom: 132 };

export function FactChart({ curve }: { readonly curve: FactCurve }) {
  const { metric, label, across, unit, mark, neutral } = FACT_CHARTS[curve.id];
  const { labels, values, accepted } = curve;
  const domain = domainOf(curve, neutral);
  const y = linearScale(domain, [AREA.bottom, AREA.top]);
  const slot = (AREA.right - AREA.left) / labels.length;
  const x = (place: number) => AREA.left + slot * (place + 0.5);
  const ticks = niceTicks(domain, 5);
  const decimals = tickDecimals(niceStep(domain[1] - domain[0], 5));
  const every = labels.length > 8 ? 3 : 1;
  return (
    <figure className="fact-chart">
      <figcaption>
        <Explain metric={metric} now={describe(label, curve)}>
          {label}
        </Explain>
        <span className="muted">{unit}</span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={describe(label, curve)}>
        {ticks.map((tick) => (
          <g key={tick}>
            <line className="fact-grid" x1={AREA.left} x2={AREA.right} y1={y(tick)} y2={y(tick)} />
            <text x={AREA.left - 6} y={y(tick) + 3.5} textAnchor="end">
              {formatFixed(tick, decimals)}
            </text>
          </g>
        ))}
        {accepted.map((range, place) => {
          if (range === null) return null;
          const top = y(range[1] ?? domain[1]);
          const bottom = y(range[0] ?? domain[0]);
          return (
            <rect
              key={labels[place]}
              className="fact-accepted"
              x={x(place) - slot / 2}
              width={slot}
              y={top}
              height={Math.max(2, bottom - top)}
            />
          );
        })}
        <line
          className="fact-neutral"
          x1={AREA.left}
          x2={AREA.right}
          y1={y(neutral)}
          y2={y(neutral)}
        />
        {mark === 'line' && <path className="fact-line" d={pathOf(values, x, y)} />}
        {values.map((value, place) =>
          Number.isNaN(value) ? null : mark === 'bar' ? (
            <rect
              key={labels[place]}
              className="fact-bar"
              x={x(place) - slot * 0.22}
              width={slot * 0.44}
              y={Math.min(y(value), y(neutral))}
              height={Math.abs(y(value) - y(neutral))}
            />
          ) : (
            <circle key={labels[place]} className="fact-dot" cx={x(place)} cy={y(value)} r={2.5} />
          ),
        )}
        {labels.map((text, place) =>
          place % every === 0 ? (
            <text key={text} x={x(place)} y={AREA.bottom + 14} textAnchor="middle">
              {text.replace('-', '−')}
            </text>
          ) : null,
        )}
        <text x={(AREA.left + AREA.right) / 2} y={HEIGHT - 6} textAnchor="middle">
          {across}
        </text>
      </svg>
    </figure>
  );
}

/** Wide enough for what was measured and for what is accepted, with a little air. */
function domainOf({ values, accepted }: FactCurve, neutral: number): readonly [number, number] {
  const bounds = accepted.flatMap((range) => range ?? []).filter((bound) => bound !== null);
  const seen = [...values.filter((value) => !Number.isNaN(value)), ...bounds, neutral];
  const low = Math.min(...seen);
  const high = Math.max(...seen);
  const air = (high - low || 1) * 0.06;
  return [low < neutral ? low - air : low, high + air];
}

/** Broken where nothing was seen. */
function pathOf(
  values: readonly number[],
  x: (place: number) => number,
  y: (value: number) => number,
): string {
  return values
    .map((value, place) => {
      if (Number.isNaN(value)) return '';
      const starts = place === 0 || Number.isNaN(values[place - 1]);
      return `${starts ? 'M' : 'L'}${x(place).toFixed(1)} ${y(value).toFixed(1)}`;
    })
    .join('');
}

const describe = (label: string, { labels, values }: FactCurve): string =>
  `${label}: ${labels.map((text, place) => `${text}: ${formatSignificant(values[place])}`).join(', ')}`;
