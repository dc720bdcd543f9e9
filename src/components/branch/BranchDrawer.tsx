/**
 * Plays on from the step that replay shows: who does, under which weights, and what came of it
 * beside what happened. The drawer opens over the charts and leaves the sliders free.
 */
import { useEffect, useRef } from 'react';
import { BRANCH_TEXTS, parentText } from '../../content/branch';
import { useSession, useSessionState } from '../context';
import { Drawer } from '../ui/Drawer';
import { Progress } from '../ui/Progress';
import { useHeldFocus } from '../ui/useHeldFocus';
import { useReturnFocus } from '../ui/useReturnFocus';
import { BY_HAND } from '../../store/branch/branchAgents';
import { BranchForm } from './BranchForm';
import { BranchResult } from './BranchResult';
import { actByHand } from './branchKeys';
import { useBranch, useBranchState } from './useBranch';

export function BranchDrawer({ onClose }: { readonly onClose: () => void }) {
  const session = useSession();
  const branch = useBranch();
  const title = useReturnFocus<HTMLHeadingElement>();
  const step = useSessionState((state) => state.replay.step);
  const episode = useSessionState((state) => state.replay.id);
  const mode = useSessionState((state) => state.mode);
  const progress = useBranchState((state) => state.progress);
  const problem = useBranchState((state) => state.problem);
  const deviation = useBranchState((state) => state.deviation);
  const result = useBranchState((state) => state.branch);
  const isByHand = useBranchState((state) => state.who === BY_HAND);
  useEffect(() => () => branch.cancel(), [branch]);
  // Back in the live market there is no step to play on from.
  const wasReplay = useRef(false);
  useEffect(() => {
    if (mode === 'replay') wasReplay.current = true;
    else if (wasReplay.current) onClose();
  }, [mode, onClose]);
  // Another episode takes away what had the focus, such as the button that opened the branch.
  useHeldFocus(title, episode);
  const { player, stored } = session.replay;
  const { reason } = branch;
  return (
    <Drawer
      titleId="branch-title"
      title={BRANCH_TEXTS.title}
      titleRef={title}
      className="drawer maps-drawer branch-drawer"
      closeLabel={BRANCH_TEXTS.close}
      onClose={onClose}
      onKey={(event) => {
        if (isByHand && actByHand(branch, event)) event.preventDefault();
      }}
      head={<span className="spacer" />}
    >
      <div className="map-body branch-body">
        <div className="branch-side">
          {stored?.record.parent !== undefined && (
            <p className="muted">
              {parentText(stored.record.parent.name, stored.record.parent.steps)}
            </p>
          )}
          {reason !== '' && <p className="muted">{reason}</p>}
          {reason === '' && player !== null && stored !== null && (
            <>
              <p className="muted">{BRANCH_TEXTS.from(step + 1, player.seconds)}</p>
              <BranchForm stored={stored} />
            </>
          )}
          {progress !== null && (
            <Progress
              label={BRANCH_TEXTS.running}
              share={progress}
              testId="branch-progress"
              onCancel={() => {
                branch.cancel();
                title.current?.focus();
              }}
            >
              {BRANCH_TEXTS.running}
            </Progress>
          )}
          {problem !== '' && (
            <p className="alert" role="alert">
              {problem}
            </p>
          )}
          {deviation !== null && (
            <p className="alert" role="alert">
              {BRANCH_TEXTS.deviated(deviation)}
            </p>
          )}
        </div>
        {result === null ? (
          <p className="empty muted">{reason === '' ? BRANCH_TEXTS.empty : ''}</p>
        ) : (
          <BranchResult branch={result} />
        )}
      </div>
    </Drawer>
  );
}
