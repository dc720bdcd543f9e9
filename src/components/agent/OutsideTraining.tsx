/**
 * Says beside the live agent where it trades outside of what it was trained on: in another market,
 * to whose own it goes when asked, or in longer episodes.
 */
import { marketTitle } from '../../content/markets';
import { elsewhereText, ownMarketText, pastTrainedLength } from '../../content/outsideTraining';
import type { MarketConfig } from '../../market/config';
import { valuesText } from '../../market/fields';
import { isSameMarket } from '../../market/sameMarket';
import { trainedOnConfig } from '../../store/live/liveAgentTitle';
import { marketConfig } from '../../store/settings/configs';
import { useSession, useSessionState } from '../context';

interface OutsideTrainingProps {
  /** Says only what a low window has no room for beside the agent. */
  readonly isNote?: boolean;
}

export function OutsideTraining({ isNote = false }: OutsideTrainingProps) {
  const config = useSessionState(trainedOnConfig);
  const applied = useSessionState((state) => state.applied);
  if (config === null) return null;
  const here = marketConfig(applied);
  const isElsewhere = !isSameMarket(config.market, here);
  const { episodeLength } = config.env;
  const isLonger = applied.episodeLength > episodeLength;
  const length = isLonger && pastTrainedLength(episodeLength, config.decisionTransformer !== null);
  if (isNote) return isLonger && <p className="muted">{length}</p>;
  if (!isElsewhere && !isLonger) return null;
  return (
    <div className="following muted" data-testid="outside-training">
      {isElsewhere && (
        <>
          <span>{elsewhereText(marketTitle(config.market), marketTitle(here))}</span>{' '}
          <OwnMarket market={config.market} />
        </>
      )}
      {isLonger && <span className="past-length">{length}</span>}
    </div>
  );
}

/** Goes to the market that the agent was trained on; nothing for a recording that is not here. */
function OwnMarket({ market }: { readonly market: MarketConfig }) {
  const session = useSession();
  const { preset, regime, parameters = {}, tape } = market;
  const isHere = useSessionState(
    ({ tapes }) => tape === undefined || tapes.list.some(({ hash }) => hash === tape.hash),
  );
  if (!isHere) return null;
  const go = () => {
    if (tape !== undefined) {
      session.tapes.play(tape.hash);
      return;
    }
    session.settings.setMany({ preset, regime, parameters: valuesText(parameters), tape: '' });
    session.settings.applyMarket();
  };
  return (
    <button type="button" className="button" onClick={go}>
      {ownMarketText(marketTitle(market))}
    </button>
  );
}
