/**
 * The notices offer to resume a run that was interrupted, to watch one that another tab trains, and
 * to restore one that was just deleted.
 */
import { formatCompact } from '../../charts/format';
import { RUN_TEXTS } from '../../content/runs';
import type { RunSummary } from '../../protocol/run';
import { seedsAfter } from '../../store/training/seedPlan';
import { isRunning } from '../../store/training/training';
import { useSession, useSessionState } from '../context';
import { Progress } from '../ui/Progress';

export function RunNotices() {
  return (
    <>
      <ImportUnderWay />
      <InterruptedRun />
      <HeldRun />
      <DeletedRun />
    </>
  );
}

/** Says how many files of an import were read, and leaves the others when asked. */
function ImportUnderWay() {
  const session = useSession();
  const importing = useSessionState((state) => state.importing);
  if (importing === null) return null;
  const { done, total } = importing;
  return (
    <div className="notice" data-testid="importing">
      <Progress
        label="Importing runs"
        share={done / total}
        onCancel={() => session.imports.cancel()}
      >
        <span>
          {done} of {total} files imported
        </span>
      </Progress>
    </div>
  );
}

/** Says how far a run had come; nothing where it has made no update of its own. */
const reached = ({ update, totalUpdates }: RunSummary) =>
  totalUpdates === 0 ? null : `${formatCompact(update)} of ${formatCompact(totalUpdates)} updates`;

/** Offers to resume an interrupted run. The offer waits while another run trains. */
function InterruptedRun() {
  const session = useSession();
  const id = useSessionState((state) => state.interruptedRun);
  const run = useSessionState((state) => state.runs.find((one) => one.id === id));
  const isBusy = useSessionState((state) => isRunning(state.training.phase));
  if (run === undefined) return null;
  const at = reached(run);
  const after = seedsAfter(run);
  const { seedsLeft = 0 } = run;
  return (
    <div className="notice" data-testid="interrupted-run">
      {after > 0 ? (
        <p>
          <b>{run.name}</b> {RUN_TEXTS.seedsLeft(after)}
        </p>
      ) : (
        <p>
          <b>{run.name}</b> stopped {at !== null && `at ${at} `}when the page was closed.{' '}
          {seedsLeft > 0 && RUN_TEXTS.seedsFollow(seedsLeft)}
        </p>
      )}
      <div className="notice-actions">
        <button
          type="button"
          className="button primary"
          disabled={isBusy}
          onClick={() => void session.training.resumeInterrupted()}
        >
          {after > 0 ? RUN_TEXTS.trainSeeds(after) : 'Resume'}
        </button>
        <button
          type="button"
          className="button"
          onClick={() => void session.training.keepInterrupted()}
        >
          {after > 0 ? 'Leave it at that' : 'Keep as it is'}
        </button>
        {after === 0 && (
          <button
            type="button"
            className="button plain"
            onClick={() => void session.training.discardInterrupted()}
          >
            Discard
          </button>
        )}
      </div>
    </div>
  );
}

/** Says that another tab trains a run, and lets its newest stored policy trade here. */
function HeldRun() {
  const session = useSession();
  const run = useSessionState((state) =>
    state.runs.findLast(
      ({ id, status }) =>
        status === 'running' && id !== state.runUnderWay && state.heldRuns.includes(id),
    ),
  );
  const isWatched = useSessionState((state) => state.watchedRun === run?.id);
  if (run === undefined) return null;
  const at = reached(run);
  return (
    <div className="notice" data-testid="held-run">
      <p>
        <b>{run.name}</b> trains in another tab{at !== null && `: ${at} at its last checkpoint`}.
      </p>
      {run.hasPolicy && !isWatched && (
        <div className="notice-actions">
          <button
            type="button"
            className="button"
            onClick={() => void session.watchedRun.watch(run.id)}
          >
            Watch
          </button>
        </div>
      )}
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
        <button type="button" className="button" onClick={() => session.runs.deletion.undelete()}>
          Undo
        </button>
        <button
          type="button"
          className="button plain"
          onClick={() => void session.runs.deletion.forget(deleted.id)}
        >
          Delete permanently
        </button>
      </div>
    </div>
  );
}
