/**
 * The notices offer to resume a run that was interrupted, and to restore one that was
 * just deleted.
 */
import { formatCompact } from '../../charts/format';
import { isRunning } from '../../store/training/training';
import { useSession, useSessionState } from '../context';

export function RunNotices() {
  return (
    <>
      <InterruptedRun />
      <DeletedRun />
    </>
  );
}

/** Offers to resume an interrupted run. The offer waits while another run trains. */
function InterruptedRun() {
  const session = useSession();
  const id = useSessionState((state) => state.interruptedRun);
  const run = useSessionState((state) => state.runs.find((one) => one.id === id));
  const isBusy = useSessionState((state) => isRunning(state.training.phase));
  if (run === undefined) return null;
  return (
    <div className="notice" data-testid="interrupted-run">
      <p>
        <b>{run.name}</b> stopped at {formatCompact(run.update)} of{' '}
        {formatCompact(run.totalUpdates)} updates when the page was closed.
      </p>
      <div className="notice-actions">
        <button
          type="button"
          className="button primary"
          disabled={isBusy}
          onClick={() => void session.training.resumeInterrupted()}
        >
          Resume
        </button>
        <button
          type="button"
          className="button"
          onClick={() => void session.training.keepInterrupted()}
        >
          Keep as it is
        </button>
        <button
          type="button"
          className="button plain"
          onClick={() => void session.training.discardInterrupted()}
        >
          Discard
        </button>
      </div>
    </div>
  );
}

function DeletedRun() {
  const session = useSession();
  const deleted = useSessionState((state) => state.deletedRun);
  if (deleted === null) return null;
  return (
    <div className="notice" data-testid="deleted-run">
      <p>
        Deleted <b>{deleted.name}</b>
      </p>
      <div className="notice-actions">
        <button type="button" className="button" onClick={() => session.runs.undelete()}>
          Undo
        </button>
        <button
          type="button"
          className="button plain"
          onClick={() => void session.runs.forget(deleted.id)}
        >
          Delete permanently
        </button>
      </div>
    </div>
  );
}
