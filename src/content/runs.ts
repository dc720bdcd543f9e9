/** What the page says of runs. */
export const RUN_TEXTS = {
  /** @param objective name of the weights */
  playedUnder: (objective: string) => `evaluated under ${objective}`,
  /** @param name that another tab gave to a run first */
  renamed: (name: string, newName: string) =>
    `Another tab has a ${name} by now: the run of this tab is ${newName}.`,
  updatesMade: (made: number, planned: number) => `${made} of ${planned}`,
  takeSettings: 'Use these settings',
  takeSettingsNote:
    'The market, the rivals, the weights and the learner of this run, in a new episode',
} as const;

/** @param episodes on which every run and baseline is evaluated */
export const noRunsText = (episodes: number): string =>
  `No runs yet. A run that ends is listed here beside these baselines: all play the same ${episodes} episodes, which no run learns from.`;
