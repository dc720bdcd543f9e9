/** Marks that a person sets in an episode: by step, ascending, at most one a step. */
import type { Bookmark } from '../../protocol/episodeFile';

export type Bookmarks = readonly Bookmark[];

/** As many as an episode file takes. */
const MAX_BOOKMARKS = 10_000;
/** Characters. */
export const MAX_LABEL = 200;

/** With a mark at the step; the same list when there is one, or no room. */
export function addBookmark(bookmarks: Bookmarks, step: number): Bookmarks {
  if (bookmarks.length >= MAX_BOOKMARKS || hasBookmark(bookmarks, step)) return bookmarks;
  return [...bookmarks, { step, label: '' }].sort((a, b) => a.step - b.step);
}

export const removeBookmark = (bookmarks: Bookmarks, step: number): Bookmarks =>
  bookmarks.filter((bookmark) => bookmark.step !== step);

/** A label that is too long is cut. */
export const labelBookmark = (bookmarks: Bookmarks, step: number, label: string): Bookmarks =>
  bookmarks.map((bookmark) =>
    bookmark.step === step ? { step, label: label.slice(0, MAX_LABEL) } : bookmark,
  );

export const hasBookmark = (bookmarks: Bookmarks, step: number): boolean =>
  bookmarks.some((bookmark) => bookmark.step === step);
