/** The button that opens what else could have happened: it is there before the rest of its words. */
export const BRANCH_BUTTON = {
  label: 'Try something else from here',
  help: 'Another agent, other weights or you play on from this step (E)',
} as const;
