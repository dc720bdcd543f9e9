/**
 * The lessons in words: what each is about, what to do, and what to take
 * away. What a lesson sets up, and how its steps are checked, is in store/lessons.
 */

export const LESSON_IDS = ['adverseSelection', 'payForInventory'] as const;
export type LessonId = (typeof LESSON_IDS)[number];

export interface LessonText {
  readonly title: string;
  /** What it is about, in two or three sentences. */
  readonly idea: string;
  /** One instruction a step, in order. */
  readonly steps: readonly string[];
  /** Shown when every step is done. */
  readonly conclusion: string;
}

export const LESSONS: Readonly<Record<LessonId, LessonText>> = {
  adverseSelection: {
    title: 'See adverse selection',
    idea: 'A resting quote is filled most readily when it is about to be wrong. Two markets, the same quotes: in the second, more of those who trade know where the price is going.',
    steps: [
      'Let an episode finish in the calm market that is set up for you.',
      'Open Market, choose the toxic regime, start a new episode, and let it finish.',
      'Open Replay and go to a fill that the market ran over: press N until the marker is hollow.',
    ],
    conclusion:
      'The quotes did not change, what they cost did. Nothing was subtracted as a penalty: the trades that hit you came just before the price moved.',
  },
  payForInventory: {
    title: 'Pay for inventory',
    idea: 'A maker that never leans lets its position wander, and the position, not the spread, decides its profit. Leaning sells the position back, and that has a price.',
    steps: [
      'Let an episode finish with quotes that ignore the position.',
      'Raise the inventory skew (the sliders beside the agent) until an episode holds half as much on average, or less.',
    ],
    conclusion:
      'Compare the spread captured in the two episodes: a quote that leans stands further back on the side it wants less of, and earns less spread for a position it can sleep with.',
  },
};
