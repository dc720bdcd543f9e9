/** Lines over the updates of a run: the raw values faint, their moving average in front. */
import { memo, useMemo, type CSSProperties } from 'react';
import {
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatCompact, formatSignificant } from '../../charts/format';
import { smooth } from '../../charts/smooth';
import type { MetricId } from '../../content/glossary';
import type { TrainingProgress } from '../../protocol/api';
import { Explain } from '../ui/Explain';

export interface Curve {
  readonly field: keyof TrainingProgress & MetricId;
  /** Short: two names and their values share a line. */
  readonly name: string;
  readonly colour: string;
  readonly dash?: string;
  /** Of the whole chart; its first line decides. */
  readonly scale?: 'log';
}

/** About the last five reports, a second or two, count. */
const SMOOTHING = 0.3;

interface CurveChartProps {
  readonly lines: readonly Curve[];
  readonly points: readonly TrainingProgress[];
}

export const CurveChart = memo(function CurveChart({ lines, points }: CurveChartProps) {
  const learningFrom = points.find(({ phase }, index) => index > 0 && phase === 'training')?.update;
  const startsEarlier = points[0]?.phase !== 'training';
  const rows = useMemo(() => {
    const columns = lines.map(({ field }) => ({
      field,
      averages: smooth(
        points.map((point) => point[field]),
        SMOOTHING,
      ),
    }));
    return points.map((point, index) => ({
      ...point,
      ...Object.fromEntries(
        columns.map(({ field, averages }) => [`${field}Smooth`, averages[index]]),
      ),
    }));
  }, [lines, points]);
  const last = rows.at(-1) as Readonly<Record<string, unknown>> | undefined;
  return (
    <figure className="curve">
      <figcaption>
        {lines.map(({ field, name, colour, dash }) => (
          <span key={field} className="curve-name">
            <LineKey colour={colour} dash={dash} />
            <Explain metric={field}>{name}</Explain>
            <b>{formatSignificant(Number(last?.[`${field}Smooth`]))}</b>
          </span>
        ))}
      </figcaption>
      <div className="curve-plot">
        <ResponsiveContainer width="100%" height="100%">
          <LineChart data={rows} margin={CURVE_MARGIN} accessibilityLayer={false}>
            <XAxis dataKey="update" {...UPDATE_AXIS} />
            <YAxis {...VALUE_AXIS} scale={lines[0].scale ?? 'linear'} />
            {learningFrom !== undefined && startsEarlier && (
              <ReferenceLine x={learningFrom} stroke="var(--muted)" strokeDasharray="2 3" />
            )}
            <Tooltip
              isAnimationActive={false}
              formatter={(value) => formatSignificant(Number(value))}
              labelFormatter={(x) => `update ${formatCompact(Number(x))}`}
            />
            {lines.map(({ field, colour }) => (
              <Line
                key={field}
                dataKey={field}
                stroke={colour}
                strokeWidth={1}
                strokeOpacity={0.3}
                dot={false}
                tooltipType="none"
                isAnimationActive={false}
              />
            ))}
            {lines.map(({ field, name, colour, dash }) => (
              <Line
                key={`${field}Smooth`}
                dataKey={`${field}Smooth`}
                name={name}
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

export const CURVE_MARGIN = { top: 4, right: 2, bottom: 0, left: 0 } as const;

export const UPDATE_AXIS = {
  type: 'number',
  domain: ['dataMin', 'dataMax'],
  tickFormatter: formatCompact,
  tickLine: false,
  axisLine: false,
  tickCount: 3,
  height: 17,
} as const;

export const VALUE_AXIS = {
  orientation: 'right',
  width: 38,
  tickFormatter: formatSignificant,
  tickLine: false,
  axisLine: false,
  tickCount: 4,
  domain: ['auto', 'auto'],
} as const;

/** What a line of the chart looks like, beside its name. */
export function LineKey({
  colour,
  dash,
}: {
  readonly colour: string;
  readonly dash?: string | undefined;
}) {
  const style: CSSProperties = { stroke: colour };
  return (
    <svg width="10" height="8" aria-hidden="true">
      <path
        d="M0 4h10"
        strokeWidth="2"
        {...(dash === undefined ? {} : { strokeDasharray: dash })}
        style={style}
      />
    </svg>
  );
}
