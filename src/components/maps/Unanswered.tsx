/** Says in place of a map why there is none, and above one whose agent it is. */
import { MAPS_TEXTS, policyText, recordedText } from '../../content/maps';
import type { AskedAgent } from '../../protocol/decisions';
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
