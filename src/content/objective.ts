/** What the page says of reward weights that no training has seen. */

/**
 * @param count of the weights that differ from those that were trained with
 * @param isTraining whether a run is under way, which they come too late for
 */
export function pendingObjectiveText(count: number, isTraining: boolean): string {
  const changes = `${count} ${count === 1 ? 'change' : 'changes'}`;
  return `${changes}: scored, ${isTraining ? 'not in this run' : 'not trained'}`;
}
