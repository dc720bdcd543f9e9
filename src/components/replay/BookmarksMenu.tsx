/**
 * The menu lists where to look in an episode: what the user has bookmarked, and the moments that
 * stand out.
 */
import { useMemo, useRef } from 'react';
import { formatTime } from '../../charts/format';
import { MOMENTS_TITLE, momentText, NO_MOMENTS } from '../../content/moments';
import { MAX_LABEL, hasBookmark } from '../../store/replay/bookmarks';
import { momentsOf, type Moment } from '../../store/replay/moments';
import type { ReplayPlayer } from '../../store/replay/replayPlayer';
import { Popover } from '../ui/Popover';
import { useHeldFocus } from '../ui/useHeldFocus';
import { useSession, useSessionState } from '../context';
import { BookmarkIcon, BookmarkedIcon, CloseIcon } from '../ui/icons';

const NONE = [] as const;

export function BookmarksMenu({ player }: { readonly player: ReplayPlayer }) {
  const { replay, playback } = useSession();
  const step = useSessionState((state) => state.replay.step);
  const bookmarks = useSessionState(() => replay.stored?.bookmarks ?? NONE);
  const name = useSessionState(() => replay.stored?.name ?? '');
  const { history } = player;
  const moments = useMemo(() => momentsOf(player), [player]);
  const title = useRef<HTMLParagraphElement>(null);
  useHeldFocus(title, bookmarks.length);
  const marked = hasBookmark(bookmarks, step);
  const goTo = ({ step: at, fill }: Moment) => {
    if (fill === null) replay.seek(at);
    else playback.selectFill(fill);
  };
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
      <Popover label="Moments" buttonClass="button bookmarks-button" panelClass="menu bookmarks">
        <p ref={title} className="popover-title landing" tabIndex={-1}>
          Bookmarks in this episode
        </p>
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
        <p className="popover-title">{MOMENTS_TITLE}</p>
        {moments.length === 0 && <p className="muted">{NO_MOMENTS}</p>}
        <ul>
          {moments.map((moment) => (
            <li key={`${moment.kind} ${moment.step}`} className="moment">
              <button
                type="button"
                className="button"
                aria-label={`${momentText(moment)}, ${formatTime(history.timeAt(moment.step))}`}
                onClick={() => goTo(moment)}
              >
                {formatTime(history.timeAt(moment.step))}
              </button>
              <span>{momentText(moment)}</span>
            </li>
          ))}
        </ul>
      </Popover>
    </>
  );
}
