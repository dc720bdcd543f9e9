/** Which of the three layouts fits the window. The same widths stand in layout.css. */
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

export const useLayout = (): Layout => useSyncExternalStore(subscribe, currentLayout);
