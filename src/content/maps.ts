/**
 * What the page says about maps of decisions: their axes, who answered, and why a quote is what it
 * is.
 */
import type { FeatureGroup } from '../agents/decisions/featureGroups';
import type { Feature } from '../agents/decisions/features';
import { isQuoted, type QuoteQuantity, type Quotes } from '../agents/decisions/quotes';
import type { QuoteGrid } from '../agents/decisions/responseSurface';
import {
  formatCompact,
  formatContracts,
  formatFixed,
  formatProfit,
  formatShare,
  formatSigned,
} from '../charts/format';
import { ACTION_HIGH, ACTION_LOW } from '../env/actionMap';
import { ACTION, ACTION_NAMES } from '../env/types';
import type { AskedAgent } from '../protocol/decisions';
import type { RecordedDecision } from '../protocol/recordedDecisions';

export const MAPS_TEXTS = {
  title: 'Maps',
  close: 'Close maps',
  surface: 'Surface',
  why: 'Why this quote',
  tradeoff: 'Trade-off',
  quantity: 'Shown',
  across: 'Across',
  up: 'Up',
  rest: 'Everything else',
  now: 'as now',
  typical: 'typical',
  closedForms: 'Closed forms',
  waiting: 'Waiting for the first decision',
  notRecorded:
    'The decision behind these quotes was not recorded: a person made it, or an earlier version of the lab recorded the episode.',
  asked: (agent: string) => `Asked: ${agent}.`,
  inPlaceOf: (agent: string, before: string) =>
    `Asked: ${agent}, about a decision that ${before} took. It takes the next one.`,
  over: (step: number, inventory: number) =>
    `The episode is over and nothing is quoted: this is its last decision, in step ${step}, at an inventory of ${formatContracts(inventory)}.`,
  byHand: 'You quote. This is the agent beside you.',
  replaced: 'The fallback quotes in its place now; this is the agent itself.',
  nothing: 'This agent never quotes: there is nothing to map.',
  failed: 'The agent could not be asked.',
  ticksFromMid: 'ticks from the mid',
  contracts: 'contracts',
  section: 'At the dot, across',
  forms: { avellanedaStoikov: 'Avellaneda-Stoikov', glft: 'GLFT' } as Readonly<
    Record<string, string | undefined>
  >,
} as const;

export const QUANTITY_NAMES: Readonly<Record<QuoteQuantity, string>> = {
  bidOffset: 'Bid',
  askOffset: 'Ask',
  spread: 'Spread',
  bidSize: 'Bid size',
  askSize: 'Ask size',
};

export const isInContracts = (quantity: QuoteQuantity): boolean =>
  quantity === 'bidSize' || quantity === 'askSize';

/** A value of a quantity with its unit. */
export function quantityText(quantity: QuoteQuantity, value: number): string {
  if (isInContracts(quantity)) return sizeText(value);
  return quantity === 'spread' ? `${formatFixed(value, 2)} ticks` : offsetText(quantity, value);
}

/** A size before it is rounded; what shows as 0.0 is none. */
const sizeText = (contracts: number): string =>
  contracts < 0.05 ? 'none' : `${formatFixed(contracts, 1)} contracts`;

/** Where a quote is; a negative offset is beyond the mid. */
function offsetText(quantity: QuoteQuantity, ticks: number): string {
  const isBelow = (quantity === 'bidOffset') === ticks >= 0;
  return `${formatFixed(Math.abs(ticks), 2)} ticks ${isBelow ? 'below' : 'above'} the mid`;
}

export const FEATURE_NAMES: Readonly<Record<Feature, string>> = {
  inventory: 'Inventory, contracts',
  imbalance: 'Queue imbalance',
  spread: 'Market’s spread, ticks',
  timeLeft: 'Time left',
  volatility: 'Volatility, ticks per √s',
  quoteFlow: 'Order-flow imbalance',
  tradeFlow: 'Trade flow',
  lastReturn: 'Last move of the mid, ticks',
  unrealizedPnl: 'Open profit, ticks on a full inventory',
  ownBidQueue: 'Share of the queue ahead of the bid',
  ownAskQueue: 'Share of the queue ahead of the ask',
};

const tenths = (value: number) => formatFixed(value, 1);
const signedTwo = (value: number) => formatSigned(value, 2);

const FEATURE_FORMATS: Readonly<Record<Feature, (value: number) => string>> = {
  inventory: formatContracts,
  imbalance: signedTwo,
  spread: tenths,
  timeLeft: formatShare,
  volatility: tenths,
  quoteFlow: signedTwo,
  tradeFlow: signedTwo,
  lastReturn: (value) => formatSigned(value, 1),
  unrealizedPnl: signedTwo,
  ownBidQueue: formatShare,
  ownAskQueue: formatShare,
};

export const featureValueText = (feature: Feature, value: number): string =>
  FEATURE_FORMATS[feature](value);

