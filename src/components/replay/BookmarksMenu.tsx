/**
 * The menu lists where to look in an episode: its largest positions, and what the user
 * has bookmarked.
 */
import { useMemo } from 'react';
import { formatContracts, formatTime } from '../../charts/format';
import { SAMPLE } from '../../protocol/frames';
import { MAX_LABEL, hasBookmark } from '../../store/replay/bookmarks';
import { inventoryExtremes } from '../../store/replay/replay';
import type { ReplayPlayer } from '../../store/replay/replayPlayer';
import { Popover } from '../ui/Popover';
import { useSession, useSessionState } from '../context';
import { BookmarkIcon, BookmarkedIcon, CloseIcon } from '../ui/icons';

const NONE = [] as const;

export function BookmarksMenu({ player }: { readonly player: ReplayPlayer }) {
  const { replay } = useSession();
  const step = useSessionState((state) => state.replay.step);
  const bookmarks = useSessionState(() => replay.stored?.bookmarks ?? NONE);
  const name = useSessionState(() => replay.stored?.name ?? '');
  const { history } = player;
  const { longest, shortest } = useMemo(() => inventoryExtremes(history), [history]);
  const marked = hasBookmark(bookmarks, step);
  const held = (at: number) => formatContracts(history.valueAt(at, SAMPLE.inventory));
  return (
    <>
      <button
        type="button"
        className="button plain"
        aria-pressed={marked}
        aria-label={marked ? 'Remove this bookmark' : 'Bookmark this step'}
        title={marked ? 'Remove this bookmark (B)' : 'Bookmark this step (B)'}
        onClick={() => replay.toggleBookmark()}
      >
        {marked ? <BookmarkedIcon /> : <BookmarkIcon />}
      </button>
      <Popover label="Bookmarks" buttonClass="button bookmarks-button" panelClass="menu bookmarks">
        <p className="popover-title">Bookmarks in this episode</p>
        <label className="episode-name">
          Name
          <input
            className="field"
            placeholder="Named or bookmarked episodes are kept"
            maxLength={MAX_LABEL}
            value={name}
            onChange={(event) => replay.rename(event.target.value)}
          />
        </label>
        <ul>
          {longest !== null && (
            <li>
              <button type="button" className="button" onClick={() => replay.seek(longest)}>
                {formatTime(history.timeAt(longest))}
              </button>
              <span>Largest long: {held(longest)}</span>
            </li>
          )}
          {shortest !== null && (
            <li>
              <button type="button" className="button" onClick={() => replay.seek(shortest)}>
                {formatTime(history.timeAt(shortest))}
              </button>
              <span>Largest short: {held(shortest)}</span>
            </li>
          )}
          {bookmarks.map((bookmark) => {
            const time = formatTime(history.timeAt(bookmark.step));
            return (
              <li key={bookmark.step}>
                <button type="button" className="button" onClick={() => replay.seek(bookmark.step)}>
                  {time}
                </button>
                <input
                  className="field"
                  aria-label={`Label of the bookmark at ${time}`}
                  placeholder="What happens here"
                  maxLength={MAX_LABEL}
                  value={bookmark.label}
                  onChange={(event) => replay.labelBookmark(bookmark.step, event.target.value)}
                />
                <button
                  type="button"
                  className="button plain"
                  aria-label={`Delete the bookmark at ${time}`}
                  onClick={() => replay.removeBookmark(bookmark.step)}
                >
                  <CloseIcon />
                </button>
              </li>
            );
          })}
        </ul>
        {bookmarks.length === 0 && (
          <p className="muted">No bookmarks yet: press B, or the button beside this menu.</p>
        )}
      </Popover>
    </>
  );
}
