/** What the page says of a newer version that is ready. */
export const VERSIONS = {
  ready: 'A newer version of the lab is ready.',
  unchanged: 'Nothing changes until you reload. Settings and stored runs stay.',
  reload: 'Reload for the new version',
  reloadAfter: (work: string) => `Reload after ${work}`,
  waits: (work: string) => `The page reloads after ${work}.`,
  keep: 'Stay on this version',
  otherTabs: (count: number) =>
    count === 1
      ? 'Another tab shows this version of the lab. Close it first: a tab never changes its version.'
      : `${count} other tabs show this version of the lab. Close them first: a tab never changes its version.`,
  unstored: (count: number) =>
    count === 1
      ? 'A run could not be stored, and a reload would lose it: save it to a file first.'
      : `${count} runs could not be stored, and a reload would lose them: save them to files first.`,
  work: {
    training: 'the training',
    sweep: 'the sweep',
    manual: 'your episode',
    evaluation: 'the evaluation',
    reading: 'the file that is being read',
  },
} as const;
