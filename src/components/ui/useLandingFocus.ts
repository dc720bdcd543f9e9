/**
 * Where the focus lands when what had it is gone: on what took its place, for
 * whoever reads on from there. What it lands on is no control, so that single
 * keys go on meaning what they mean.
 */
import { useEffect, useRef, type RefObject } from 'react';

/** @param isWanted false leaves the focus alone. Give the element tabIndex −1. */
export function useLandingFocus<Element extends HTMLElement>(
  isWanted = true,
): RefObject<Element | null> {
  const element = useRef<Element>(null);
  useEffect(() => {
    if (!isWanted || document.activeElement !== document.body) return;
    element.current?.focus({ preventScroll: true });
  }, [isWanted]);
  return element;
}
