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
  remove: 'Remove',
} as const;
