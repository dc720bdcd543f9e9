/**
 * The checks of the deploy gate in words. Agent files store the names and limits as they were
 * written with the agent; a check that is not known here is shown as the file has it.
 */
import type { CardGate } from '../agents/files/agentFile';
import { formatLimits, formatProfit, formatShare, formatSignificant } from '../charts/format';
import type { Interval } from '../evaluation/statistics';
import { ONE_EPISODE } from '../evaluation/deployGate';

type Check = CardGate['checks'][number];

/**
 * Key of a check whose value is the upper end of an interval; in older files it is the estimate.
 */
const UPPER_END = 'out of distribution, upper end';

/** What each check requires, in words, for one that was not measured. */
const REQUIRED: Readonly<Record<string, ((required: number) => string) | undefined>> = {
  'better than its clone': () => 'a higher return than its clone’s, at 95 % confidence',
  drawdown: (required) => `${dollars(required)} or less in 95 % of episodes`,
  inventory: (required) =>
    `95th percentile of |inventory| at ${formatShare(required / 100)} of the limit or less`,
  'out of distribution': (required) => `${formatShare(required / 100)} of decisions or less`,
  'parity of the exported model': (required) =>
    `the exported model differs by ${formatSignificant(required)} at most`,
};

/** Limit of an agent that is itself the clone. */
const IS_CLONE = 'this agent is the clone';

/** A measured check in words, and the last number of its stored limit. */
type Wording = (value: number, required: number) => string;

const dollars = (amount: number) => formatProfit(amount).replace('+', '').replace('.00', '');

const WORDINGS: Readonly<Record<string, Wording | undefined>> = {
  'better than its clone': (value) =>
    value > 0
      ? `Beats its clone by at least ${dollars(value)} (95 %); required: more than $0`
      : `Not proven to beat its clone: lower bound ${dollars(value)} (95 %); required: more than $0`,
  drawdown: (value, required) =>
    `Drawdown of ${dollars(value)} or less in 95 % of episodes; required: ${dollars(required)} or less`,
  inventory: (value, required) =>
    `95th percentile of |inventory| at ${formatShare(value)} of the limit; required: ${formatShare(required / 100)} or less`,
  'out of distribution': (value, required) =>
    `${formatShare(value)} of decisions out of distribution; required: ${formatShare(required / 100)} or less`,
  [UPPER_END]: (value, required) =>
    `At most ${formatShare(value)} of decisions out of distribution (95 %); required: ${formatShare(required / 100)} or less`,
  'parity of the exported model': (value, required) =>
    `Exported model differs by ${formatSignificant(value)} at most; required: ${formatSignificant(required)} or less`,
};

export function gateCheckText({ name, passed, value, limit }: Check): string {
  const wording = WORDINGS[limit.startsWith('upper end') ? `${name}, upper end` : name];
  if (value === null) {
    if (passed === null) return `${capitalised(name)}: ${limit}`;
    return limit.startsWith(IS_CLONE) ? capitalised(limit) : unmeasuredText(name, limit);
  }
  const required = requiredBy(limit);
  if (wording === undefined || (required === null && name !== 'better than its clone')) {
    return `${capitalised(name)}: ${formatSignificant(value)}; required: ${limit}`;
  }
  return wording(value, required ?? 0);
}

function unmeasuredText(name: string, limit: string): string {
  const required = requiredBy(limit);
  const isClone = name === 'better than its clone';
  const words = required === null && !isClone ? undefined : REQUIRED[name]?.(required ?? 0);
  const clone = limit.endsWith(ONE_EPISODE)
    ? 'Compared with its clone on one episode, which has no interval'
    : 'Not compared with a clone';
  const measured = isClone ? clone : `${capitalised(name)}: not measured`;
  return `${measured}; required: ${words ?? limit}`;
}

/**
 * The outcome in one line: "Gate: not passed, 2 of 5 checks failed". Checks that do not apply are
 * not counted.
 */
export function gateSummary(
  { passed, checks }: CardGate,
  difference: Interval | null = null,
): string {
  if (passed) {
    return lessThanNothing(difference) === ''
      ? 'Gate: passed'
      : 'Gate: passed, earning less than doing nothing';
  }
  const applied = checks.filter((check) => check.passed !== null);
  const failed = applied.filter((check) => check.passed === false);
  return `Gate: not passed, ${failed.length} of ${applied.length} checks failed`;
}

/** Beside the verdict, which is about none of this. */
export const GATE_SCOPE =
  'It asks whether training went beyond the data and the agent keeps its limits, not whether it earns anything.';

/**
 * Says that an agent lost against doing nothing; empty where that is not certain.
 * @param difference dollars per episode beyond doing nothing; null where that is not known
 */
export const lessThanNothing = (difference: Interval | null): string =>
  difference !== null && difference.high < 0
    ? `It earns less than doing nothing, penalties counted: ${formatProfit(difference.estimate)} ${formatLimits(difference.low, difference.high)} an episode.`
    : '';

/** The number that a limit says after "at most"; null when it says none. */
function requiredBy(limit: string): number | null {
  const match = /at most \$? ?(\d[\d.e+-]*)/.exec(limit);
  return match === null ? null : Number(match[1]);
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
