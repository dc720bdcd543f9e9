/** Marks that a person sets in an episode: by step, ascending, at most one a step. */
import type { Bookmark } from '../../protocol/episodeFile';

export type Bookmarks = readonly Bookmark[];

/** Most bookmarks that an episode file takes. */
const MAX_BOOKMARKS = 10_000;
/** Longest label, in characters. */
export const MAX_LABEL = 200;

/** Adds a mark at the step. @returns the same list when there is one already, or no room */
export function addBookmark(bookmarks: Bookmarks, step: number): Bookmarks {
  if (bookmarks.length >= MAX_BOOKMARKS || hasBookmark(bookmarks, step)) return bookmarks;
  return [...bookmarks, { step, label: '' }].sort((a, b) => a.step - b.step);
}

export const removeBookmark = (bookmarks: Bookmarks, step: number): Bookmarks =>
  bookmarks.filter((bookmark) => bookmark.step !== step);

/** Labels the mark at a step; a label that is too long is cut. */
export const labelBookmark = (bookmarks: Bookmarks, step: number, label: string): Bookmarks =>
  bookmarks.map((bookmark) =>
    bookmark.step === step ? { step, label: label.slice(0, MAX_LABEL) } : bookmark,
  );

export const hasBookmark = (bookmarks: Bookmarks, step: number): boolean =>
  bookmarks.some((bookmark) => bookmark.step === step);
