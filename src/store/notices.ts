/** What the page has to say, until it is dismissed: the newest few, each once. */

export interface Notice {
  readonly id: number;
  readonly message: string;
  /** For a bug report; empty when there is nothing to add. */
  readonly details: string;
}

export const NO_NOTICES: readonly Notice[] = [];

const MAX_NOTICES = 5;

/** A message that is on screen already is not said twice: its details are those of the latest. */
export function withNotice(
  notices: readonly Notice[],
  message: string,
  details = '',
): readonly Notice[] {
  const id = 1 + notices.reduce((most, notice) => Math.max(most, notice.id), 0);
  const others = notices.filter((notice) => notice.message !== message);
  return [...others.slice(1 - MAX_NOTICES), { id, message, details }];
}
