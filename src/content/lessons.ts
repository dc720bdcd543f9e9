/**
 * The five lessons in words: what each is about, what to do, and what to take away. What a lesson
 * sets up, and how its steps are checked, is in store/lessons.
 */

export const LESSON_IDS = [
  'adverseSelection',
  'payForInventory',
  'starveTheData',
  'luckyReturn',
  'deploySafely',
] as const;
export type LessonId = (typeof LESSON_IDS)[number];

/** Lessons whose episodes are played again on the same seeds, under another setting. */
export const REPLAYED_LESSONS: readonly LessonId[] = ['adverseSelection', 'payForInventory'];

export interface LessonText {
  readonly title: string;
  /** The subject, in two or three sentences. */
  readonly idea: string;
  /** The instructions, in order: one per step. */
  readonly steps: readonly string[];
  /** Shown when every step is done. */
  readonly conclusion: string;
}

export const LESSONS: Readonly<Record<LessonId, LessonText>> = {
  adverseSelection: {
    title: 'See adverse selection',
    idea: 'A resting quote is most likely to be filled just when its price is about to be wrong. Compare two markets under the same quotes: in the second, more traders know where the price is going.',
    steps: [
      'Let an episode finish in the calm market that is set up for you.',
      'Open Market, choose the toxic regime, start a new episode, and let it finish: it has the same seed, and the quotes stay as they are.',
      'Open Replay and go to a fill that was run over: press N until the marker is hollow.',
    ],
    conclusion:
      'The quotes did not change; what they cost did. There is no penalty for it in the simulation: the trades that hit you simply came just before the price moved.',
  },
  payForInventory: {
    title: 'Pay for inventory',
    idea: 'A market maker that never skews its quotes lets its position wander, and the position, not the spread, decides its profit. Skewing works the position off, and that has a price.',
    steps: [
      'Let an episode finish with quotes that ignore the position.',
      'Raise the inventory skew (the sliders beside the agent), then play the same seed again: the average position has to be half as large, or smaller.',
    ],
    conclusion:
      'Same seed, same quotes but for the skew. A skewed quote stands further back on one side: compare the spread captured with the position held.',
  },
  starveTheData: {
    title: 'Starve the data',
    idea: 'An offline learner can only choose among what its data contains. Train the same algorithm twice: once on random quotes alone, once on the whole mixture of market makers.',
    steps: [
      'Press Train: the data holds random quotes and nothing else.',
      'In Data, give every other behaviour a share of 1 again, change nothing else, and press Retrain.',
      'Let the lab compare: the second run has to earn more than the first, on the same seeds.',
    ],
    conclusion:
      'Same algorithm, same settings, same number of transitions. What is not in the data cannot be learned from it.',
  },
  luckyReturn: {
    title: 'Chase a lucky return',
    idea: 'A Decision Transformer repeats what led to the return it is asked for. In a market, much of an episode’s return is luck, so asking for more mostly asks for luck.',
    steps: [
      'Press Train: a Decision Transformer, on plain returns, luck included.',
      'In Learning settings set its return to go to “Without luck”, change nothing else, and press Retrain.',
    ],
    conclusion:
      'What was asked for is not what came. The best plain returns were mostly lucky, and luck does not repeat on request. Without luck the range is narrower, and closer to what an agent can bring about.',
  },
  deploySafely: {
    title: 'Deploy safely',
    idea: 'A good backtest is no reason to deploy. The gate asks for a proven gain over cloning, respected limits, familiar market data, and a fallback. Afterwards the fallback quotes wherever the market looks unfamiliar.',
    steps: [
      'Press Train, then open the run’s details in Runs and read every check of its gate.',
      'Beside Out of distribution, choose after how many unusual decisions the fallback takes over.',
      'Open Market, choose the volatile regime, which the agent was not trained for, and let an episode finish with the fallback ready.',
    ],
    conclusion:
      'The gate says what held on the seeds it was tested on, Out of distribution what holds now. Export the agent from the run’s details: the verdict travels with the file.',
  },
};
