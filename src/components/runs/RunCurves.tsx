/**
 * Draws the curves of the selected runs on one axis: reported values faintly behind smoothed ones,
 * and runs over several seeds as a median in the band of their quartiles. The file is loaded on
 * demand, because recharts is not in the first download.
 */
import { useEffect, useMemo, useState } from 'react';
import { Area, Line } from 'recharts';
import { formatReported } from '../../store/training/reportedFormat';
import { METRIC_LABELS } from '../../content/glossary/labels';
import type { RunSummary } from '../../protocol/run';
import {
  CURVE_METRICS,
  curvesOf,
  type CurveMetric,
  type CurvePoint,
  type RunCurveSource,
} from '../../store/runs/runCurves';
import { CurvePlot } from '../charts/CurvePlot';
import { Explain } from '../ui/Explain';
import { useSession } from '../context';

/** Dashes tell lines apart where colours repeat. */
const COLOURS = [
  'var(--series-1)',
  'var(--series-2)',
  'var(--series-3)',
  'var(--series-4)',
  'var(--series-5)',
];
const DASHES = ['', '5 3', '2 2'];

export default function RunCurves({ runs }: { readonly runs: readonly RunSummary[] }) {
  const sources = useSources(runs);
  const [metric, setMetric] = useState<CurveMetric>('policyLoss');
  const [smoothing, setSmoothing] = useState(0.6);
  const { series, points } = useMemo(
    () => curvesOf(sources, metric, smoothing),
    [sources, metric, smoothing],
  );
  return (
    <figure className="run-curves" aria-label={`${METRIC_LABELS[metric]} of the selected runs`}>
      <div className="run-curves-head">
        <select
          className="field"
          aria-label="Curve"
          value={metric}
          onChange={(event) => setMetric(event.target.value as CurveMetric)}
        >
          {CURVE_METRICS.map((name) => (
            <option key={name} value={name}>
              {METRIC_LABELS[name]}
            </option>
          ))}
        </select>
        <Explain metric={metric}>Explain</Explain>
        <label className="smoothing">
          Smoothing
          <input
            type="range"
            min={0}
            max={0.95}
            step={0.05}
            value={smoothing}
            onChange={(event) => setSmoothing(Number(event.target.value))}
          />
        </label>
      </div>
      {points.length === 0 ? (
        <p className="empty muted">No selected run has this curve.</p>
      ) : (
        <>
          <div className="run-curves-plot">
            <CurvePlot
              rows={points}
              x={{ dataKey: 'update', tickCount: 4 }}
              formatValue={(value) => formatReported(metric, value)}
            >
              {series.map(({ key, name, isGroup }, index) =>
                isGroup ? (
                  <Area
                    key={`band ${key}`}
                    name={`${name}, quartiles`}
                    dataKey={(point: CurvePoint) => point.quartiles[key]}
                    stroke="none"
                    fill={colourOf(index)}
                    fillOpacity={0.2}
                    isAnimationActive={false}
                    connectNulls
                  />
                ) : (
                  <Line
                    key={`raw ${key}`}
                    name={`${name}, reported`}
                    dataKey={(point: CurvePoint) => point.raw[key]}
                    stroke={colourOf(index)}
                    strokeOpacity={0.3}
                    strokeWidth={1}
                    dot={false}
                    isAnimationActive={false}
                    connectNulls
                  />
                ),
              )}
              {series.map(({ key, name, isGroup }, index) => (
                <Line
                  key={`line ${key}`}
                  name={`${name}, ${isGroup ? 'median' : 'smoothed'}`}
                  dataKey={(point: CurvePoint) => point.line[key]}
                  stroke={colourOf(index)}
                  strokeWidth={2}
                  {...dashOf(index)}
                  dot={false}
                  isAnimationActive={false}
                  connectNulls
                />
              ))}
            </CurvePlot>
          </div>
          <ul className="run-curves-legend">
            {series.map(({ key, name, isGroup, lastRaw, lastSmoothed }, index) => (
              <li key={key} className="curve-name">
                <svg width="18" height="8" aria-hidden="true">
                  <path
                    d="M0 4h18"
                    strokeWidth="2"
                    {...dashOf(index)}
                    style={{ stroke: colourOf(index) }}
                  />
                </svg>
                {name}
                {isGroup ? (
                  <>
                    <b>{formatReported(metric, lastSmoothed)}</b>
                    <span className="muted">median, smoothed</span>
                  </>
                ) : (
                  <>
                    <b>{formatReported(metric, lastRaw)}</b>
                    <span className="muted">smoothed {formatReported(metric, lastSmoothed)}</span>
                  </>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </figure>
  );
}

const colourOf = (index: number): string => COLOURS[index % COLOURS.length];

function dashOf(index: number): { readonly strokeDasharray?: string } {
  const dash = DASHES[Math.floor(index / COLOURS.length) % DASHES.length];
  return dash === '' ? {} : { strokeDasharray: dash };
}

/** Loads the histories of the runs from storage. */
function useSources(runs: readonly RunSummary[]): readonly RunCurveSource[] {
  const session = useSession();
  const [sources, setSources] = useState<readonly RunCurveSource[]>([]);
  useEffect(() => {
    let isCurrent = true;
    const load = async () => {
      const records = await Promise.all(runs.map(({ id }) => session.runs.record(id)));
      if (!isCurrent) return;
      setSources(
        records.flatMap((record) =>
          record === null || record.history === null
            ? []
            : [{ run: record, history: record.history }],
        ),
      );
    };
    void load();
    return () => {
      isCurrent = false;
    };
  }, [session, runs]);
  return sources;
}
