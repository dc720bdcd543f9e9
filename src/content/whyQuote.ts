/** Says in words why a quote is what it is, or why there is none. */
import type { FeatureGroup } from '../agents/decisions/featureGroups';
import type { Feature } from '../agents/decisions/features';
import {
  effectOnSide,
  isQuotedEitherWay,
  sizeOfEffect,
  SMALLEST_EFFECT,
  type GroupEffect,
} from '../agents/decisions/quoteExplanation';
import { isQuoted, type QuoteSide, type Quotes } from '../agents/decisions/quotes';
import { formatFixed, formatShare } from '../charts/format';
import type { AskedAgent, WhyAnswer } from '../protocol/decisions';
import { featureValueText, GROUP_WORDS } from './maps';

/** Contracts below which a difference of sizes does not show. */
const SMALLEST_SIZE = 0.05;

export const WHY_TABLE = {
  caption: 'What each group of features does to the quotes, against its typical values',
  group: 'Because of',
  ticks: 'ticks from mid',
  contracts: 'contracts',
  noQuote: '—',
  note: 'Positive: farther from the mid, or larger, than with this group typical; — where there is no quote, now or with this group typical. Groups act together, and need not add up.',
} as const;

/** The feature by which a group is put into numbers; none for the others. */
const GROUP_FEATURE: Readonly<Partial<Record<FeatureGroup, Feature>>> = {
  book: 'spread',
  imbalance: 'imbalance',
  inventory: 'inventory',
  time: 'timeLeft',
  returns: 'volatility',
};

/** Says which number of a group it is, where that is not its name. */
const VALUE_NAMES: Readonly<Partial<Record<Feature, string>>> = {
  spread: 'spread ',
  volatility: 'volatility ',
};

/** What a group is now, and what it would typically be. */
export function groupValuesText(group: FeatureGroup, { features }: AskedAgent): string {
  if (group === 'weights') return 'against the defaults';
  if (group === 'ownQuotes') {
    const [now, typical] = [queuesText(features, 'now'), queuesText(features, 'typical')];
    return now === typical ? `${now}, as is typical` : `${now}, typically ${typical}`;
  }
  const found = features.find(({ feature }) => feature === GROUP_FEATURE[group]);
  if (found === undefined) return '';
  const { feature, now, typical } = found;
  const name = VALUE_NAMES[feature] ?? '';
  return `${name}${featureValueText(feature, now)}, typically ${featureValueText(feature, typical)}`;
}

type Features = AskedAgent['features'];

/** Share of the queue ahead of an order; an order is in its own queue, so 1 is no order. */
const aheadOf = (features: Features, side: QuoteSide, when: 'now' | 'typical'): number =>
  features.find(({ feature }) => feature === (side === 'bid' ? 'ownBidQueue' : 'ownAskQueue'))?.[
    when
  ] ?? 1;

const hasNoOrder = (features: Features): boolean =>
  aheadOf(features, 'bid', 'now') >= 1 && aheadOf(features, 'ask', 'now') >= 1;

/** "no order in a queue", or how much of each queue is ahead. */
function queuesText(features: Features, when: 'now' | 'typical'): string {
  const [bid, ask] = [aheadOf(features, 'bid', when), aheadOf(features, 'ask', when)];
  if (bid >= 1 && ask >= 1) return 'no order in a queue';
  if (bid >= 1) return `no bid in a queue, ${formatShare(ask)} ahead of the ask`;
  if (ask >= 1) return `${formatShare(bid)} ahead of the bid, no ask in a queue`;
  return `${formatShare(bid)} ahead of the bid, ${formatShare(ask)} of the ask`;
}

/** A group as it stands in a sentence; an agent without an order has no place in a queue. */
const groupWords = (group: FeatureGroup, { features }: AskedAgent): string =>
  group === 'ownQuotes' && hasNoOrder(features)
    ? 'that it has no order in a queue'
    : GROUP_WORDS[group];

/** The group with its values, "the inventory (+3, typically 0)". */
function reasonText(group: FeatureGroup, answer: WhyAnswer): string {
  const isAlreadySaid = group === 'ownQuotes' && hasNoOrder(answer.features);
  const values = isAlreadySaid
    ? `typically ${queuesText(answer.features, 'typical')}`
    : groupValuesText(group, answer);
  return `${groupWords(group, answer)}${values === '' ? '' : ` (${values})`}`;
}

/** Says in a sentence what most decides the quotes, and of a side without one why it has none. */
export function whyText(answer: WhyAnswer): string {
  const { quotes } = answer.explanation;
  const missing = SIDES.filter((side) => !isQuoted(quotes[`${side}Size`]));
  if (missing.length === 0) return bothQuotedText(answer);
  return SIDES.length === missing.length ? neitherText(answer) : oneSideText(answer, missing[0]);
}

