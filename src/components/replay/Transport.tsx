/**
 * The transport switches between live and replay, runs the clock, and moves through a recorded
 * episode.
 */
import { formatRate, formatTime } from '../../charts/format';
import { isTooFastToRead } from '../../store/live/average';
import { SETTINGS } from '../../store/settings/settings';
import type { Speed } from '../../store/settings/view';
import { HEADER } from '../../protocol/frames';
import { LAZY_MODULES } from '../lazyModules';
import { FrameText, useFramePainter } from '../ui/FrameText';
import { lazyPart } from '../ui/lazyPart';
import { useSession, useSessionState } from '../context';
import { PauseIcon, PlayIcon, ShareIcon, StepIcon } from '../ui/icons';
import { useLayout } from '../ui/useLayout';

/** Holds the place of the menu until it has loaded. */
const shareButton = (
  <button type="button" className="button plain share-button" disabled>
    <ShareIcon />
    <span className="share-label">Share</span>
  </button>
);
const ShareMenu = lazyPart(LAZY_MODULES.shareMenu, {
  name: 'The menu to share',
  loading: shareButton,
  placeholder: shareButton,
});

const Scrubber = lazyPart(LAZY_MODULES.scrubber, {
  name: 'The scrubber',
  loading: <div className="scrubber" />,
});

/** Offered to people only, because agents need no time to think. */
const HALF_SPEED: Speed = '0.5';

interface TransportProps {
  /** Opens what else could have happened from the step on screen. */
  readonly onBranch: () => void;
}

export function Transport({ onBranch }: TransportProps) {
  const session = useSession();
  const mode = useSessionState((state) => state.mode);
  const playing = useSessionState((state) =>
    state.mode === 'live' ? state.playing : state.replay.playing,
  );
  const isOver = useSessionState(
    ({ mode: shown, manual }) => shown === 'live' && manual.phase === 'over',
  );
  const hasEpisodes = useSessionState((state) => state.episodes.length > 0);
  const hasSteps = useSessionState((state) => state.readout.step > 0);
  return (
    <footer className={`transport ${mode}`} aria-label="Transport">
      <div className="segments" role="group" aria-label="What is shown">
        <button
          type="button"
          aria-pressed={mode === 'live'}
          onClick={() => session.playback.showLive()}
        >
          Live
        </button>
        <button
          type="button"
          aria-pressed={mode === 'replay'}
          disabled={!hasEpisodes && !hasSteps}
          title={hasEpisodes ? 'Replay the last completed episode' : 'Replay this episode so far'}
          onClick={() => session.playback.showReplay()}
        >
          Replay
        </button>
      </div>
      <div className="transport-buttons">
        <button
          type="button"
          className="button"
          aria-label={playing ? 'Pause' : 'Play'}
          title={playing ? 'Pause (Space)' : 'Play (Space)'}
          disabled={isOver}
          onClick={() => session.playback.toggle()}
        >
          {playing ? <PauseIcon /> : <PlayIcon />}
        </button>
        <button
          type="button"
          className="button"
          aria-label="One step"
          title="One step (.)"
          disabled={isOver}
          onClick={() => session.playback.step()}
        >
          <StepIcon />
        </button>
      </div>
      <SpeedChoice />
      {mode === 'live' ? <LiveProgress /> : <Scrubber onBranch={onBranch} />}
      <ShareMenu />
    </footer>
  );
}

function SpeedChoice() {
  const session = useSession();
  const layout = useLayout();
  const speed = useSessionState((state) => state.settings.speed);
  const isManual = useSessionState((state) => state.manual.phase !== 'off');
  const isOffered = (value: Speed) =>
    value === speed || (isManual ? value !== 'max' : value !== HALF_SPEED);
  const options = SETTINGS.speed.options.filter((option) => isOffered(option.value));
  if (layout === 'narrow') {
    return (
      <select
        className="field speed-select"
        aria-label="Speed"
        value={speed}
        onChange={(event) => session.settings.set('speed', event.target.value as Speed)}
      >
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    );
  }
  return (
    <div className="segments" role="group" aria-label="Speed">
      {options.map(({ value, label }) => (
        <button
          key={value}
          type="button"
          aria-pressed={speed === value}
          onClick={() => session.settings.set('speed', value)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

/** Clock and steps are written with the canvases, so that they are of the card's moment. */
function LiveProgress() {
  const { view } = useSession();
  const isFast = useSessionState(isTooFastToRead);
  const bar = useFramePainter<HTMLSpanElement>((span) => {
    const share = view.header[HEADER.step] / view.header[HEADER.episodeLength];
    span.style.width = `${(Number.isFinite(share) ? Math.min(1, share) : 0) * 100}%`;
  });
  return (
    <div className="scrubber">
      {!isFast && (
        <FrameText
          className="time"
          testId="live-clock"
          read={() => formatTime(view.header[HEADER.timeSeconds])}
        />
      )}
      <div className="live-progress" aria-hidden="true">
        <div className="progress">
          <span ref={bar} />
        </div>
      </div>
      {isFast && (
        <FrameText
          className="muted"
          read={() =>
            `Episode ${view.header[HEADER.episode]}, ${formatRate(view.header[HEADER.stepsPerSecond])}`
          }
        />
      )}
      <FrameText
        className={isFast ? 'visually-hidden' : 'muted'}
        testId="live-step"
        read={() => liveStepText(view.header)}
      />
    </div>
  );
}

function liveStepText(header: Float64Array): string {
  const { [HEADER.episode]: episode, [HEADER.step]: step } = header;
  return Number.isFinite(step)
    ? `Episode ${episode}, step ${step} of ${header[HEADER.episodeLength]}`
    : 'Opening the market';
}
