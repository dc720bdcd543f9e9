/**
 * Moves the focus to what took the place of an element that had it and is gone, so that reading
 * goes on from there. The target is no control, so single keys keep their meaning.
 */
import { useEffect, useRef, type RefObject } from 'react';

/**
 * Tells whether nothing has the focus any more: what had it is gone, or is disabled, from which
 * browsers take it a moment later.
 */
export const focusIsLost = (): boolean => {
  const { activeElement, body } = document;
  return activeElement === body || activeElement?.matches(':disabled') === true;
};

/**
 * Give the element tabIndex −1.
 * @param isWanted false leaves the focus alone
 * @param before what held the focus until the element came
 */
export function useLandingFocus<Element extends HTMLElement>(
  isWanted = true,
  before?: RefObject<HTMLElement | null>,
): RefObject<Element | null> {
  const element = useRef<Element>(null);
  useEffect(() => {
    const isHeld = before !== undefined && document.activeElement === before.current;
    if (!isWanted || !(isHeld || focusIsLost())) return;
    element.current?.focus({ preventScroll: true });
  }, [isWanted, before]);
  return element;
}
