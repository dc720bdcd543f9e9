/**
 * The header names what is on screen and what the market does, compares the newest run with the
 * pinned agent, shows where training runs, and holds the page's own switches.
 */
import {
  formatExact,
  formatLimits,
  formatFixed,
  formatMargin,
  formatProfit,
  formatRate,
  formatTime,
} from '../charts/format';
import { agentLabel } from '../content/agents';
import { MEAN_INTERVAL, episodesText, meanOfText } from '../content/episodes';
import { MAPS_BUTTON } from '../content/mapsButton';
import { marketTitle, recordedTitle } from '../content/markets';
import { HEADER } from '../protocol/frames';
import { BACKEND_NAMES, engineChoice, engineText } from '../protocol/api';
import { isTooFastToRead, scoreTitle } from '../store/live/average';
import { evaluatedRunOnScreen } from '../store/live/liveAgentTitle';
import { nameOnScreen } from '../store/live/nameOnScreen';
import { meanProfit } from '../store/live/scores';
import { isBundled } from '../store/settings/agent';
import { marketConfig } from '../store/settings/configs';
import type { ManualState } from '../store/manual/manualState';
import { isRunning } from '../store/training/training';
import { StorageWarning } from './runs/StorageTrouble';
import { pinnedBeside } from '../store/runs/runs';
import { useComparison } from './runs/useComparison';
import { Explain } from './ui/Explain';
import { FrameText } from './ui/FrameText';
import { MarketSettings } from './market/MarketSettings';
import { useSession, useSessionState } from './context';
import { useLayout } from './ui/useLayout';
import { useDistinct, useScores } from './useScores';
import { HelpIcon, MoonIcon, RedoIcon, SunIcon, UndoIcon } from './ui/icons';

interface HeaderProps {
  readonly theme: 'dark' | 'light';
  readonly onTheme: () => void;
  readonly onHelp: () => void;
  readonly runsOpen: boolean;
  readonly onRuns: () => void;
  readonly mapsOpen: boolean;
  readonly onMaps: () => void;
  readonly lessonsOpen: boolean;
  readonly onLessons: () => void;
  readonly onFacts: () => void;
}

export function Header({
  theme,
  onTheme,
  onHelp,
  runsOpen,
  onRuns,
  mapsOpen,
  onMaps,
  lessonsOpen,
  onLessons,
  onFacts,
}: HeaderProps) {
  const runCount = useSessionState((state) => state.runs.length);
  // A narrow window shows both where they are used.
  const layout = useLayout();
  return (
    <header className="header">
      <h1 className="brand">
        <Mark />
        <span className="brand-name">NanoARB Lab</span>
      </h1>
      <Status />
      <Comparison />
      <span className="spacer" />
      <StorageWarning />
      {layout !== 'narrow' && (
        <>
          <Backend />
          <UndoRedo />
        </>
      )}
      <button type="button" className="button" aria-expanded={lessonsOpen} onClick={onLessons}>
        Lessons
      </button>
      <button
        type="button"
        className="button"
        aria-expanded={runsOpen}
        title="Runs (R)"
        onClick={onRuns}
      >
        Runs{runCount > 0 && <span className="count">{runCount}</span>}
      </button>
      <button
        type="button"
        className="button"
        aria-expanded={mapsOpen}
        title={MAPS_BUTTON.help}
        onClick={onMaps}
      >
        {MAPS_BUTTON.label}
      </button>
      <MarketSettings onFacts={onFacts} />
      <button
        type="button"
        className="button plain"
        aria-label={theme === 'dark' ? 'Switch to light' : 'Switch to dark'}
        title={theme === 'dark' ? 'Light theme' : 'Dark theme'}
        onClick={onTheme}
      >
        {theme === 'dark' ? <SunIcon /> : <MoonIcon />}
      </button>
      <button
        type="button"
        className="button plain"
        aria-label="Help and keyboard shortcuts"
        title="Help (?)"
        onClick={onHelp}
      >
        <HelpIcon />
      </button>
    </header>
  );
}

function Mark() {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
      <path d="M1 5h9v3H1zM1 10h6v3H1z" fill="var(--bid)" />
      <path d="M12 5h5v3h-5zM9 10h8v3H9z" fill="var(--ask)" />
    </svg>
  );
}

function Status() {
  const mode = useSessionState((state) => state.mode);
  const playing = useSessionState((state) => state.playing);
  const isFast = useSessionState(isTooFastToRead);
  const applied = useSessionState((state) => state.applied);
  const session = useSession();
  const name = useSessionState(() => nameOnScreen(session));
  const readout = useSessionState((state) => state.readout);
  const market = useSessionState((state) => state.statuses.market.state);
  const manual = useSessionState((state) => state.manual.phase);
  useSessionState((state) => state.replay.id);
  const isAwaited = useSessionState(
    ({ settings: { agent }, bundled }) => isBundled(agent) && bundled[agent].kind === 'loading',
  );
  const started = Number.isFinite(readout.step) && !isAwaited;
  const record = mode === 'replay' ? session.replay.player?.record : undefined;
  const played = record?.market ?? marketConfig(applied);
  const state =
    market === 'failed'
      ? 'Stopped'
      : market === 'restarting'
        ? 'Restarting'
        : mode === 'replay'
          ? 'Replay'
          : !started
            ? 'Opening'
            : liveState(manual, playing);
  return (
    <div className="status">
      <span className={`badge ${state === 'Live' ? '' : 'strong'}`} data-testid="market-status">
        <i className={`dot ${state === 'Live' ? 'on' : ''}`} />
        {state}
      </span>
      <span
        className="market-name"
        title={played.tape === undefined ? undefined : recordedTitle(played.tape)}
        data-testid="market"
      >
        {played.tape === undefined ? (
          marketTitle(played)
        ) : (
          <>
            <b className="badge strong">RECORDED</b> {recordedTitle(played.tape)}
          </>
        )}
      </span>
      {!isFast && (
        <FrameText
          className="muted time"
          read={() => formatTime(session.view.header[HEADER.timeSeconds])}
        />
      )}
      <span className="wide-only" title={name}>
        {name}
      </span>
      {readout.policyVersion > 0 && (
        <span className="badge" data-testid="policy-version">
          <Explain metric="policyVersion">policy {formatFixed(readout.policyVersion, 0)}</Explain>
        </span>
      )}
    </div>
  );
}

