/** The controller of sweeps, whose code comes with their panel. */
import { useEffect } from 'react';
import { SweepController, type SweepServices } from '../../store/sweeps/sweepController';
import { useSession } from '../context';

const createSweeps = (services: SweepServices) => new SweepController(services);

export const useSweeps = (): SweepController => useSession().openSweeps(createSweeps);

/** Reads the stored sweeps when somebody looks, those of other tabs included. */
export function useStoredSweeps(): void {
  const sweeps = useSweeps();
  useEffect(() => void sweeps.sweeps.load(), [sweeps]);
}
