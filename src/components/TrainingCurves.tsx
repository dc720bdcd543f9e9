/** Training curves, two by two. Loaded on demand: recharts is not in the first download. */
import { memo, useEffect, useRef, useState } from 'react';
import {
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatCompact, formatSignificant } from '../charts/format';
import type { MetricId } from '../content/glossary';
import type { TrainingProgress } from '../protocol/api';
import { Explain } from './Explain';

interface Curve {
  readonly field: keyof TrainingProgress & MetricId;
  /** Short: two names and their values share a line. */
  readonly name: string;
  readonly colour: string;
  readonly dash?: string;
  /** Of the whole chart; its first line decides. */
  readonly scale?: 'log';
}

type Points = readonly TrainingProgress[];

const CURVES: readonly (readonly Curve[])[] = [
  [{ field: 'policyLoss', name: 'Policy loss', colour: 'var(--text)' }],
  [
    { field: 'criticLoss', name: 'Q loss', colour: 'var(--text)', scale: 'log' },
    { field: 'valueLoss', name: 'V loss', colour: 'var(--bid)', dash: '4 3' },
  ],
  [
    { field: 'meanQ', name: 'Q', colour: 'var(--text)' },
    { field: 'meanValue', name: 'V', colour: 'var(--bid)', dash: '4 3' },
  ],
  [
    { field: 'meanAdvantageWeight', name: 'Weight', colour: 'var(--text)' },
    { field: 'clippedShare', name: 'clipped', colour: 'var(--ask)', dash: '4 3' },
  ],
];

/** Redrawing a chart takes long enough to be felt: one at a time, in turn. */
const TURN_MILLISECONDS = 300;

export default function TrainingCurves({ points }: { readonly points: Points }) {
  const latest = useRef(points);
  const [shown, setShown] = useState<readonly Points[]>(() => CURVES.map(() => points));

  useEffect(() => {
    latest.current = points;
  }, [points]);

  useEffect(() => {
    let turn = 0;
    const timer = setInterval(() => {
      const chart = turn % CURVES.length;
      turn++;
      setShown((before) =>
        before[chart] === latest.current ? before : before.with(chart, latest.current),
      );
    }, TURN_MILLISECONDS);
    return () => clearInterval(timer);
  }, []);

  return CURVES.map((lines, chart) => (
    <CurveChart key={lines[0].field} lines={lines} points={shown[chart]} />
  ));
}

interface CurveChartProps {
  readonly lines: readonly Curve[];
  readonly points: Points;
}

const CurveChart = memo(function CurveChart({ lines, points }: CurveChartProps) {
  const learningFrom = points.find((point) => point.phase === 'training')?.update;
  return (
    <figure className="curve">
      <figcaption>
        {lines.map(({ field, name, colour, dash }) => (
          <span key={field} className="curve-name">
            <svg width="10" height="8" aria-hidden="true">
              <path
                d="M0 4h10"
                strokeWidth="2"
                {...(dash === undefined ? {} : { strokeDasharray: dash })}
                style={{ stroke: colour }}
              />
            </svg>
            <Explain metric={field}>{name}</Explain>
            <b>{formatSignificant(points[points.length - 1][field])}</b>
          </span>
        ))}
      </figcaption>
      <div className="curve-plot">
        <ResponsiveContainer width="100%" height="100%">
          <LineChart
            data={[...points]}
            margin={{ top: 4, right: 2, bottom: 0, left: 0 }}
            accessibilityLayer={false}
          >
            <XAxis
              dataKey="update"
              type="number"
              domain={['dataMin', 'dataMax']}
              tickFormatter={formatCompact}
              tickLine={false}
              axisLine={false}
              tickCount={3}
              height={14}
            />
            <YAxis
              orientation="right"
              width={38}
              tickFormatter={formatSignificant}
              tickLine={false}
              axisLine={false}
              tickCount={4}
              domain={['auto', 'auto']}
              scale={lines[0].scale ?? 'linear'}
            />
            {learningFrom !== undefined && (
              <ReferenceLine x={learningFrom} stroke="var(--muted)" strokeDasharray="2 3" />
            )}
            <Tooltip
              isAnimationActive={false}
              formatter={(value) => formatSignificant(Number(value))}
              labelFormatter={(x) => `update ${formatCompact(Number(x))}`}
            />
            {lines.map(({ field, colour, dash }) => (
              <Line
                key={field}
                dataKey={field}
                stroke={colour}
                strokeWidth={1.5}
                {...(dash === undefined ? {} : { strokeDasharray: dash })}
                dot={false}
                isAnimationActive={false}
              />
            ))}
          </LineChart>
        </ResponsiveContainer>
      </div>
    </figure>
  );
});