function liveState(manual: ManualState['phase'], playing: boolean): string {
  if (manual === 'off') return playing ? 'Live' : 'Paused';
  return manual === 'quoting' && !playing ? 'Paused' : 'By hand';
}

function Comparison() {
  const runs = useSessionState((state) => state.runs);
  const shown = useSessionState(evaluatedRunOnScreen);
  const scores = useScores();
  const distinct = useDistinct(scores);
  const { agents: rows } = useComparison();
  const row = rows.find(({ run, isPinned }) => run !== null && run.id === shown && !isPinned);
  const reference = row && pinnedBeside(rows, row);
  const profit = row?.metrics.profit;
  if (reference && profit && Number.isFinite(profit.difference.estimate)) {
    const { value, difference } = profit;
    const { estimate, low, high } = difference;
    const { name, baseline } = reference;
    const referenceName = baseline === null ? name : agentLabel(name).toLowerCase();
    return (
      <div className="comparison">
        <Explain
          metric="againstBaseline"
          now={`${formatExact(value.estimate)} against ${formatExact(value.estimate - estimate)} over ${episodesText(row?.seeds ?? 0, row?.distinct ?? 0)}`}
        >
          {row?.name} against {referenceName}
        </Explain>
        <b data-testid="against-baseline">{formatProfit(estimate)}</b>
        <span className="muted limits">
          {formatLimits(low, high)}
          <span className="unit"> per episode</span>
        </span>
      </div>
    );
  }
  const newest = scores.at(-1);
  const { estimate, low, high } = meanProfit(scores, distinct);
  return (
    <div className="comparison average" data-testid="average">
      <Explain metric="profitPerEpisode" />
      {newest === undefined ? (
        <span className="muted">after the first episode</span>
      ) : (
        <>
          <b>{formatProfit(estimate)}</b>
          <span className="muted limits" title={MEAN_INTERVAL}>
            {formatMargin(low, high)}
          </span>
          <span
            className="muted whole"
            title={distinct < scores.length ? episodesText(scores.length, distinct) : undefined}
          >
            mean of {meanOfText(scores.length, distinct)}{' '}
          </span>
          <span className="muted names" title={scoreTitle(newest, runs)}>
            · {scoreTitle(newest, runs)}
          </span>
        </>
      )}
    </div>
  );
}

export function Backend() {
  const backend = useSessionState((state) => state.backend);
  const running = useSessionState((state) => isRunning(state.training.phase));
  const rate = useSessionState((state) => state.training.progress?.updatesPerSecond ?? Number.NaN);
  // A change of the engine takes effect at the next training.
  const engine = useSessionState(({ training, settings }) =>
    isRunning(training.phase) ? (training.config?.engine ?? settings.engine) : settings.engine,
  );
  const choice = backend === null ? null : engineChoice(backend.name, engine);
  const hasFailed = useSessionState(({ statuses }) => statuses.trainer.state === 'failed');
  const none = hasFailed ? 'No backend' : 'Finding a backend';
  const rejected = backend?.rejected.map(({ name, reason }) => `${BACKEND_NAMES[name]}: ${reason}`);
  return (
    <span
      className="badge backend"
      data-testid="backend"
      data-backend={choice?.backend ?? 'none'}
      data-engine={choice?.engine ?? 'none'}
    >
      <Explain metric="backend" {...(rejected?.length ? { now: rejected.join(' ') } : {})}>
        {choice === null ? none : engineText(choice)}
      </Explain>
      {running && Number.isFinite(rate) && <span className="muted">{formatRate(rate)}</span>}
    </span>
  );
}

export function UndoRedo() {
  const session = useSession();
  const canUndo = useSessionState((state) => state.past.length > 0);
  const canRedo = useSessionState((state) => state.future.length > 0);
  return (
    <span className="undo">
      <button
        type="button"
        className="button plain"
        aria-label="Undo the last settings change"
        title="Undo (Ctrl+Z)"
        disabled={!canUndo}
        onClick={() => session.settings.undo()}
      >
        <UndoIcon />
      </button>
      <button
        type="button"
        className="button plain"
        aria-label="Redo"
        title="Redo (Ctrl+Shift+Z)"
        disabled={!canRedo}
        onClick={() => session.settings.redo()}
      >
        <RedoIcon />
      </button>
    </span>
  );
}
