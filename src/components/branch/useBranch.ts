/** The controller of branches, whose code comes with their panel, and its state. */
import { useStore } from 'zustand';
import { BranchController, type BranchServices } from '../../store/branch/branchController';
import type { BranchState } from '../../store/branch/branchState';
import { useSession } from '../context';

const create = (services: BranchServices) => new BranchController(services);

export const useBranch = (): BranchController => useSession().openBranches(create);

/** @param selector returns a primitive or a value the store keeps; never a fresh object */
export function useBranchState<Value>(selector: (state: BranchState) => Value): Value {
  return useStore(useBranch().store, selector);
}
