/**
 * Charts of what a run's policies earn on validation episodes: during training against the best
 * baseline, and, for a Decision Transformer, by the return it is asked for.
 */
import { memo } from 'react';
import { Area, Line, ReferenceLine } from 'recharts';
import { formatCompact, formatProfit, formatShare, formatSignificant } from '../../charts/format';
import { RANGE_STEPS, rangeAfterStart } from '../../charts/rangeAfterStart';
import { niceTicks } from '../../charts/scale';
import { agentLabel } from '../../content/agents';
import { startText } from '../../content/charts';
import type { TargetPoint } from '../../lab/types';
import type { ValidationBaseline, ValidationPoint } from '../../protocol/validationHistory';
import { LineKey } from '../charts/CurveChart';
import { CurvePlot } from '../charts/CurvePlot';
import { Explain } from '../ui/Explain';

const BASELINE_DASH = '2 3';

interface ValidationChartProps {
  readonly points: readonly ValidationPoint[];
  readonly baselines: readonly ValidationBaseline[];
}

export const ValidationChart = memo(function ValidationChart({
  points,
  baselines,
}: ValidationChartProps) {
  const best = baselines.reduce<ValidationBaseline | null>(
    (most, one) => (most === null || one.return.estimate > most.return.estimate ? one : most),
    null,
  );
  const rows = points.map(({ updates, return: { estimate, low, high } }) => ({
    updates,
    estimate,
    interval: Number.isFinite(low) ? [low, high] : undefined,
  }));
  const newest = points.at(-1)?.return.estimate ?? Number.NaN;
  const range = rangeAfterStart(
    points.map((point) => point.return),
    best?.return.estimate ?? Number.NaN,
  );
  return (
    <figure className="curve">
      <figcaption>
        <span className="curve-name">
          <LineKey colour="var(--text)" />
          <Explain metric="validationReturn">Return</Explain>
          <b data-testid="validation-return">{formatSignificant(newest)}</b>
          {range !== null && (
            <span className="muted" data-testid="validation-start">
              {startText(formatSignificant(points[0].return.estimate))}
            </span>
          )}
        </span>
        {best !== null && (
          <span className="curve-name" data-testid="validation-baseline">
            <LineKey colour="var(--muted)" dash={BASELINE_DASH} />
            <Explain metric="bestBaseline" now={agentLabel(best.name)}>
              {agentLabel(best.name)}
            </Explain>
            <b>{formatSignificant(best.return.estimate)}</b>
          </span>
        )}
      </figcaption>
      <div className="curve-plot">
        <CurvePlot
          rows={rows}
          x={{ dataKey: 'updates', domain: [0, 'dataMax'] }}
          y={{
            tickFormatter: formatCompact,
            ...(range === null
              ? {}
              : {
                  domain: [...range],
                  ticks: niceTicks(range, RANGE_STEPS),
                  allowDataOverflow: true,
                }),
          }}
          formatValue={formatProfit}
        >
          {best !== null && (
            <ReferenceLine
              y={best.return.estimate}
              stroke="var(--muted)"
              strokeDasharray={BASELINE_DASH}
              ifOverflow="extendDomain"
            />
          )}
          <Area
            dataKey="interval"
            name="95 %"
            stroke="none"
            fill="var(--text)"
            fillOpacity={0.14}
            isAnimationActive={false}
          />
          <Line
            dataKey="estimate"
            name="return"
            stroke="var(--text)"
            strokeWidth={1.5}
            dot={{ r: 2, fill: 'var(--text)', strokeWidth: 0 }}
            isAnimationActive={false}
          />
        </CurvePlot>
      </div>
    </figure>
  );
});

export const TargetChart = memo(function TargetChart({
  points,
}: {
  readonly points: readonly TargetPoint[];
}) {
  const rows = points.map(({ share, asked, achieved: { estimate, low, high } }) => ({
    share,
    asked: Number.isFinite(asked) ? asked : undefined,
    achieved: estimate,
    interval: Number.isFinite(low) ? [low, high] : undefined,
  }));
  return (
    <figure className="curve">
      <figcaption>
        <span className="curve-name">
          <LineKey colour="var(--text)" />
          <Explain metric="achievedReturn">Achieved</Explain>
        </span>
        <span className="curve-name">
          <LineKey colour="var(--series-2)" dash="4 3" />
          <Explain metric="askedReturn">asked</Explain>
        </span>
      </figcaption>
      <div className="curve-plot">
        {points.length === 0 ? (
          <p className="curve-empty muted">Shown after training</p>
        ) : (
          <CurvePlot
            rows={rows}
            x={{
              dataKey: 'share',
              domain: [0, 1],
              tickFormatter: (share: number) => formatShare(share),
            }}
            y={{ tickFormatter: formatCompact }}
            formatValue={formatProfit}
            formatX={(share) => `asked for ${formatShare(Number(share))}`}
          >
            <Area
              dataKey="interval"
              name="95 %"
              stroke="none"
              fill="var(--text)"
              fillOpacity={0.14}
              isAnimationActive={false}
            />
            <Line
              dataKey="asked"
              stroke="var(--series-2)"
              strokeDasharray="4 3"
              dot={false}
              isAnimationActive={false}
            />
            <Line
              dataKey="achieved"
              stroke="var(--text)"
              strokeWidth={1.5}
              dot={{ r: 2, fill: 'var(--text)', strokeWidth: 0 }}
              isAnimationActive={false}
            />
          </CurvePlot>
        )}
      </div>
    </figure>
  );
});
