/** Keys of a branch by hand, as those of quoting by hand; they mean something inside its drawer. */
import type { BranchController } from '../../store/branch/branchController';

const COMMANDS: Readonly<Record<string, ((branch: BranchController) => void) | undefined>> = {
  w: (branch) => branch.move('bid', 1),
  s: (branch) => branch.move('bid', -1),
  i: (branch) => branch.move('ask', 1),
  k: (branch) => branch.move('ask', -1),
  '[': (branch) => branch.resize(-1),
  ']': (branch) => branch.resize(1),
  j: (branch) => branch.join(),
  x: (branch) => branch.cancelQuotes(),
  f: (branch) => branch.flatten(),
};

/** @returns true when the key meant something */
export function actByHand(
  branch: BranchController,
  event: Pick<React.KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'target'>,
): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  // A list goes to the entry that a key begins.
  if (event.target instanceof HTMLSelectElement) return false;
  const command = COMMANDS[event.key.toLowerCase()];
  command?.(branch);
  return command !== undefined;
}