const SIDES: readonly QuoteSide[] = ['bid', 'ask'];

function bothQuotedText(answer: WhyAnswer): string {
  const { explanation, maxOrderSize } = answer;
  const { quotes, groups } = explanation;
  const [first, second] = groups.filter(
    (group) => sizeOfEffect(quotes, group, maxOrderSize) >= SMALLEST_EFFECT,
  );
  if (first === undefined) {
    return 'Nothing stands out: with any one of these typical, it would quote the same.';
  }
  const would = SIDES.flatMap((side) => otherwiseText(quotes, first, side)).join(', ');
  return `Mostly ${reasonText(first.group, answer)}: if typical, ${would}.${nextText(second, answer)}`;
}

const nextText = (next: GroupEffect | undefined, answer: WhyAnswer): string =>
  next === undefined ? '' : ` Next comes ${groupWords(next.group, answer)}.`;

/** What the quote of a side would be with the group typical; empty where it would be the same. */
function otherwiseText(quotes: Quotes, group: GroupEffect, side: QuoteSide): string[] {
  const { effect } = group;
  if (!isQuotedEitherWay(quotes, group, side)) return [`there would be no ${side}`];
  const [ticks, contracts] = [effect[`${side}Offset`], effect[`${side}Size`]];
  const words: string[] = [];
  if (Math.abs(ticks) >= 0.01) {
    words.push(`${formatFixed(Math.abs(ticks), 2)} ticks ${ticks > 0 ? 'nearer' : 'farther'}`);
  }
  if (Math.abs(contracts) >= SMALLEST_SIZE) {
    const size = formatFixed(Math.abs(contracts), 1);
    words.push(`${size} contracts ${contracts > 0 ? 'smaller' : 'larger'}`);
  }
  return words.length === 0 ? [] : [`the ${side} would be ${words.join(' and ')}`];
}

/** Groups that make the side's size smaller than it typically were, the strongest first. */
const smaller = ({ explanation }: WhyAnswer, side: QuoteSide): readonly GroupEffect[] =>
  explanation.groups
    .filter(({ effect }) => effect[`${side}Size`] <= -SMALLEST_SIZE)
    .toSorted(({ effect: one }, { effect: other }) => one[`${side}Size`] - other[`${side}Size`]);

const sizeText = (contracts: number) => formatFixed(Math.max(0, contracts), 1);

function neitherText(answer: WhyAnswer): string {
  const { quotes } = answer.explanation;
  const [bid, ask] = SIDES.map((side) => smaller(answer, side));
  if (bid[0]?.group !== ask[0]?.group) {
    return SIDES.map((side) => noQuoteText(answer, side)).join(' ');
  }
  const none = `No bid and no ask: their sizes of ${sizeText(quotes.bidSize)} and ${sizeText(quotes.askSize)} contracts round to 0`;
  const [first, second] = bid;
  if (first === undefined) return `${none}, with any one of these typical, too.`;
  const { otherwise } = first;
  const sizes = `${sizeText(otherwise.bidSize)} and ${sizeText(otherwise.askSize)} contracts`;
  const isQuiet = SIDES.every((side) => !isQuoted(otherwise[`${side}Size`]));
  return `${none}; mostly ${reasonText(first.group, answer)}: if typical, ${sizes}${isQuiet ? ', which round to 0, too' : ''}.${nextText(second, answer)}`;
}

/** "No bid: its size of 0.1 contracts rounds to 0; mostly …". */
function noQuoteText(answer: WhyAnswer, side: QuoteSide): string {
  const size = `${side}Size` as const;
  const none = `No ${side}: its size of ${sizeText(answer.explanation.quotes[size])} contracts rounds to 0`;
  const [first] = smaller(answer, side);
  if (first === undefined) return `${none}, with any one of these typical, too.`;
  const { otherwise } = first;
  const isQuiet = !isQuoted(otherwise[size]);
  return `${none}; mostly ${reasonText(first.group, answer)}: if typical, ${sizeText(otherwise[size])} contracts${isQuiet ? ', which rounds to 0, too' : ''}.`;
}

function oneSideText(answer: WhyAnswer, missing: QuoteSide): string {
  const { explanation, maxOrderSize } = answer;
  const { quotes, groups } = explanation;
  const side = missing === 'bid' ? 'ask' : 'bid';
  const effect = (group: GroupEffect) => effectOnSide(quotes, group, side, maxOrderSize);
  const [first] = groups.toSorted((one, other) => effect(other) - effect(one));
  const there =
    first === undefined || effect(first) < SMALLEST_EFFECT
      ? `Nothing stands out for the ${side}.`
      : `The ${side} is mostly ${reasonText(first.group, answer)}: if typical, ${otherwiseText(quotes, first, side).join('')}.`;
  return `${noQuoteText(answer, missing)} ${there}`;
}
