/** Says in place of a map why there is none, and above one whose agent it is. */
import { agentLabel } from '../../content/agents';
import { MAPS_TEXTS, policyText, recordedText } from '../../content/maps';
import type { AskedAgent } from '../../protocol/decisions';
import { agentTitle } from '../../store/settings/configs';
import type { SessionState } from '../../store/state';
import { useSession, useSessionState } from '../context';
import { useMapsState } from './useMaps';

export function Unanswered() {
  const problem = useMapsState((state) => state.problem);
  const isReplay = useSessionState((state) => state.mode === 'replay');
  if (problem !== '') {
    return (
      <p className="empty alert" role="alert">
        {MAPS_TEXTS.failed} {problem}
      </p>
    );
  }
  return (
    <p className="empty muted" data-testid="no-map">
      {isReplay ? MAPS_TEXTS.notRecorded : MAPS_TEXTS.waiting}
    </p>
  );
}

/**
 * Names who is asked, and says so where no quote on screen is explained: the episode is over, or
 * another agent took the decision.
 */
export function AskedAbout({ asked }: { readonly asked: AskedAgent }) {
  const { ring } = useSession().feed;
  const isOver = useSessionState(isAfterLastDecision);
  const before = useSessionState(({ mode }) =>
    mode === 'live' && ring.isDecisionAwaited ? (ring.takeover?.before ?? null) : null,
  );
  const name = askedName(asked);
  const inventory = asked.features.find(({ feature }) => feature === 'inventory')?.now;
  return (
    <p className="muted" data-testid="asked-about">
      {before === null ? MAPS_TEXTS.asked(name) : MAPS_TEXTS.inPlaceOf(name, before)}
      {isOver && ` ${MAPS_TEXTS.over(asked.step + 1, inventory ?? Number.NaN)}`}
    </p>
  );
}

/** Whether the moment on screen is the end of an episode, where nothing is quoted any more. */
function isAfterLastDecision({ mode, playing, readout }: SessionState): boolean {
  const { step, episodeLength, bidPrice, askPrice } = readout;
  const isStill = mode === 'replay' || !playing;
  return isStill && step === episodeLength && Number.isNaN(bidPrice) && Number.isNaN(askPrice);
}

/** A policy has a name of its own; a rule that the page lists is called as there. */
const askedName = ({ kind, name }: AskedAgent): string =>
  kind === 'network' || kind === 'decisionTransformer' || kind === 'noisy'
    ? agentLabel(name)
    : agentTitle(kind);

/** What there is to know of whoever was asked, and of the decision as it was recorded. */
export function AskedNote({ asked }: { readonly asked: AskedAgent }) {
  const session = useSession();
  const decision = useMapsState((state) => state.decision);
  const isManual = useSessionState(({ mode, manual }) => mode === 'live' && manual.phase !== 'off');
  const record = session.replay.player?.record;
  return (
    <>
      {isManual && <span>{MAPS_TEXTS.byHand}</span>}
      {asked.isReplaced && <span>{MAPS_TEXTS.replaced}</span>}
      {decision !== null && record !== undefined && (
        <>
          <span data-testid="recorded-decision">{recordedText(decision, asked)}</span>
          <span>{policyText(decision.policyVersion, record.policyVersion)}</span>
        </>
      )}
    </>
  );
}
