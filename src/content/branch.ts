/** What the page says of playing on from a moment of an episode. */
import { BRANCH_BUTTON } from './branchButton';
import type { ManualSide } from '../agents/manual/manualQuotes';
import { formatFixed, formatTime } from '../charts/format';
import type { Deviation } from '../protocol/branch';

export const BRANCH_TEXTS = {
  title: BRANCH_BUTTON.label,
  close: 'Close',
  /** @param seconds of the step on screen @param step from 1 */
  from: (step: number, seconds: number) =>
    `From step ${step}, at ${formatTime(seconds)}: the steps before it stay as they were, and so do the market’s random numbers, or its recording, after it.`,
  who: 'Who plays on',
  /** @param agent as the page names it @param isOne whether it played from the start */
  same: (agent: string, isOne: boolean) =>
    isOne ? `${agent}, as before` : `The agent at the end of “${agent}”`,
  byHand: 'You, by hand',
  notLoaded: 'not loaded',
  weights: 'Weights',
  recordedWeights: 'of the episode',
  sliderWeights: 'on the sliders',
  deaf: 'This agent does not act on weights: they change what its steps are worth, not what it does.',
  play: 'Play on',
  again: 'Play on again',
  running: 'Simulating the episode again',
  empty: 'Choose who plays on. Both are drawn to the end of the episode, one over the other.',
  noEpisode:
    'Open an episode in replay, and go to the step from which something else is to happen.',
  lastStep: 'This is the last step of the episode: nothing comes after it. Go to an earlier one.',
  noWorld:
    'This episode does not say in which environment it was played: an earlier version of the lab recorded it, or an agent traded in your book. It can be replayed, and nothing else can be tried in it.',
  gone: 'This agent is no longer there. Choose another.',
  /** @param reason why the worker could not do it */
  failed: (reason: string) => `There is no branch. ${reason}`,
  deviated: ({ step, column, recorded, simulated }: Deviation) =>
    `This episode cannot be simulated again as it was recorded: at step ${step + 1}, ${column} was ${String(recorded)} and is ${String(simulated)} now. The market or the environment has changed since. It can be replayed, and nothing else can be tried in it.`,
  handHelp:
    'Place quotes, and let the market go on as long as you like: each stays at its price, and is on hold, out of the market, while it cannot rest there.',
  /** @param held seconds of the last turn for which each was out of the market */
  held: (held: Readonly<Record<ManualSide, number>>) => {
    const parts = (['ask', 'bid'] as const).flatMap((side) =>
      held[side] > 0 ? [`the ${side} for ${formatFixed(held[side], 1)} s`] : [],
    );
    return parts.length === 0 ? '' : `On hold in this turn: ${parts.join(', ')}.`;
  },
  join: 'Join',
  cancelQuotes: 'Cancel',
  flatten: 'Flatten',
  bid: 'Bid',
  ask: 'Ask',
  up: (side: string) => `${side} up a tick`,
  down: (side: string) => `${side} down a tick`,
  upHelp: (key: string) => `Up a tick (${key})`,
  downHelp: (key: string) => `Down a tick (${key})`,
  size: (contracts: string) => `× ${contracts}`,
  second: '1 s',
  seconds: '5 s',
  toEnd: 'To the end',
  playFor: 'Play on for',
  startOver: 'Start over',
  happened: 'What happened',
  branched: 'Branch',
  difference: 'Difference',
  term: 'Term',
  profit: 'Profit',
  weightedMoney: 'Profit, weighted',
  reward: 'Reward',
  prices: 'Quotes and fills',
  time: 'Time of the episode, for the three charts above',
  inventory: 'Inventory',
  /** @param steps of each that are summed */
  sums: (happened: number, branched: number) =>
    happened === branched
      ? `Sums over ${happened} steps; the reward of both under the weights of the branch.`
      : `Sums over ${happened} steps as it happened, and ${branched} of the branch; the reward of both under the weights of the branch.`,
  oneCourse:
    'Others see the quotes and answer them, so prices part as well. One branch is one course of things: try several before calling one better.',
  kept: 'The branch is kept among the episodes, and names the one that it comes from.',
  openBranch: 'Replay the branch',
  /** @param difference in dollars */
  outcome: (difference: string) =>
    difference === '$0.00'
      ? 'The branch made the same.'
      : `The branch made ${difference} ${difference.startsWith('+') ? 'more' : 'less'}.`.replace(
          /[+−]/,
          '',
        ),
  pricesSummary: (happened: number, branched: number) =>
    `Quotes and fills of both: ${happened} fills happened, ${branched} in the branch`,
  profitSummary: (happened: string, branched: string) =>
    `Profit of both: ${happened} happened, ${branched} in the branch`,
} as const;

/** Says which episode a branch comes from. */
export const parentText = (name: string, steps: number): string =>
  `Branch of ${name === '' ? 'an episode' : name}, from step ${steps} on`;
