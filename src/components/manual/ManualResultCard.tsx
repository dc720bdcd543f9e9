/**
 * The card says who made more in an episode by hand, what set the two apart, and where to go from
 * here.
 */
import { formatWholeDollars } from '../../charts/format';
import { MANUAL_TEXTS } from '../../content/manual';
import { TERM_NAMES } from '../../content/terms';
import { rewardWeights } from '../../store/settings/configs';
import { besideName } from '../../store/manual/besideName';
import { decidingTerms, finalScores, inWholeDollars } from '../../store/manual/manualScore';
import { ManualScoreTable } from './ManualScoreTable';
import { useSession, useSessionState } from '../context';
import { useLandingFocus } from '../ui/useLandingFocus';

export function ManualResultCard() {
  const session = useSession();
  const { manual } = session;
  const result = useSessionState((state) => state.manual.result);
  const rival = useSessionState(besideName);
  const isInOneBook = useSessionState((state) => state.manual.isInOneBook);
  const settings = useSessionState((state) => state.settings);
  const landing = useLandingFocus<HTMLParagraphElement>();
  if (result === null) return null;
  const scores = finalScores(result, rewardWeights(settings));
  const shown = inWholeDollars(scores);
  const difference = shown.you.profitDollars - shown.agent.profitDollars;
  const [first, second] = decidingTerms(shown);
  return (
    <div className="manual-result" data-testid="manual-result">
      <p ref={landing} className="manual-outcome landing" tabIndex={-1}>
        {MANUAL_TEXTS.outcome(difference, rival)}: <b>{formatWholeDollars(difference)}</b> profit,{' '}
        <b>{formatWholeDollars(shown.you.reward - shown.agent.reward)}</b> reward.
      </p>
      {first !== undefined && (
        <p>
          Biggest differences: {TERM_NAMES[first.term].toLowerCase()}{' '}
          {formatWholeDollars(first.dollars)}
          {second !== undefined &&
            `, ${TERM_NAMES[second.term].toLowerCase()} ${formatWholeDollars(second.dollars)}`}
          .
        </p>
      )}
      <p className="muted">{isInOneBook ? MANUAL_TEXTS.oneBook : MANUAL_TEXTS.fair}</p>
      <div className="manual-choices">
        <button type="button" className="button primary" onClick={() => manual.again()}>
          Again, same seed
        </button>
        <button type="button" className="button" onClick={() => manual.next()}>
          New seed
        </button>
        <button
          type="button"
          className="button"
          onClick={() => session.playback.showReplay(result.manual.record.id)}
        >
          Replay it
        </button>
        <button type="button" className="button" onClick={() => manual.leave()}>
          Back to the agent
        </button>
      </div>
      <ManualScoreTable read={() => scores} isFinal />
    </div>
  );
}
