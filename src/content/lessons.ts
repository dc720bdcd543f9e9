/**
 * The five lessons in words: what each is about, what to do, and what to take
 * away. What a lesson sets up, and how its steps are checked, is in store/lessons.
 */

export const LESSON_IDS = [
  'adverseSelection',
  'payForInventory',
  'starveTheData',
  'luckyReturn',
  'deploySafely',
] as const;
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
  starveTheData: {
    title: 'Starve the data',
    idea: 'An offline learner can only prefer what its data contains. Train the same algorithm twice: once on quotes at random alone, once on the whole mixture of makers.',
    steps: [
      'Press Train: the data is set to quotes at random, and nothing else.',
      'In Data, give every other behaviour a share of 1 again, and press Retrain.',
      'Let the lab compare: the second run must earn more than the first, on the same seeds.',
    ],
    conclusion:
      'Same algorithm, same settings, same number of transitions. What is not in the data cannot be learned from it.',
  },
  luckyReturn: {
    title: 'Chase a lucky return',
    idea: 'A Decision Transformer does what followed by the return it is asked for. In a market much of an episode’s return is luck, so asking for more mostly asks for luck.',
    steps: [
      'Press Train: a Decision Transformer, on returns as they were, luck included.',
      'In Learning settings set its return to go to “Without luck”, and press Retrain.',
    ],
    conclusion:
      'What was asked is not what came. Of plain returns the best were mostly lucky, and luck does not come back for the asking; without luck the range is narrower, and nearer to what an agent can bring about.',
  },
  deploySafely: {
    title: 'Deploy safely',
    idea: 'A good backtest is no reason to deploy. The gate asks for an interval above cloning, limits kept, data that looked like the market, and a fallback; a guard watches what happens afterwards.',
    steps: [
      'Press Train, then open the run’s details in Runs and read every check of its gate.',
      'Beside Out of distribution, choose after how many unusual decisions a plain maker stands in.',
      'Open Market, choose the volatile regime that it was not trained for, and let an episode finish under guard.',
    ],
    conclusion:
      'The gate says what was true on the seeds it was tried on, the guard what is true now. Export the agent from the run’s details: the verdict goes with the file.',
  },
};
