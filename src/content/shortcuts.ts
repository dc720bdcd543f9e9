/** The page's keys, for the handler to follow and the help to show. */
export const SHORTCUTS: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ['Space'], does: 'Play or pause' },
  { keys: ['.'], does: 'One step' },
  { keys: ['←', '→'], does: 'Back or forward through a replay; with Shift, by ten' },
  { keys: ['P', 'N'], does: 'Previous and next fill, in the last episode' },
  { keys: ['B'], does: 'Bookmark this step of a replay, or take the bookmark away' },
  { keys: ['L'], does: 'Live or replay' },
  { keys: ['1', '2', '3', '4'], does: 'Speed 1×, 2×, 5×, 10×' },
  { keys: ['T'], does: 'Train, pause training, resume' },
  { keys: ['R'], does: 'Runs and their comparison' },
  { keys: ['M'], does: 'Market facts: what this market shows, and what it should' },
  { keys: ['Ctrl', 'Z'], does: 'Undo a setting; with Shift, redo' },
  { keys: ['?'], does: 'This help' },
];
