/**
 * Explains one fill: the quote and its place in the queue, the mid around it, and what
 * it earned.
 */
import {
  formatCompact,
  formatFixed,
  formatPrice,
  formatProfit,
  formatSigned,
  formatTime,
} from '../../charts/format';
import { fillVerb, tellFill, type FillStory } from '../../charts/fillStory';
import { DEFAULT_ENV_CONFIG } from '../../env/config';
import { rewardWeights } from '../../store/settings/configs';
import { Explain } from '../ui/Explain';
import { useSession, useSessionState } from '../context';
import { NextIcon, PreviousIcon } from '../ui/icons';

/** Seconds for which the reward counts a fill's moves as adverse selection. */
const HORIZON = DEFAULT_ENV_CONFIG.adverseHorizonSeconds;

export function FillDetail({ fill }: { readonly fill: number }) {
  const session = useSession();
  const settings = useSessionState((state) => state.settings);
  // The moves after a fill arrive while it is looked at.
  useSessionState((state) => state.readout.key);
  const { history, tickSize, tickValueDollars } = session.view;
  const story = tellFill(history, fill, tickValueDollars);
  const weights = rewardWeights(settings);
  const adverse = story.after.find(({ horizonSeconds }) => horizonSeconds === HORIZON);
  const adverseDollars = adverse?.dollars ?? Number.NaN;
  const earned =
    weights.spreadCapture * story.spreadCaptureDollars +
    weights.adverseSelection * adverseDollars -
    weights.fees * story.feeDollars;
  return (
    <div className="fill-detail" data-testid="fill-detail">
      <div className="fill-detail-head">
        <b>
          {fillVerb(story)} {formatFixed(story.size, 0)} at{' '}
          {formatPrice(story.priceTicks, tickSize)}
        </b>
        <span className="muted number">{formatTime(story.seconds)}</span>
        <button
          type="button"
          className="button plain"
          aria-label="Earlier fill"
          disabled={fill <= history.fillStart}
          onClick={() => session.playback.selectFill(fill - 1)}
        >
          <PreviousIcon />
        </button>
        <button
          type="button"
          className="button plain"
          aria-label="Later fill"
          disabled={fill + 1 >= history.fillEnd}
          onClick={() => session.playback.selectFill(fill + 1)}
        >
          <NextIcon />
        </button>
      </div>
      <p>{whyFilled(story)}</p>
      <dl>
        <div>
          <dt>
            <Explain metric="midBefore" now={formatPrice(story.midTicks, tickSize)} />
          </dt>
          <dd>{formatPrice(story.midTicks, tickSize)}</dd>
        </div>
        {story.after.map(({ horizonSeconds, ticks }) => (
          <div key={horizonSeconds}>
            <dt>
              <Explain
                metric="markout"
                now={`${formatSigned(story.side, 0)} · (${formatPrice(story.midTicks + story.side * ticks, tickSize)} − ${formatPrice(story.midTicks, tickSize)}) = ${formatSigned(ticks, 1)} ticks`}
              >
                after {horizonSeconds} s
              </Explain>
            </dt>
            <dd>{formatSigned(ticks, 1)} ticks</dd>
          </div>
        ))}
        <div>
          <dt>
            <Explain
              metric="spreadCapture"
              now={`$${formatFixed(tickValueDollars / tickSize, 0)} · ${formatSigned(story.side, 0)} · ${formatFixed(story.size, 0)} · (${formatPrice(story.midTicks, tickSize)} − ${formatPrice(story.priceTicks, tickSize)}) = ${formatProfit(story.spreadCaptureDollars)}`}
            />
          </dt>
          <dd>{formatProfit(story.spreadCaptureDollars)}</dd>
        </div>
        <div>
          <dt>
            <Explain
              metric="adverseSelection"
              now={`moves of the mid in this fill’s first ${HORIZON} s: ${formatProfit(adverseDollars)}`}
            />
          </dt>
          <dd>{formatProfit(adverseDollars)}</dd>
        </div>
        <div>
          <dt>
            <Explain
              metric="fees"
              now={`${formatFixed(story.size, 0)} ${story.isMaker ? 'maker' : 'taker'} contracts: ${formatProfit(-story.feeDollars)}`}
            />
          </dt>
          <dd>{formatProfit(-story.feeDollars)}</dd>
        </div>
        <div className="fill-detail-sum">
          <dt>
            <Explain
              metric="fillReward"
              now={`${weights.spreadCapture} · ${formatProfit(story.spreadCaptureDollars)} + ${weights.adverseSelection} · ${formatProfit(adverseDollars)} + ${weights.fees} · ${formatProfit(-story.feeDollars)} = ${formatProfit(earned)}`}
            />
          </dt>
          <dd>{formatProfit(earned)}</dd>
        </div>
      </dl>
      <button type="button" className="button" onClick={() => session.playback.selectFill(null)}>
        All fills
      </button>
    </div>
  );
}

/** Says in one sentence how the fill came about. */
function whyFilled({ side, isMaker, aheadContracts, levelContracts }: FillStory): string {
  const quote = side > 0 ? 'bid' : 'ask';
  if (!isMaker) return 'The agent crossed the spread and took liquidity.';
  if (Number.isNaN(aheadContracts)) {
    return `The ${quote} reached this price after the previous decision and was filled at once.`;
  }
  if (aheadContracts === 0) {
    return `At the previous decision the ${quote} was first in a queue of ${formatCompact(levelContracts)}.`;
  }
  return `At the previous decision ${formatCompact(aheadContracts)} of ${formatCompact(levelContracts)} contracts were ahead of the ${quote}; all of them traded or were cancelled first.`;
}
