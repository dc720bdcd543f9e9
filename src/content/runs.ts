/** What the page says of runs. */
import { formatShare } from '../charts/format';

export const RUN_TEXTS = {
  /** @param objective name of the weights */
  playedUnder: (objective: string) => `evaluated under ${objective}`,
  asked: 'Target',
  /** @param share of a Decision Transformer's range of returns; NaN where nobody kept it */
  askedFor: (share: number) =>
    Number.isNaN(share)
      ? 'evaluated for a target that was not kept'
      : `evaluated for a target of ${formatShare(share)}`,
  /** @param name that another tab gave to a run first */
  renamed: (name: string, newName: string) =>
    `Another tab has a ${name} by now: the run of this tab is ${newName}.`,
  noParent: (name: string) =>
    `The training seeds after ${name} cannot be trained: the run that they continue was deleted.`,
  /** @param count at least 1 */
  seedsFollow: (count: number) =>
    `${count === 1 ? 'One training seed of its group is' : `${count} training seeds of its group are`} still to be trained: Resume goes on with ${count === 1 ? 'it' : 'them'} too.`,
  /** Follows the name of a run. @param count at least 1 */
  seedsLeft: (count: number) =>
    `is done, and ${count === 1 ? 'one training seed of its group is' : `${count} training seeds of its group are`} still to be trained: the page was closed.`,
  trainSeeds: (count: number) => (count === 1 ? 'Train it' : `Train the ${count}`),
  trainedFurther: (name: string) =>
    `${name} was trained further while an earlier policy of it was evaluated: that is not kept. Evaluate it again.`,
  /** @param market of the baselines in the table */
  otherEpisodes: (market: string) =>
    `The baselines played ${market}. A run that is marked played other episodes, and is compared with what played the same ones.`,
  otherScenario: 'other seed, rules or version of the market',
  noDifference: {
    market: 'no difference: another market than the pinned agent’s',
    episodes: 'no difference: other episodes than the pinned agent’s',
  },
  /** @param name of the agent that comes with the page */
  evaluateBundled: (name: string) => `Compare with ${name}`,
  evaluateBundledHelp:
    'Plays it on the episodes of the baselines, under the weights on screen, and lists it beside them',
  evaluating: (name: string, done: number, total: number) =>
    `Evaluating ${name}: episode ${done} of ${total}`,
  updatesMade: (made: number, planned: number) => `${made} of ${planned}`,
  takeSettings: 'Use these settings',
  takeSettingsNote:
    'The market, the rivals, the weights and the learner of this run, in a new episode',
} as const;

/** Names a clone by the runs whose data and settings it is of, newest first. */
export function cloneName(runs: readonly string[]): string {
  const [newest, next] = runs;
  if (runs.length === 1) return `Clone of ${newest}`;
  const others = runs.length === 2 ? next : `${runs.length - 1} others`;
  return `Clone of ${newest} and ${others}`;
}

/** @param episodes on which every run and baseline is evaluated */
export const noRunsText = (episodes: number): string =>
  `No runs yet. A run that ends is listed here beside these baselines: all play the same ${episodes} episodes, which no run learns from.`;
