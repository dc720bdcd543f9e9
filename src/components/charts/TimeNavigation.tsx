/** Buttons that do what a pointer does on the charts: look closer, move, and follow again. */
import { useContext, useState, type ReactNode } from 'react';
import { PAN_SHARE, ZOOM_FACTOR } from '../../charts/timeZoom';
import { CHART_TEXTS } from '../../content/charts';
import { SETTINGS } from '../../store/settings/settings';
import { LAZY_MODULES } from '../lazyModules';
import { lazyPart } from '../ui/lazyPart';
import { PlainPanels } from '../ui/Panel';
import { NextIcon, PreviousIcon, ResetIcon, TableIcon, ZoomInIcon, ZoomOutIcon } from '../ui/icons';
import { usePage, useSessionState } from '../context';

interface NavigationButtonProps {
  readonly name: string;
  readonly help: string;
  readonly isDisabled?: boolean;
  readonly act: () => void;
  readonly children: ReactNode;
}

function NavigationButton({ name, help, isDisabled, act, children }: NavigationButtonProps) {
  return (
    <button
      type="button"
      className="button plain"
      aria-label={name}
      title={help}
      disabled={isDisabled}
      onClick={act}
    >
      {children}
    </button>
  );
}

const TableDialog = lazyPart(LAZY_MODULES.tableDialog, { name: 'The table', loading: null });

export function ZoomButtons() {
  const { view } = usePage().session;
  const isZoomed = useSessionState(() => view.isZoomed);
  return (
    <span className="zoom-buttons" role="group" aria-label="Time shown">
      <NavigationButton
        name={CHART_TEXTS.zoomIn}
        help={CHART_TEXTS.zoomInHelp}
        act={() => view.zoomHere(ZOOM_FACTOR)}
      >
        <ZoomInIcon />
      </NavigationButton>
      <NavigationButton
        name={CHART_TEXTS.zoomOut}
        help={CHART_TEXTS.zoomOutHelp}
        act={() => view.zoomHere(1 / ZOOM_FACTOR)}
      >
        <ZoomOutIcon />
      </NavigationButton>
      <NavigationButton
        name={CHART_TEXTS.reset}
        help={CHART_TEXTS.resetHelp}
        isDisabled={!isZoomed}
        act={() => view.resetZoom()}
      >
        <ResetIcon />
      </NavigationButton>
    </span>
  );
}

/** Moves the window; it stands beside the axis of time. */
export function PanButtons() {
  const { view } = usePage().session;
  const isPlain = useContext(PlainPanels);
  if (isPlain) return null;
  return (
    <span className="pan-buttons" role="group" aria-label="Move the charts">
      <NavigationButton
        name={CHART_TEXTS.earlier}
        help={CHART_TEXTS.earlierHelp}
        act={() => view.panBy(-PAN_SHARE)}
      >
        <PreviousIcon />
      </NavigationButton>
      <NavigationButton
        name={CHART_TEXTS.later}
        help={CHART_TEXTS.laterHelp}
        act={() => view.panBy(PAN_SHARE)}
      >
        <NextIcon />
      </NavigationButton>
    </span>
  );
}

/** Says that the charts stand still while the market goes on, and lets them follow again. */
export function BackToLive() {
  const { session } = usePage();
  const isFrozen = useSessionState((state) => state.mode === 'live' && session.view.isZoomed);
  if (!isFrozen) return null;
  return (
    <button
      type="button"
      className="button primary back-to-live"
      title={CHART_TEXTS.backToLiveHelp}
      onClick={() => session.view.resetZoom()}
    >
      {CHART_TEXTS.backToLive}
    </button>
  );
}

/** Stands for a window that no option names; the reset of the zoom takes it away. */
const ZOOMED = 'zoomed';

export function WindowChoice() {
  const { session } = usePage();
  const mode = useSessionState((state) => state.mode);
  const key = mode === 'replay' ? 'replayWindow' : 'window';
  const shown = useSessionState((state) => state.settings[key]);
  const zoomedSeconds = useSessionState((state) =>
    session.view.isZoomed ? state.zoomedSeconds : null,
  );
  const [tableOpen, setTableOpen] = useState(false);
  return (
    <>
      <select
        className="field window-select"
        aria-label="Time shown"
        title={SETTINGS[key].help}
        value={zoomedSeconds === null ? shown : ZOOMED}
        onChange={(event) => {
          session.view.resetZoom();
          session.settings.set(key, event.target.value as typeof shown);
        }}
      >
        {zoomedSeconds !== null && (
          <option value={ZOOMED} disabled>
            {zoomedSeconds} s
          </option>
        )}
        {SETTINGS[key].options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="button plain"
        aria-label="View the charts as a table"
        title="View as table"
        onClick={() => setTableOpen(true)}
      >
        <TableIcon />
      </button>
      {tableOpen && <TableDialog onClose={() => setTableOpen(false)} />}
    </>
  );
}
