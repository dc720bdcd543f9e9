/** Tells whether the address asks for the demo. It follows the address, so that Back works. */
import { useSyncExternalStore } from 'react';
import { parseLink } from '../store/settings/link';

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
}

const isDemo = (): boolean => parseLink(window.location.hash).demo;

export const useDemo = (): boolean => useSyncExternalStore(subscribe, isDemo);
