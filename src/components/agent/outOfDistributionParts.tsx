/** What the live panel of Out of distribution and the replayed one have in common. */
import type { ReactNode } from 'react';
import { MISSING, formatFixed, formatSignificant } from '../../charts/format';
import type { Surface } from '../../charts/surface';
import { featureLabel } from '../../content/features';
import { OUT_OF_DISTRIBUTION_TEXTS } from '../../content/outOfDistribution';
import { ChartCanvas } from '../charts/ChartCanvas';
import { Explain } from '../ui/Explain';
import { Panel } from '../ui/Panel';

/** @param percentile NaN where nothing is watched */
export const percentileText = (percentile: number): string =>
  Number.isFinite(percentile)
    ? `percentile ${formatFixed(percentile, percentile > 99 && percentile < 100 ? 1 : 0)}`
    : MISSING;

interface OutOfDistributionFrameProps {
  /** Percentile beside the title; NaN where nothing is watched. */
  readonly percentile: number;
  /** Sets the fallback, beside the title. */
  readonly setting: ReactNode;
  /** What is compared; without it the panel says why there is nothing. */
  readonly seen: OutOfDistributionBody | null;
  readonly why: ReactNode;
}

interface OutOfDistributionBody {
  readonly draw: (surface: Surface) => void;
  /** Describes the chart to those who cannot see it. */
  readonly summary: string;
  readonly share: ReactNode;
  readonly features: ReactNode;
}

export function OutOfDistributionFrame({
  percentile,
  setting,
  seen,
  why,
}: OutOfDistributionFrameProps) {
  return (
    <Panel
      title="Out of distribution"
      metric="outOfDistribution"
      className="ood-panel"
      actions={
        <>
          <span data-testid="ood-percentile">{percentileText(percentile)}</span>
          {setting}
        </>
      }
    >
      {seen === null ? (
        <p className="empty muted ood-why">{why}</p>
      ) : (
        <div className="ood-body">
          <ChartCanvas className="ood-canvas" draw={seen.draw} summary={seen.summary} />
          <div className="ood-share">{seen.share}</div>
          {seen.features}
        </div>
      )}
    </Panel>
  );
}

interface UnusualFeaturesProps {
  /** The features that stand out most, at most three. */
  readonly rows: readonly {
    readonly feature: number;
    readonly value: number;
    readonly low: number;
    readonly high: number;
  }[];
  /** Names of the features of an observation. */
  readonly names: readonly string[];
}

const PLACES = [0, 1, 2] as const;

export function UnusualFeatures({ rows, names }: UnusualFeaturesProps) {
  const labelOf = (feature: number) => featureLabel(names[feature] ?? MISSING);
  const [first] = rows;
  return (
    <table className="ood-features">
      <thead>
        <tr>
          <th scope="col">
            <Explain
              metric="unusualFeature"
              now={
                first === undefined
                  ? OUT_OF_DISTRIBUTION_TEXTS.none
                  : `${labelOf(first.feature)} is ${formatSignificant(first.value)}, usually ${formatSignificant(first.low)} to ${formatSignificant(first.high)}`
              }
            >
              Most unusual
            </Explain>
          </th>
          <th scope="col">now</th>
          <th scope="col">usual range</th>
        </tr>
      </thead>
      <tbody>
        {PLACES.map((place) => {
          const row = rows[place];
          return row === undefined ? (
            <tr key={place} className="muted">
              <th scope="row">{place === 0 ? OUT_OF_DISTRIBUTION_TEXTS.none : MISSING}</th>
              <td />
              <td />
            </tr>
          ) : (
            <tr key={place}>
              <th scope="row">{labelOf(row.feature)}</th>
              <td>{formatSignificant(row.value)}</td>
              <td className="muted">
                {formatSignificant(row.low)} to {formatSignificant(row.high)}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
