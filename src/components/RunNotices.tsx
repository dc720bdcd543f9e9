/** What a person may want to decide about runs: bring back the one just deleted. */
import { useSession, useSessionState } from './context';

export function RunNotices() {
  const session = useSession();
  const deleted = useSessionState((state) => state.deletedRun);
  if (deleted === null) return null;
  return (
    <div className="notice" data-testid="deleted-run">
      <p>
        Deleted <b>{deleted.name}</b>
      </p>
      <div className="hint-actions">
        <button type="button" className="button" onClick={() => session.shelf.undelete()}>
          Undo
        </button>
        <button
          type="button"
          className="button plain"
          onClick={() => void session.shelf.forget(deleted.id)}
        >
          Delete for good
        </button>
      </div>
    </div>
  );
}
