/** The texts of those who trade beside the agent. */
export const RIVAL_TEXTS = {
  table: 'Everybody in this book',
  who: 'In this book',
  agent: 'Agent',
  you: 'You',
  yourself: 'Yourself, by hand',
  profit: 'Profit',
  inventory: 'Held',
  share: 'Volume',
  fills: 'Fills',
  add: 'Add a rival',
  full: 'The book is full',
  recorded: 'Not on a recording',
  whyNotRecorded: 'A recording would not have stayed as it was beside rivals.',
  stored: 'Stored runs',
  remove: 'Remove',
  /** Names a rival of a run that is not there, and so has no name. */
  unknown: 'A run that is not here',
  loading: 'loading',
  isLeftOut: 'left out',
  noRun:
    'A rival’s run was deleted, or it was trained in another browser: a link cannot carry a policy.',
  noPolicy: (run: string) => `${run} has no policy yet.`,
  unsound: (run: string, reason: string) => `The policy of ${run} is not sound: ${reason}.`,
  /** @param reason a sentence */
  leftOut: (reason: string) => `${reason} It is left out, and stays in the list of rivals.`,
  otherMarket: (run: string) =>
    `${run} was trained in another version of the market. It trades here all the same, and what was measured of it does not hold.`,
  /** Titles of the fields in which a rival may differ from the agent. */
  own: 'Its own latency and limits',
  ownNote: 'An empty field is as for the agent. A change begins the episode anew.',
  /** Before those that a run was trained against. */
  against: 'Against',
  ranAgainst: 'against',
  deleted: (run: string) => `${run}, deleted`,
  /** Where rivals are asked for in the analytic market. */
  noneQueue: 'No rivals here: nobody queues in the analytic market.',
} as const;
