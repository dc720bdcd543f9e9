/** Says whether the live agent follows the run that trains, and lets it follow again. */
import { FOLLOWING_TEXTS } from '../../content/agents';
import { liveAgentTitle, runNameUnderWay } from '../../store/live/liveAgentTitle';
import { isRunning } from '../../store/training/training';
import { useSession, useSessionState } from '../context';

export function RunInTraining() {
  const session = useSession();
  const run = useSessionState((state) => state.runUnderWay);
  const isTraining = useSessionState((state) => isRunning(state.training.phase));
  const name = useSessionState(runNameUnderWay);
  const follows = useSessionState((state) => state.followsRun);
  const isPinned = useSessionState((state) => state.agentPinned);
  const hasPolicy = useSessionState((state) => state.training.hasOwnPolicy);
  const agent = useSessionState(liveAgentTitle);
  if (run === null || !isTraining) return null;
  return (
    <div className="following muted" data-testid="following">
      {follows
        ? FOLLOWING_TEXTS.follows(name)
        : isPinned
          ? FOLLOWING_TEXTS.pinned(name, agent)
          : FOLLOWING_TEXTS.waits(name)}
      {isPinned && (
        <button
          type="button"
          className="button"
          onClick={() => (hasPolicy ? session.watchedRun.follow(run) : session.watchedRun.unpin())}
        >
          {FOLLOWING_TEXTS.follow(name)}
        </button>
      )}
    </div>
  );
}
