/**
 * Explains a quote by plausible counterfactuals: one group of features after the other is moved to
 * its typical values, and the agent is asked again. What the quote is, less what it would have
 * been, is the group's effect. Effects of groups that act together do not add up to the whole.
 */
import { ACTION_LENGTH, type RewardWeights } from '../../env/types';
import type { Decider } from './decider';
import { groupsOf, makeTypical, typicalWeights, type FeatureGroup } from './featureGroups';
import { isQuoted, QUOTE_QUANTITIES, quotesOf, type Quotes, type QuoteSide } from './quotes';
import { copySituation, layoutOf, type Situation } from './situation';
import type { TypicalValues } from './typicalValues';

export interface GroupEffect {
  readonly group: FeatureGroup;
  /** Quotes if the group were typical. */
  readonly otherwise: Quotes;
  /** The quotes less those: ticks and contracts that the group is the reason for. */
  readonly effect: Quotes;
}

export interface QuoteExplanation {
  readonly quotes: Quotes;
  /** The group of the largest effect first. */
  readonly groups: readonly GroupEffect[];
}

/** Changes below these ticks, or shares of the largest size, move no quote that anybody sees. */
export const SMALLEST_EFFECT = 0.02;

/** Whether the side is quoted both as it is and with the group typical: only then do its ticks count. */
export const isQuotedEitherWay = (
  quotes: Quotes,
  { otherwise }: Pick<GroupEffect, 'otherwise'>,
  side: QuoteSide,
): boolean => isQuoted(quotes[`${side}Size`]) && isQuoted(otherwise[`${side}Size`]);

/**
 * What a group does to one side: ticks and size of a quote, of which a full size counts as much as a
 * tick. A quote that comes or goes with the group counts for a tick more than its size, and where
 * there is none either way only the size counts, by contracts: where no order is, nothing moves.
 */
export function effectOnSide(
  quotes: Quotes,
  group: Omit<GroupEffect, 'group'>,
  side: QuoteSide,
  maxOrderSize: number,
): number {
  const { effect, otherwise } = group;
  const contracts = Math.abs(effect[`${side}Size`]);
  if (isQuotedEitherWay(quotes, group, side)) {
    return Math.abs(effect[`${side}Offset`]) + contracts / maxOrderSize;
  }
  const comesOrGoes = isQuoted(quotes[`${side}Size`]) || isQuoted(otherwise[`${side}Size`]);
  return comesOrGoes ? 1 + contracts / maxOrderSize : contracts;
}

/** What a group does to both sides. */
export const sizeOfEffect = (
  quotes: Quotes,
  group: Omit<GroupEffect, 'group'>,
  maxOrderSize: number,
): number =>
  effectOnSide(quotes, group, 'bid', maxOrderSize) +
  effectOnSide(quotes, group, 'ask', maxOrderSize);

/** @throws InvalidInputError for an observation that this version does not know */
export function explainQuotes(
  decider: Decider,
  situation: Situation,
  weights: RewardWeights,
  typical: TypicalValues,
): QuoteExplanation {
  const layout = layoutOf(situation);
  const { maxOrderSize } = situation;
  const action = new Float64Array(ACTION_LENGTH);
  const asked: Situation = { ...situation, observation: situation.observation.slice() };
  const quotesIn = (under: RewardWeights) => {
    decider.decide(asked, under, action);
    return quotesOf(action, maxOrderSize);
  };
  const quotes = quotesIn(weights);
  const groups = groupsOf(layout, decider.hearsWeights).map((group): GroupEffect => {
    copySituation(situation, asked);
    makeTypical(asked, layout, typical, group);
    const otherwise = quotesIn(typicalWeights(group, weights));
    return { group, otherwise, effect: difference(quotes, otherwise) };
  });
  const size = (effect: GroupEffect) => sizeOfEffect(quotes, effect, maxOrderSize);
  return { quotes, groups: groups.toSorted((one, other) => size(other) - size(one)) };
}

const difference = (quotes: Quotes, otherwise: Quotes): Quotes =>
  Object.fromEntries(
    QUOTE_QUANTITIES.map((quantity) => [quantity, quotes[quantity] - otherwise[quantity]]),
  ) as Record<(typeof QUOTE_QUANTITIES)[number], number>;
