/**
 * Stores small preferences on this machine. Where storage is forbidden or full, they last as long
 * as the page.
 */

const PREFIX = 'nanoarb-lab.';

export function readPreference(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/** @param value null forgets it */
export function writePreference(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, value);
  } catch {
    // The choice holds for this visit.
  }
}
