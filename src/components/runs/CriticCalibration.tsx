/**
 * Whether the critic's expectations came true, along the agent's own evaluation
 * episodes: a point per tenth of the decisions, on the line where they agree.
 */
import { formatFixed, formatProfit } from '../../charts/format';
import type { CriticCalibration as Calibration } from '../../evaluation/criticCalibration';
import { Explain } from '../ui/Explain';

const WIDTH = 220;
const HEIGHT = 120;
const INSET = 6;

export function CriticCalibration({ calibration }: { readonly calibration: Calibration }) {
  const { bins, slope, correlation, bias } = calibration;
  const expected = bins.map(({ predicted }) => predicted);
  const [from, to] = [Math.min(...expected), Math.max(...expected)];
  const followed = bins.flatMap(({ realised: { estimate, low, high } }) =>
    [estimate, low, high].filter(Number.isFinite),
  );
  const [bottom, top] = [Math.min(from, ...followed), Math.max(to, ...followed)];
  const x = (value: number) => INSET + share(value, from, to) * (WIDTH - 2 * INSET);
  const y = (value: number) => HEIGHT - INSET - share(value, bottom, top) * (HEIGHT - 2 * INSET);
  const summary = `Critic: slope ${formatFixed(slope, 2)}, correlation ${formatFixed(correlation, 2)}, bias ${formatProfit(bias)}`;
  return (
    <figure className="calibration" data-testid="calibration">
      <figcaption>
        <Explain
          metric="criticCalibration"
          now={`${formatProfit(from)} to ${formatProfit(to)} expected, ${formatProfit(bottom)} to ${formatProfit(top)} followed`}
        />{' '}
        <span className="muted">
          slope {formatFixed(slope, 2)}, correlation {formatFixed(correlation, 2)}, bias{' '}
          {formatProfit(bias)}
        </span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={summary}>
        <line className="calibration-line" x1={x(from)} y1={y(from)} x2={x(to)} y2={y(to)} />
        {bins.map(({ predicted, realised }) => (
          <g key={predicted}>
            {Number.isFinite(realised.high) && (
              <line
                className="calibration-interval"
                x1={x(predicted)}
                x2={x(predicted)}
                y1={y(realised.low)}
                y2={y(realised.high)}
              />
            )}
            <circle cx={x(predicted)} cy={y(realised.estimate)} r="2.5" />
          </g>
        ))}
      </svg>
      <p className="muted calibration-axes">
        across: expected, {formatProfit(from)} to {formatProfit(to)}; up: what followed,{' '}
        {formatProfit(bottom)} to {formatProfit(top)}, with 95 % intervals
      </p>
    </figure>
  );
}

/** Where a value lies between two others; half-way where they are the same. */
const share = (value: number, low: number, high: number) =>
  high > low ? (value - low) / (high - low) : 0.5;
