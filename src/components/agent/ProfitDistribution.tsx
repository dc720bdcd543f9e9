/**
 * At the highest speed a moment says nothing: the agent's card shows how far the episode is, and
 * how profits per episode are distributed so far.
 */
import { useMemo } from 'react';
import { formatCompact, formatFixed, formatMargin, formatProfit } from '../../charts/format';
import { MEAN_INTERVAL, episodesText } from '../../content/episodes';
import { scoreTitle } from '../../store/live/average';
import { profitDistribution } from '../../store/live/profitDistribution';
import { meanProfit } from '../../store/live/scores';
import { Explain } from '../ui/Explain';
import { useSessionState } from '../context';
import { useDistinct, useScores } from '../useScores';

/**
 * Fewest episodes of which a quarter, and a twentieth, is more than a guess between two of them.
 */
const QUARTILES_FROM = 8;
const TAILS_FROM = 20;

export function ProfitDistribution() {
  const scores = useScores();
  const distinct = useDistinct(scores);
  const found = useMemo(
    () => profitDistribution(scores.map(({ profitDollars }) => profitDollars)),
    [scores],
  );
  const runs = useSessionState((state) => state.runs);
  const newest = scores.at(-1);
  const { low, high } = meanProfit(scores, distinct);
  return (
    <section className="distribution" data-testid="profit-distribution">
      <EpisodeBand />
      <div className="distribution-head">
        <Explain metric="profitPerEpisode" />
        <span className="muted">
          {newest === undefined ? 'after the first whole episode' : scoreTitle(newest, runs)}
        </span>
      </div>
      {found !== null && (
        <>
          <div
            className="distribution-bars"
            role="img"
            aria-label={`Profit of ${episodesText(found.count, distinct)}, from ${formatProfit(found.range[0])} to ${formatProfit(found.range[1])}: ${found.bins.join(', ')} in equal bins`}
          >
            {found.bins.map((count, bin) => (
              <i
                // A bin is its place.
                key={`bin ${String(bin)}`}
                style={{ height: `${(100 * count) / Math.max(...found.bins)}%` }}
              />
            ))}
          </div>
          <div className="distribution-range muted">
            <span>{formatProfit(found.range[0])}</span>
            <span>{formatProfit(found.range[1])}</span>
          </div>
          <dl className="distribution-numbers">
            <Row
              name="Mean"
              value={`${formatProfit(found.mean)} ${formatMargin(low, high)}`.trim()}
              title={MEAN_INTERVAL}
            />
            <Row name="Episodes" value={formatCompact(distinct)} />
            {distinct < found.count && (
              <Row name="Played" value={`${formatCompact(found.count)} times, overlapping`} />
            )}
            <Row name="Median" value={formatProfit(found.quantiles[2])} />
            {distinct >= QUARTILES_FROM && (
              <Row
                name="Middle half"
                value={`${formatProfit(found.quantiles[1])} to ${formatProfit(found.quantiles[3])}`}
              />
            )}
            {distinct >= TAILS_FROM && (
              <Row
                name="5 % to 95 %"
                value={`${formatProfit(found.quantiles[0])} to ${formatProfit(found.quantiles[4])}`}
              />
            )}
          </dl>
        </>
      )}
    </section>
  );
}

interface RowProps {
  readonly name: string;
  readonly value: string;
  readonly title?: string;
}

function Row({ name, value, title }: RowProps) {
  return (
    <div title={title}>
      <dt className="muted">{name}</dt>
      <dd className="number">{value}</dd>
    </div>
  );
}

function EpisodeBand() {
  const episode = useSessionState((state) => state.readout.episode);
  const share = useSessionState(({ readout }) => readout.step / readout.episodeLength);
  const done = Number.isFinite(share) ? Math.min(1, share) : 0;
  return (
    <div className="distribution-episode">
      <span>Episode {formatFixed(episode, 0)}</span>
      <div className="progress" aria-hidden="true">
        <span style={{ width: `${done * 100}%` }} />
      </div>
    </div>
  );
}
