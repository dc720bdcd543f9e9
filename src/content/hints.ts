/** The three hints of a first visit; each stays away once it is dismissed. */
export const HINTS = [
  {
    id: 'watch',
    text: 'An agent is making a market. Outlines in the book are its quotes; triangles are its fills.',
    /** Said instead while the market stands still. */
    paused:
      'Press Play, and an agent makes a market. Outlines are its quotes, triangles its fills.',
  },
  {
    id: 'objective',
    text: 'Move a reward weight: everything so far is re-scored at once.',
  },
  {
    id: 'train',
    text: 'Press Train your own: the agent learns on this machine, and the live agent follows as it improves.',
  },
] as const;
export type HintId = (typeof HINTS)[number]['id'];
