/** Reads the state of the maps, and asks for answers as long as the component is there. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { MapQuestion } from '../../store/maps/maps';
import type { MapsState } from '../../store/maps/mapsState';
import { useSession } from '../context';

/** @param selector returns a primitive or a value the store keeps; never a fresh object */
export function useMapsState<Value>(selector: (state: MapsState) => Value): Value {
  return useStore(useSession().maps.store, selector);
}

export function useMapQuestion(question: MapQuestion): void {
  const session = useSession();
  useEffect(() => session.maps.look(question), [session, question]);
}
