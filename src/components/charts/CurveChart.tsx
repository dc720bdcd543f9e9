/**
 * Draws lines over the updates of a run: reported values faintly, their moving average in front.
 * The numbers beside the names are those last reported, as everywhere else; the tooltip has both.
 */
import { memo, useMemo, type CSSProperties } from 'react';
import { Line, ReferenceLine } from 'recharts';
import { formatSignificant } from '../../charts/format';
import { smooth } from '../../charts/smooth';
import { formatReported } from '../../store/training/reportedFormat';
import type { ReportedMetric } from '../../learning/algorithms/trainingMetrics';
import type { TrainingProgress } from '../../protocol/api';
import { Explain } from '../ui/Explain';
import { CurvePlot } from './CurvePlot';

export interface Curve {
  readonly field: ReportedMetric;
  /** Short name, because two names and their values share a line. */
  readonly name: string;
  readonly colour: string;
  readonly dash?: string;
  /** Scale of the whole chart; that of its first line decides. */
  readonly scale?: 'log';
}

/**
 * Weight of a new value in the moving average: about the last five reports count, a second or two.
 */
const SMOOTHING = 0.3;

interface CurveChartProps {
  readonly lines: readonly Curve[];
  readonly points: readonly TrainingProgress[];
}

export function CurveChart({
  lines,
  points,
  newest,
}: CurveChartProps & {
  /** Report whose numbers are written; the lines may be a moment behind it. */
  readonly newest: TrainingProgress | undefined;
}) {
  return (
    <figure className="curve">
      <figcaption>
        {lines.map(({ field, name, colour, dash }) => (
          <span key={field} className="curve-name">
            <LineKey colour={colour} dash={dash} />
            <Explain metric={field}>{name}</Explain>
            <b>{formatReported(field, newest?.[field] ?? Number.NaN)}</b>
          </span>
        ))}
      </figcaption>
      <div className="curve-plot">
        <CurveLines lines={lines} points={points} />
      </div>
    </figure>
  );
}

const CurveLines = memo(function CurveLines({ lines, points }: CurveChartProps) {
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
  return (
    <CurvePlot
      rows={rows}
      x={{ dataKey: 'update' }}
      y={{ scale: lines[0].scale ?? 'linear' }}
      formatValue={(value, name) => formatNamed(lines, value, name)}
    >
      {learningFrom !== undefined && startsEarlier && (
        <ReferenceLine x={learningFrom} stroke="var(--muted)" strokeDasharray="2 3" />
      )}
      {lines.map(({ field, name, colour }) => (
        <Line
          key={field}
          dataKey={field}
          name={`${name}, reported`}
          stroke={colour}
          strokeWidth={1}
          strokeOpacity={0.3}
          dot={false}
          isAnimationActive={false}
        />
      ))}
      {lines.map(({ field, name, colour, dash }) => (
        <Line
          key={`${field}Smooth`}
          dataKey={`${field}Smooth`}
          name={`${name}, smoothed`}
          stroke={colour}
          strokeWidth={1.5}
          {...(dash === undefined ? {} : { strokeDasharray: dash })}
          dot={false}
          isAnimationActive={false}
        />
      ))}
    </CurvePlot>
  );
});

/** @param series name of a line, as the tooltip has it */
function formatNamed(lines: readonly Curve[], value: number, series: string): string {
  const line = lines.find(({ name }) => series.startsWith(`${name},`));
  return line === undefined ? formatSignificant(value) : formatReported(line.field, value);
}

/** Shows a line of the chart beside its name. */
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
