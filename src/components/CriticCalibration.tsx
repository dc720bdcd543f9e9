/**
 * Whether the critic's expectations came true, along the agent's own evaluation
 * episodes: a point per tenth of the decisions, on the line where they agree.
 */
import { formatFixed, formatProfit } from '../charts/format';
import type { CriticCalibration as Calibration } from '../evaluation/criticCalibration';
import { Explain } from './Explain';

const WIDTH = 220;
const HEIGHT = 120;
const INSET = 6;

export function CriticCalibration({ calibration }: { readonly calibration: Calibration }) {
  const { bins, slope, correlation, bias } = calibration;
  const values = bins.flatMap(({ predicted, realised }) => [
    predicted,
    realised.estimate,
    ...[realised.low, realised.high].filter(Number.isFinite),
  ]);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const share = (value: number) => (high > low ? (value - low) / (high - low) : 0.5);
  const x = (value: number) => INSET + share(value) * (WIDTH - 2 * INSET);
  const y = (value: number) => HEIGHT - INSET - share(value) * (HEIGHT - 2 * INSET);
  const summary = `Critic: slope ${formatFixed(slope, 2)}, correlation ${formatFixed(correlation, 2)}, bias ${formatProfit(bias)}`;
  return (
    <figure className="calibration" data-testid="calibration">
      <figcaption>
        <Explain metric="criticCalibration" />{' '}
        <span className="muted">
          slope {formatFixed(slope, 2)}, correlation {formatFixed(correlation, 2)}, bias{' '}
          {formatProfit(bias)}
        </span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={summary}>
        <line className="calibration-line" x1={x(low)} y1={y(low)} x2={x(high)} y2={y(high)} />
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
        across: expected, {formatProfit(low)} to {formatProfit(high)}; up: what followed
      </p>
    </figure>
  );
}
