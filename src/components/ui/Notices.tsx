/**
 * Shows what went wrong, such as bad links and failed workers, until it is dismissed.
 * Nothing here blocks the page.
 */
import { TROUBLE } from '../../content/trouble';
import { WORKER_NAMES, type WorkerName } from '../../lab/types';
import { ReloadButton } from './Boundary';
import { Copyable } from './Copyable';
import { RunNotices } from '../runs/RunNotices';
import { useSession, useSessionState } from '../context';
import { CloseIcon } from './icons';

const WORKER_LABELS: Readonly<Record<WorkerName, string>> = {
  market: 'The market',
  collector: 'The collector',
  trainer: 'The trainer',
};

export function Notices() {
  const session = useSession();
  const notices = useSessionState((state) => state.notices);
  const statuses = useSessionState((state) => state.statuses);
  const troubled = WORKER_NAMES.map((name) => statuses[name]).filter(
    ({ state }) => state === 'failed' || state === 'restarting',
  );
  return (
    <div className="notices" role="status" aria-live="polite">
      <RunNotices />
      {troubled.map(({ worker, state, message, details }) => (
        <div key={worker} className="notice" data-testid={`failure-${worker}`}>
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
      {notices.map(({ id, message, details }) => (
        <div key={id} className="notice">
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
    </div>
  );
}
