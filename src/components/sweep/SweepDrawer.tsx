/**
 * The drawer of one sweep with every metric: a result of the command line that was opened, or a
 * sweep that this page made.
 */
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { VIEW_TEXTS } from '../../content/sweepViews';
import { rewardWeights } from '../../store/settings/configs';
import type { SessionState } from '../../store/state';
import { viewOfResult, viewOfSweep, type SweepView } from '../../store/sweeps/sweepView';
import { useSession, useSessionState } from '../context';
import { Drawer } from '../ui/Drawer';
import { FileButton } from '../ui/FileButton';
import { useReturnFocus } from '../ui/useReturnFocus';
import { SweepPanel } from './SweepPanel';

export function SweepDrawer({ onClose }: { readonly onClose: () => void }) {
  const view = useView();
  const title = useReturnFocus<HTMLHeadingElement>();
  return (
    <Drawer
      titleId="sweep-title"
      title={VIEW_TEXTS.title}
      titleRef={title}
      className="drawer maps-drawer sweep-drawer"
      closeLabel={VIEW_TEXTS.close}
      onClose={onClose}
      head={
        <>
          {' '}
          <ViewChoice />
          <span className="spacer" />
          <OpenButton />
        </>
      }
    >
      {view === null ? (
        <p className="empty muted">{VIEW_TEXTS.noSweeps}</p>
      ) : (
        <SweepPanel key={view.id} view={view} />
      )}
    </Drawer>
  );
}

/** The sweep that is shown; null where it was deleted meanwhile. */
function useView(): SweepView | null {
  const viewed = useSessionState(({ sweeps }) => sweeps.viewed);
  const opened = useSessionState(({ sweeps }) => sweeps.opened.find(({ id }) => id === viewed));
  const record = useSessionState(({ sweeps }) => sweeps.records?.find(({ id }) => id === viewed));
  const weights = useSessionState(
    useShallow((state: SessionState) => rewardWeights(state.settings)),
  );
  const ofResult = useMemo(() => (opened === undefined ? null : viewOfResult(opened)), [opened]);
  const ofPage = useMemo(
    () => (record === undefined ? null : viewOfSweep(record, weights)),
    [record, weights],
  );
  return ofResult ?? ofPage;
}

function ViewChoice() {
  const session = useSession();
  const viewed = useSessionState(({ sweeps }) => sweeps.viewed);
  const opened = useSessionState(({ sweeps }) => sweeps.opened);
  const records = useSessionState(({ sweeps }) => sweeps.records);
  const choices = [
    ...opened.map(({ id, name }) => ({ id, name })),
    ...(records ?? []).map(({ id, name, agentName }) => ({ id, name: `${name}, ${agentName}` })),
  ];
  return (
    <select
      className="field sweep-choice"
      aria-label={VIEW_TEXTS.shown}
      value={viewed ?? ''}
      onChange={(event) => session.sweepResults.show(event.target.value)}
    >
      {choices.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}

function OpenButton() {
  const session = useSession();
  return (
    <FileButton
      label={VIEW_TEXTS.openLabel}
      accept=".json"
      className="button plain"
      onFiles={([file]) => void session.sweepResults.open(file)}
    >
      {VIEW_TEXTS.open}
    </FileButton>
  );
}
