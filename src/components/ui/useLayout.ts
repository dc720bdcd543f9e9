/**
 * Tells which of the three layouts fits the window. The style sheets of the layouts use
 * the same widths.
 */
import { useSyncExternalStore } from 'react';

export type Layout = 'wide' | 'medium' | 'narrow';

const QUERIES = { wide: '(min-width: 1200px)', medium: '(min-width: 720px)' } as const;

function subscribe(onChange: () => void): () => void {
  const queries = Object.values(QUERIES).map((query) => window.matchMedia(query));
  for (const query of queries) query.addEventListener('change', onChange);
  return () => {
    for (const query of queries) query.removeEventListener('change', onChange);
  };
}

function currentLayout(): Layout {
  if (window.matchMedia(QUERIES.wide).matches) return 'wide';
  return window.matchMedia(QUERIES.medium).matches ? 'medium' : 'narrow';
}

/**
 * Media query for a window with no room in its left column for a whole ladder and an explained
 * fill.
 */
const SHORT = '(max-height: 1000px)';

function subscribeShort(onChange: () => void): () => void {
  const query = window.matchMedia(SHORT);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}

export const useIsShort = (): boolean =>
  useSyncExternalStore(subscribeShort, () => window.matchMedia(SHORT).matches);

export const useLayout = (): Layout => useSyncExternalStore(subscribe, currentLayout);
