/**
 * Explains a quote by plausible counterfactuals: one group of features after the other is moved to
 * its typical values, and the agent is asked again. What the quote is, less what it would have
 * been, is the group's effect. Effects of groups that act together do not add up to the whole.
 */
import { ACTION_LENGTH, type RewardWeights } from '../../env/types';
import type { Decider } from './decider';
import { groupsOf, makeTypical, typicalWeights, type FeatureGroup } from './featureGroups';
import { QUOTE_QUANTITIES, quotesOf, type Quotes } from './quotes';
import { copySituation, layoutOf, type Situation } from './situation';
import type { TypicalValues } from './typicalValues';

interface GroupEffect {
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

/** Sum of what a group does to both quotes; a full size counts as much as a tick. */
export function sizeOfEffect(effect: Quotes, maxOrderSize: number): number {
  const ticks = Math.abs(effect.bidOffset) + Math.abs(effect.askOffset);
  return ticks + (Math.abs(effect.bidSize) + Math.abs(effect.askSize)) / maxOrderSize;
}

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
  const size = ({ effect }: GroupEffect) => sizeOfEffect(effect, maxOrderSize);
  return { quotes, groups: groups.toSorted((one, other) => size(other) - size(one)) };
}

const difference = (quotes: Quotes, otherwise: Quotes): Quotes =>
  Object.fromEntries(
    QUOTE_QUANTITIES.map((quantity) => [quantity, quotes[quantity] - otherwise[quantity]]),
  ) as Record<(typeof QUOTE_QUANTITIES)[number], number>;
