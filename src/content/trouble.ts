/** What the page says when a part of it fails, or when its files are gone. */
export const TROUBLE = {
  /** @param name of a panel or another part of the page */
  stopped: (name: string) => `${name} could not be shown.`,
  goesOn: 'The rest of the page goes on.',
  moreNotices: (count: number) => `and ${count} more`,
  fewerNotices: 'The newest alone',
  tryAgain: 'Try again',
  reload: 'Reload the page',
  missing:
    'A file of this page could not be loaded: the connection is gone, or a newer version of the page has replaced it.',
  replaced:
    'A newer version of the lab is there, and files of this one are gone. Reload to use it.',
  kept: 'Stored runs stay, and a run in training resumes from its last checkpoint.',
} as const;
