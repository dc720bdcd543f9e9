/**
 * The scrubber moves through a recorded episode. Its track shows fills, bookmarks and the largest
 * positions.
 */
import { memo, useMemo } from 'react';
import { formatContracts, formatProfit, formatTime } from '../../charts/format';
import { BRANCH_BUTTON, branchText } from '../../content/branchButton';
import { HEADER } from '../../protocol/frames';
import { inventoryExtremes, type EpisodeHistory } from '../../store/replay/replay';
import type { Bookmarks } from '../../store/replay/bookmarks';
import { episodeAgent, isSoFar, type StoredEpisode } from '../../store/replay/episodes';
import type { Span } from '../../store/replay/replayState';
import { FillTicks } from '../charts/FillTicks';
import { LoopMenu } from './LoopMenu';
import { BookmarksMenu } from './BookmarksMenu';
import { useSession, useSessionState } from '../context';
import { FrameText } from '../ui/FrameText';
import { BranchIcon, NextIcon, PreviousIcon } from '../ui/icons';

const NONE = [] as const;

interface ScrubberProps {
  /** Opens what else could have happened from the step on screen. */
  readonly onBranch: () => void;
}

export function Scrubber({ onBranch }: ScrubberProps) {
  const session = useSession();
  const { replay } = session;
  const step = useSessionState((state) => state.replay.step);
  const span = useSessionState((state) => state.replay.span);
  const bookmarks = useSessionState(() => replay.stored?.bookmarks ?? NONE);
  const readout = useSessionState((state) => state.readout);
  useSessionState((state) => state.replay.id);
  const { player } = replay;
  if (player === null) return null;
  const { history, lastStep: last } = player;
  return (
    <div className="scrubber">
      <button
        type="button"
        className="button plain"
        aria-label="Previous fill"
        title="Previous fill (P)"
        onClick={() => session.playback.seekFill(-1)}
      >
        <PreviousIcon />
      </button>
      <FrameText
        className="time"
        read={() => formatTime(session.view.header[HEADER.timeSeconds])}
      />
      <div className="scrub-track">
        <FillTicks history={history} />
        <Marks history={history} bookmarks={bookmarks} span={span} />
        <input
          type="range"
          aria-label="Replay position"
          min={0}
          max={last}
          value={step}
          style={{ '--fill': `${(step / Math.max(1, last)) * 100}%` } as React.CSSProperties}
          aria-valuetext={`step ${step} of ${last}, ${formatTime(readout.timeSeconds)}, inventory ${formatContracts(readout.inventory)}, profit ${formatProfit(readout.equityDollars)}`}
          onChange={(event) => replay.seek(event.target.valueAsNumber)}
        />
      </div>
      <button
        type="button"
        className="button plain"
        aria-label="Next fill"
        title="Next fill (N)"
        onClick={() => session.playback.seekFill(1)}
      >
        <NextIcon />
      </button>
      <div className="scrub-tools">
        <LoopMenu />
        <BookmarksMenu player={player} />
        <button
          type="button"
          className="button plain"
          aria-label={BRANCH_BUTTON.label}
          title={BRANCH_BUTTON.help}
          onClick={onBranch}
        >
          <BranchIcon />
        </button>
        <EpisodeSelect />
      </div>
    </div>
  );
}

interface MarksProps {
  readonly history: EpisodeHistory;
  readonly bookmarks: Bookmarks;
  readonly span: Span | null;
}

/**
 * Marks the looped span, the largest positions and the bookmarks. The menus say the same in words.
 */
const Marks = memo(function Marks({ history, bookmarks, span }: MarksProps) {
  const { longest, shortest } = useMemo(() => inventoryExtremes(history), [history]);
  const at = (step: number) => `${(step / Math.max(1, history.end - 1)) * 100}%`;
  return (
    <div className="scrub-marks" aria-hidden="true">
      {span !== null && (
        <i className="mark-span" style={{ left: at(span.from), width: at(span.to - span.from) }} />
      )}
      {longest !== null && <i className="mark-extreme long" style={{ left: at(longest) }} />}
      {shortest !== null && <i className="mark-extreme short" style={{ left: at(shortest) }} />}
      {bookmarks.map(({ step }) => (
        <i key={step} className="mark-bookmark" style={{ left: at(step) }} />
      ))}
    </div>
  );
});

function EpisodeSelect() {
  const session = useSession();
  const id = useSessionState((state) => state.replay.id);
  const episodes = useSessionState((state) => state.episodes);
  const runs = useSessionState((state) => state.runs);
  return (
    <select
      className="field episode-select"
      aria-label="Episode"
      value={id ?? ''}
      onChange={(event) => session.playback.showReplay(event.target.value)}
    >
      {episodes.toReversed().map((stored) => (
        <option key={stored.record.id} value={stored.record.id}>
          {episodeLabel(stored, episodeAgent(stored, runs))}
        </option>
      ))}
    </select>
  );
}

function episodeLabel({ record, name, profitDollars }: StoredEpisode, agent: string): string {
  const from = record.parent === undefined ? '' : branchText(record.parent.steps);
  const unnamed = `${record.episode} · ${agent}${from}${isSoFar(record) ? ', so far' : ''}`;
  return `${name === '' ? unnamed : name} · ${formatProfit(profitDollars)}`;
}
