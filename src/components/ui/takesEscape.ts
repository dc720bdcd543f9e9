import type { KeyboardEvent } from 'react';

/** Whatever takes Escape before a panel does. */
const OPEN_ABOVE = 'dialog[open], [popover]:popover-open';

/**
 * Takes Escape, unless something inside has taken it or the browser first closes what is open above.
 * @returns whether the panel is to be closed
 */
export function takesEscape(event: KeyboardEvent): boolean {
  if (event.key !== 'Escape' || event.defaultPrevented) return false;
  if (document.querySelector(OPEN_ABOVE) !== null) return false;
  event.preventDefault();
  return true;
}
