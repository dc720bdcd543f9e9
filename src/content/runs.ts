/** What the page says of runs. */
export const RUN_TEXTS = {
  takeSettings: 'Use these settings',
  takeSettingsNote:
    'The market, the rivals, the weights and the learner of this run, in a new episode',
} as const;
