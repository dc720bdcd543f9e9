/**
 * Shows what went wrong, such as bad links and failed workers, until it is dismissed. Nothing here
 * blocks the page.
 */
import { useEffect, useRef, useState } from 'react';
import { TROUBLE } from '../../content/trouble';
import { LAZY_MODULES } from '../lazyModules';
import { WORKER_NAMES, type WorkerName } from '../../lab/types';
import { ReloadButton } from './Boundary';
import { Copyable } from './Copyable';
import { lazyPart } from './lazyPart';
import { useSession, useSessionState } from '../context';
import { focusIsLost } from './useLandingFocus';
import { CloseIcon } from './icons';

const WORKER_LABELS: Readonly<Record<WorkerName, string>> = {
  market: 'The market',
  collector: 'The collector',
  trainer: 'The trainer',
};

const RunNotices = lazyPart(LAZY_MODULES.runNotices, {
  name: 'What happened to runs',
  loading: null,
});

const VersionOffer = lazyPart(LAZY_MODULES.versionOffer, {
  name: 'The newer version',
  loading: null,
});

/** Notices that are shown at once: more would cover the charts. */
const FIRST_NOTICES = 3;

export function Notices() {
  const session = useSession();
  const notices = useSessionState((state) => state.notices);
  const statuses = useSessionState((state) => state.statuses);
  const [showsAll, setShowsAll] = useState(false);
  const newest = notices.toReversed();
  const shown = showsAll ? newest : newest.slice(0, FIRST_NOTICES);
  const newVersion = useSessionState((state) => state.newVersion);
  const troubled = WORKER_NAMES.map((name) => statuses[name]).filter(
    ({ state }) => state === 'failed' || state === 'restarting',
  );
  const box = useRef<HTMLDivElement>(null);
  const offers = useSessionState(
    ({ deletedRun, interruptedRun }) =>
      Number(deletedRun !== null) + Number(interruptedRun !== null),
  );
  const count = notices.length + offers;
  const last = useRef(count);
  useEffect(() => {
    // The button of a notice goes with it; one that is new takes no focus.
    if (count < last.current && focusIsLost()) box.current?.focus({ preventScroll: true });
    last.current = count;
  }, [count]);
  return (
    <div ref={box} className="notices landing" role="status" aria-live="polite" tabIndex={-1}>
      <RunNotices />
      {newVersion?.kind === 'replaced' && <Replaced />}
      {newVersion?.kind === 'ready' && <VersionOffer version={newVersion} />}
      {troubled.map(({ worker, state, message, details }) => (
        <div key={worker} className="notice warning" data-testid={`failure-${worker}`}>
          <p>
            <b>
              {WORKER_LABELS[worker]} {state === 'failed' ? 'stopped' : 'is restarting'}.
            </b>{' '}
            {message}
          </p>
          <Copyable text={details} />
          {state === 'failed' && (
            <>
              <p className="muted">{TROUBLE.kept}</p>
              <div className="notice-actions">
                <button
                  type="button"
                  className="button"
                  onClick={() => session.workers.restart(worker)}
                >
                  Restart
                </button>
                <ReloadButton />
              </div>
            </>
          )}
        </div>
      ))}
      {shown.map(({ id, message, details, isNews }) => (
        <div key={id} className={isNews === true ? 'notice' : 'notice warning'}>
          <p>{message}</p>
          <Copyable text={details} />
          <button
            type="button"
            className="button plain dismiss"
            aria-label="Dismiss"
            onClick={() => session.notices.dismiss(id)}
          >
            <CloseIcon />
          </button>
        </div>
      ))}
      {notices.length > FIRST_NOTICES && (
        <button type="button" className="button" onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? TROUBLE.fewerNotices : TROUBLE.moreNotices(notices.length - FIRST_NOTICES)}
        </button>
      )}
    </div>
  );
}

/**
 * Says that files of this version are gone. It comes with the page itself, and so is not among
 * them.
 */
function Replaced() {
  return (
    <div className="notice" data-testid="replaced">
      <p>{TROUBLE.replaced}</p>
      <p className="muted">{TROUBLE.kept}</p>
      <div className="notice-actions">
        <ReloadButton />
      </div>
    </div>
  );
}
