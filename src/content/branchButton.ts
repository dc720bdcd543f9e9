/**
 * The button that opens what else could have happened: it is there before the rest of its words.
 */
export const BRANCH_BUTTON = {
  label: 'Try something else from here',
  help: 'Another agent, other weights or you play on from this step (E)',
} as const;

/**
 * Marks a branch in a list of episodes, after its number and agent.
 * @param steps that it shares with the episode it comes from
 */
export const branchText = (steps: number): string => `, branch from step ${steps}`;
