/** How an episode by hand ended: who made more, what set the two apart, and where to go from here. */
import { formatProfit } from '../../charts/format';
import { HAND_TEXTS } from '../../content/manual';
import { TERM_NAMES } from '../../content/terms';
import { rewardWeights } from '../../store/settings/configs';
import { decidingTerms, finalScores } from '../../store/manual/manualScore';
import { HandScoreTable } from './ManualScoreTable';
import { useSession, useSessionState } from '../context';
import { useLandingFocus } from '../ui/useLandingFocus';

export function HandResultCard() {
  const session = useSession();
  const { hand } = session;
  const result = useSessionState((state) => state.hand.result);
  const rival = useSessionState((state) => state.hand.rivalName);
  const settings = useSessionState((state) => state.settings);
  const landing = useLandingFocus<HTMLParagraphElement>();
  if (result === null) return null;
  const scores = finalScores(result, rewardWeights(settings));
  const difference = scores.you.profitDollars - scores.agent.profitDollars;
  const [first, second] = decidingTerms(scores);
  return (
    <div className="hand-result" data-testid="hand-result">
      <p ref={landing} className="hand-outcome landing" tabIndex={-1}>
        {difference === 0 ? (
          <>You and {rival} made the same.</>
        ) : (
          <>
            {difference > 0 ? 'You beat' : 'You made less than'} {rival}:{' '}
            <b>{formatProfit(difference)}</b>
          </>
        )}
      </p>
      {first !== undefined && (
        <p>
          Most of it: {TERM_NAMES[first.term].toLowerCase()} {formatProfit(first.dollars)}
          {second !== undefined &&
            `, ${TERM_NAMES[second.term].toLowerCase()} ${formatProfit(second.dollars)}`}
          .
        </p>
      )}
      <p className="muted">{HAND_TEXTS.fair}</p>
      <div className="hand-choices">
        <button type="button" className="button primary" onClick={() => hand.again()}>
          Again, same seed
        </button>
        <button type="button" className="button" onClick={() => hand.next()}>
          New seed
        </button>
        <button
          type="button"
          className="button"
          onClick={() => session.showReplay(result.hand.record.id)}
        >
          Replay it
        </button>
        <button type="button" className="button" onClick={() => hand.leave()}>
          Back to the agent
        </button>
      </div>
      <HandScoreTable read={() => scores} isFinal />
    </div>
  );
}
