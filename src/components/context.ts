/**
 * The one React context of the page: components reach the session, the drawing loop and the colours
 * through it.
 */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Palette } from '../charts/palette';
import type { Stage } from '../charts/stage';
import type { ViewPart } from '../charts/viewImage';
import type { Session } from '../store/session';
import type { SessionState } from '../store/state';

export interface Page {
  readonly session: Session;
  readonly stage: Stage;
  /** The canvases on screen, from which a picture of the view is composed. */
  readonly canvases: Map<ViewPart, HTMLCanvasElement>;
  /** The colours of the theme in force. */
  palette(): Palette;
}

export const PageContext = createContext<Page | null>(null);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === null) throw new Error('usePage: expected a PageContext above, got none');
  return page;
}

export const useSession = (): Session => usePage().session;

/** @param selector returns a primitive or a value the store keeps; never a fresh object */
export function useSessionState<Value>(selector: (state: SessionState) => Value): Value {
  return useStore(useSession().store, selector);
}

/** The inventory limit of what is on screen. @see View.maxInventory */
export function useInventoryLimit(): number {
  const session = useSession();
  return useSessionState(() => session.view.maxInventory);
}

/** Price of a tick on screen. @see View.tickSize */
export function useTickSize(): number {
  const session = useSession();
  return useSessionState(() => session.view.tickSize);
}
