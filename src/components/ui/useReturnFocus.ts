/**
 * Moves the focus into a panel that is no dialog when it opens, and back to where it was when it
 * closes.
 */
import { useEffect, useRef, type RefObject } from 'react';

/** @returns a ref for the element that takes the focus, which needs a tabIndex of −1 */
export function useReturnFocus<Element extends HTMLElement>(): RefObject<Element | null> {
  const first = useRef<Element>(null);
  useEffect(() => {
    const before = document.activeElement;
    first.current?.focus({ preventScroll: true });
    return () => {
      // A focus that has moved on meanwhile stays where it is.
      if (document.activeElement !== null && document.activeElement !== document.body) return;
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return first;
}
