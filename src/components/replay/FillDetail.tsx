/**
 * Explains one fill: the quote and its place in the queue, the mid around it, and what it earned.
 */
import {
  MISSING,
  formatFixed,
  formatPrice,
  formatProfit,
  formatSigned,
  formatTime,
} from '../../charts/format';
import { fillVerb, explainFill } from '../../charts/fillExplanation';
import { whyFilled } from '../../content/fillReasons';
import { rewardWeights } from '../../store/settings/configs';
import { Explain } from '../ui/Explain';
import { useSession, useSessionState } from '../context';
import { NextIcon, PreviousIcon } from '../ui/icons';
import { useLandingFocus } from '../ui/useLandingFocus';

export function FillDetail({ fill }: { readonly fill: number }) {
  const session = useSession();
  const settings = useSessionState((state) => state.settings);
  const landing = useLandingFocus<HTMLDivElement>();
  // The moves after a fill arrive while it is looked at.
  useSessionState((state) => state.readout.key);
  const { history, tickSize, tickValueDollars, adverseHorizonSeconds } = session.view;
  const explained = explainFill(history, fill, tickValueDollars);
  const weights = rewardWeights(settings);
  const adverse = explained.after.find(
    ({ horizonSeconds }) => horizonSeconds === adverseHorizonSeconds,
  );
  const adverseDollars = adverse?.dollars ?? Number.NaN;
  const earned =
    weights.spreadCapture * explained.spreadCaptureDollars +
    weights.adverseSelection * adverseDollars -
    weights.fees * explained.feeDollars;
  return (
    <div ref={landing} className="fill-detail landing" data-testid="fill-detail" tabIndex={-1}>
      <div className="fill-detail-head">
        <b>
          {fillVerb(explained)} {formatFixed(explained.size, 0)} at{' '}
          {formatPrice(explained.priceTicks, tickSize)}
        </b>
        <span className="muted number">{formatTime(explained.seconds)}</span>
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
      <p>{whyFilled(explained, session.view.fillsByRate)}</p>
      <dl>
        <div>
          <dt>
            <Explain metric="midBefore" now={formatPrice(explained.midTicks, tickSize)} />
          </dt>
          <dd>{formatPrice(explained.midTicks, tickSize)}</dd>
        </div>
        {explained.after.map(({ horizonSeconds, ticks }) => (
          <div key={horizonSeconds}>
            <dt>
              <Explain
                metric="markout"
                now={`${formatSigned(explained.side, 0)} · (${formatPrice(explained.midTicks + explained.side * ticks, tickSize)} − ${formatPrice(explained.midTicks, tickSize)}) = ${formatSigned(ticks, 1)} ticks`}
              >
                after {horizonSeconds} s
              </Explain>
            </dt>
            <dd>{Number.isNaN(ticks) ? MISSING : `${formatSigned(ticks, 1)} ticks`}</dd>
          </div>
        ))}
        <div>
          <dt>
            <Explain
              metric="spreadCapture"
              now={`$${formatFixed(tickValueDollars / tickSize, 0)} · ${formatSigned(explained.side, 0)} · ${formatFixed(explained.size, 0)} · (${formatPrice(explained.midTicks, tickSize)} − ${formatPrice(explained.priceTicks, tickSize)}) = ${formatProfit(explained.spreadCaptureDollars)}`}
            />
          </dt>
          <dd>{formatProfit(explained.spreadCaptureDollars)}</dd>
        </div>
        <div>
          <dt>
            <Explain
              metric="adverseSelection"
              now={`moves of the mid in this fill’s first ${adverseHorizonSeconds} s: ${formatProfit(adverseDollars)}`}
            />
          </dt>
          <dd>{formatProfit(adverseDollars)}</dd>
        </div>
        <div>
          <dt>
            <Explain
              metric="fees"
              now={`${formatFixed(explained.size, 0)} ${explained.isMaker ? 'maker' : 'taker'} contracts: ${formatProfit(-explained.feeDollars)}`}
            />
          </dt>
          <dd>{formatProfit(-explained.feeDollars)}</dd>
        </div>
        <div className="fill-detail-sum">
          <dt>
            <Explain
              metric="fillReward"
              now={`${weights.spreadCapture} · ${formatProfit(explained.spreadCaptureDollars)} + ${weights.adverseSelection} · ${formatProfit(adverseDollars)} + ${weights.fees} · ${formatProfit(-explained.feeDollars)} = ${formatProfit(earned)}`}
            />
          </dt>
          <dd>{formatProfit(earned)}</dd>
        </div>
      </dl>
    </div>
  );
}
