/** Three things worth knowing at the first visit; each is gone for good once dismissed. */
export const HINTS = [
  {
    id: 'watch',
    text: 'An agent is making a market. The outlines in the book are its quotes; triangles are its fills.',
  },
  {
    id: 'objective',
    text: 'Move a weight of what it is paid for: what has already happened is re-scored at once.',
  },
  {
    id: 'train',
    text: 'Press Train your own: it learns on this machine, and the live agent follows while it does.',
  },
] as const;
export type HintId = (typeof HINTS)[number]['id'];
