/** Says in place of a map why there is none, and above one whose agent it is. */
import { MAPS_TEXTS } from '../../content/maps';
import type { AskedAgent } from '../../protocol/decisions';
import { useSessionState } from '../context';
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

/** What there is to know of whoever was asked. */
export function AskedNote({ asked }: { readonly asked: AskedAgent }) {
  const isManual = useSessionState(({ mode, manual }) => mode === 'live' && manual.phase !== 'off');
  if (isManual) return <span>{MAPS_TEXTS.byHand}</span>;
  return asked.isReplaced ? <span>{MAPS_TEXTS.replaced}</span> : null;
}
