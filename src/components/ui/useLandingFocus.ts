/**
 * Moves the focus to what took the place of an element that had it and is gone, so that reading
 * goes on from there. The target is no control, so single keys keep their meaning.
 */
import { useEffect, useRef, type RefObject } from 'react';
import { focusIsLost } from './focusIsLost';

/** @param isWanted false leaves the focus alone. Give the element tabIndex −1. */
export function useLandingFocus<Element extends HTMLElement>(
  isWanted = true,
): RefObject<Element | null> {
  const element = useRef<Element>(null);
  useEffect(() => {
    if (!isWanted || !focusIsLost()) return;
    element.current?.focus({ preventScroll: true });
  }, [isWanted]);
  return element;
}
