/** Gives the focus to a title when what had it goes with a change, such as the row of a run. */
import { useEffect, useRef, type RefObject } from 'react';
import { focusIsLost } from './useLandingFocus';

/**
 * @param target takes the focus where nothing has it any more
 * @param change differs after whatever may take the focus away
 */
export function useHeldFocus(
  target: RefObject<HTMLElement | null>,
  change: string | number | null,
): void {
  const last = useRef(change);
  useEffect(() => {
    if (last.current === change) return;
    last.current = change;
    if (focusIsLost()) target.current?.focus({ preventScroll: true });
  }, [target, change]);
}
