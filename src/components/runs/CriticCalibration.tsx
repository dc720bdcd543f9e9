/**
 * Plots what the critic expected against what followed, along the agent's own evaluation episodes:
 * a point per tenth of the decisions, and the line where the two agree.
 */
import { ErrorBar, Line, ReferenceLine } from 'recharts';
import { formatCompact, formatFixed, formatProfit } from '../../charts/format';
import type { CriticCalibration as Calibration } from '../../evaluation/criticCalibration';
import { CurvePlot } from '../charts/CurvePlot';
import { Explain } from '../ui/Explain';

/** CSS pixels beside the outermost points, which are drawn whole. */
const DOT_ROOM = { left: 6, right: 6 };

export default function CriticCalibration({ calibration }: { readonly calibration: Calibration }) {
  const { bins, slope, correlation, bias } = calibration;
  const expected = bins.map(({ predicted }) => predicted);
  const [from, to] = [Math.min(...expected), Math.max(...expected)];
  const rows = bins.map(({ predicted, realised: { estimate, low, high } }) => ({
    predicted,
    followed: estimate,
    interval: Number.isFinite(high) ? [estimate - low, high - estimate] : [0, 0],
  }));
  const numbers = `slope ${formatFixed(slope, 2)}, correlation ${formatFixed(correlation, 2)}, bias ${formatProfit(bias)}`;
  return (
    <figure className="calibration" data-testid="calibration">
      <figcaption>
        <Explain
          metric="criticCalibration"
          now={`${formatProfit(from)} to ${formatProfit(to)} expected; ${numbers}`}
        />{' '}
        <span className="muted">{numbers}</span>
      </figcaption>
      <div className="calibration-plot" role="img" aria-label={`Critic: ${numbers}`}>
        <CurvePlot
          rows={rows}
          x={{ dataKey: 'predicted', padding: DOT_ROOM }}
          y={{ tickFormatter: formatCompact }}
          formatValue={formatProfit}
          formatX={(predicted) => `expected ${formatProfit(Number(predicted))}`}
        >
          <ReferenceLine
            segment={[
              { x: from, y: from },
              { x: to, y: to },
            ]}
            stroke="var(--control)"
            strokeDasharray="4 3"
            ifOverflow="extendDomain"
          />
          <Line
            dataKey="followed"
            stroke="none"
            dot={{ r: 2.5, fill: 'var(--text)', strokeWidth: 0 }}
            isAnimationActive={false}
          >
            <ErrorBar dataKey="interval" direction="y" stroke="var(--muted)" width={0} />
          </Line>
        </CurvePlot>
      </div>
      <p className="muted calibration-axes">
        across: expected; up: what followed, with 95 % intervals
      </p>
    </figure>
  );
}