export const GROUP_NAMES: Readonly<Record<FeatureGroup, string>> = {
  book: 'Book',
  imbalance: 'Imbalance and flow',
  inventory: 'Inventory',
  ownQuotes: 'Own queue',
  time: 'Time left',
  returns: 'Returns',
  weights: 'Reward weights',
};

/** Groups as they stand in a sentence. */
export const GROUP_WORDS: Readonly<Record<FeatureGroup, string>> = {
  book: 'the book',
  imbalance: 'the imbalance',
  inventory: 'the inventory',
  ownQuotes: 'its place in the queues',
  time: 'the time left',
  returns: 'recent returns',
  weights: 'the reward weights',
};

/** The quotes in words, as the agent means them: the exchange takes whole ticks and contracts. */
export const quotesText = ({ bidOffset, askOffset, bidSize, askSize }: Quotes): string =>
  `Before rounding to whole ticks and contracts: ${sideText('bid', bidOffset, bidSize)}; ${sideText('ask', askOffset, askSize)}.`;

function sideText(side: 'bid' | 'ask', offset: number, size: number): string {
  if (isQuoted(size)) return `${side} ${offsetText(`${side}Offset`, offset)}, ${sizeText(size)}`;
  return size < 0.05 ? `no ${side}` : `no ${side} (${sizeText(size)})`;
}

/** Says at how many points of a map of prices nothing is quoted there; empty where all are quoted. */
export function unquotedText(quantity: QuoteQuantity, { bidSize, askSize }: QuoteGrid): string {
  if (isInContracts(quantity)) return '';
  const isThere = (at: number) =>
    (quantity === 'askOffset' || isQuoted(bidSize[at])) &&
    (quantity === 'bidOffset' || isQuoted(askSize[at]));
  const none = bidSize.reduce((count, _, at) => count + (isThere(at) ? 0 : 1), 0);
  if (none === 0) return '';
  const what =
    quantity === 'spread' ? 'not both quotes' : quantity === 'bidOffset' ? 'no bid' : 'no ask';
  return none === bidSize.length
    ? `${what} at any point: the size rounds to 0`
    : `${what} at ${formatShare(none / bidSize.length)} of the points: the size rounds to 0`;
}

/** Where typical values come from. */
export const typicalText = ({ typicalSource, typicalCount }: AskedAgent): string =>
  typicalSource === 'trainingData'
    ? 'Typical: the medians of its training data'
    : `Typical: the medians of ${formatCompact(typicalCount)} recorded ${typicalCount === 1 ? 'observation' : 'observations'}`;

/** What of the situation the agent does not look at, and what it remembers; empty for a network. */
export function readsText({ reads, memory }: AskedAgent): string {
  if (reads !== null) {
    if (reads.length === 0) return 'It quotes the same whatever it sees.';
    return `A rule: it reads ${joined(reads.map((group) => GROUP_WORDS[group]))} alone.`;
  }
  if (memory === 'history') return 'Its past stays; its newest observation is replaced.';
  if (memory === 'forgotten') return 'Asked without its past, as in the first step of an episode.';
  return '';
}

const joined = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;

/** What was recorded of a decision beside what was seen: how sure it was, and what it expected. */
export function recordedText(decision: RecordedDecision, asked: AskedAgent): string {
  const { actionValue, meanValue, std } = decision;
  const parts = ['Under the weights of that moment.'];
  if (Number.isFinite(actionValue)) {
    parts.push(
      `Its critics expected ${formatProfit(actionValue)} of what was done, ${formatProfit(meanValue)} of the mean action.`,
    );
  }
  const deviations = ACTION_NAMES.flatMap((name, dimension) => {
    const deviation = (std[dimension] * (ACTION_HIGH[dimension] - ACTION_LOW[dimension])) / 2;
    if (!Number.isFinite(deviation)) return [];
    const isSize = dimension >= ACTION.bidSize;
    const text = isSize
      ? `${formatFixed(deviation * asked.maxOrderSize, 1)} contracts`
      : `${formatFixed(deviation, 2)} ticks`;
    return [`${DEVIATION_NAMES[name]} ${text}`];
  });
  if (deviations.length > 0) parts.push(`Deviations: ${deviations.join(', ')}.`);
  return parts.join(' ');
}

const DEVIATION_NAMES: Readonly<Record<(typeof ACTION_NAMES)[number], string>> = {
  bidSkew: 'bid skew',
  askSkew: 'ask skew',
  spread: 'spread',
  bidSize: 'bid size',
  askSize: 'ask size',
};

/**
 * Says that an earlier policy of a run decided than the one that is asked; empty where it did not.
 */
export const policyText = (decided: number, asked: number): string =>
  Number.isFinite(decided) && Number.isFinite(asked) && decided !== asked
    ? `Decided by policy ${decided}; policy ${asked}, the last of the episode, is asked.`
    : '';

/** @param steps points along an axis */
export const costText = (steps: number, milliseconds: number): string =>
  `${steps} × ${steps} decisions, ${formatFixed(milliseconds, 0)} ms`;
