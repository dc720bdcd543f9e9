/** What the page says when something is not stored. */

export const NOT_STORED = 'Not stored';

export const NOTHING_STORED =
  'Nothing is stored: runs are lost when this page closes. Export what you want to keep.';

/** @param count runs of which something is not stored */
export const runsNotStored = (count: number): string =>
  count === 1
    ? 'One run is not stored as it is here.'
    : `${count} runs are not stored as they are here.`;
