/**
 * Draws a stylised fact as a small chart: measured values at their places, in front of the accepted
 * range where there is one.
 */
import { Bar, Line, ReferenceLine, XAxis } from 'recharts';
import { formatFixed, formatSignificant, tickDecimals } from '../../charts/format';
import { niceStep, niceTicks } from '../../charts/scale';
import { FACT_CHARTS } from '../../content/facts';
import type { FactCurve } from '../../evaluation/facts/factCurves';
import { CurvePlot } from '../charts/CurvePlot';
import { Explain } from '../ui/Explain';

/** Places up to which each is labelled; with more, every third is. */
const LABELLED = 8;

export function FactChart({ curve }: { readonly curve: FactCurve }) {
  const { metric, label, across, unit, mark, neutral } = FACT_CHARTS[curve.id];
  const { labels, values, accepted } = curve;
  const domain = domainOf(curve, neutral);
  const decimals = tickDecimals(niceStep(domain[1] - domain[0], 5));
  const rows = labels.map((text, place) => {
    const range = accepted[place];
    return {
      place: text.replace('-', '−'),
      // The line breaks where nothing was seen.
      value: Number.isNaN(values[place]) ? null : values[place],
      accepted: range === null ? null : [range[0] ?? domain[0], range[1] ?? domain[1]],
    };
  });
  const places = { type: 'category', dataKey: 'place', scale: 'band' } as const;
  return (
    <figure className="fact-chart">
      <figcaption>
        <Explain metric={metric} now={describe(label, curve)}>
          {label}
        </Explain>
        <span className="muted">{unit}</span>
      </figcaption>
      <div className="fact-plot" role="img" aria-label={describe(label, curve)}>
        <CurvePlot
          rows={rows}
          x={{ ...places, tickFormatter: String, interval: labels.length > LABELLED ? 2 : 0 }}
          y={{
            domain: [...domain],
            ticks: [...niceTicks(domain, 5)],
            tickFormatter: (tick: number) => formatFixed(tick, decimals),
          }}
          formatX={String}
          barGap="0%"
        >
          {/* Bars of one axis stand side by side, so the ranges have an axis of their own. */}
          <XAxis xAxisId="accepted" hide {...places} />
          <Bar
            xAxisId="accepted"
            dataKey="accepted"
            name="accepted"
            fill="var(--bid)"
            fillOpacity={0.28}
            minPointSize={2}
            isAnimationActive={false}
          />
          <ReferenceLine y={neutral} stroke="var(--control)" />
          {mark === 'bar' ? (
            <Bar
              dataKey="value"
              name={label}
              fill="var(--text)"
              barSize={14}
              isAnimationActive={false}
            />
          ) : (
            <Line
              dataKey="value"
              name={label}
              stroke="var(--text)"
              strokeWidth={1.5}
              dot={{ r: 2.5, fill: 'var(--text)', strokeWidth: 0 }}
              isAnimationActive={false}
            />
          )}
        </CurvePlot>
      </div>
      <p className="fact-across muted">{across}</p>
    </figure>
  );
}

/** Returns a domain that holds what was measured and what is accepted, with a little air. */
function domainOf({ values, accepted }: FactCurve, neutral: number): readonly [number, number] {
  const bounds = accepted.flatMap((range) => range ?? []).filter((bound) => bound !== null);
  const seen = [...values.filter((value) => !Number.isNaN(value)), ...bounds, neutral];
  const low = Math.min(...seen);
  const high = Math.max(...seen);
  const air = (high - low || 1) * 0.06;
  return [low < neutral ? low - air : low, high + air];
}

const describe = (label: string, { labels, values }: FactCurve): string =>
  `${label}: ${labels.map((text, place) => `${text}: ${formatSignificant(values[place])}`).join(', ')}`;
