/**
 * Entries on the reward: its six terms, their sum, and what a single fill earned. What weights did
 * to trained agents is appended as it was measured.
 */
import type { RewardTerm } from '../../env/types';
import { weightEffectText } from '../weightEffects';
import { entry, type MetricText } from './entry';

const withEffect = (sentence: string, term: RewardTerm): string =>
  `${sentence} ${weightEffectText(term)}`.trim();

export const REWARD_ENTRIES = {
  rewardTerms: entry(
    'The reward over time, in bins: each bar is one weighted term, and the line is their sum.',
    'reward = Σ weight · term',
    'Spread capture larger than adverse selection.',
  ),
  midBefore: entry(
    'Mid price just before the event that filled the quote.',
    'mid = (best bid + best ask) / 2',
    'Above the price of a buy, below the price of a sale.',
  ),
  fillReward: entry(
    'Reward of this fill alone under the current weights: its spread, the move of the mid within the adverse horizon, and its fee.',
    'w · spread capture + w · adverse selection − w · fee',
    'Above zero. What the position earns later counts as inventory profit.',
  ),
  markout: entry(
    'How far the mid moved after a fill, in the agent’s favour.',
    'side · (mid after − mid just before the fill)',
    'Above minus half the spread: the fill then keeps part of what it earned.',
  ),
  spreadCapture: entry(
    withEffect('Half-spread earned on passive fills and paid on aggressive ones.', 'spreadCapture'),
    '$ per point · Σ side · size · (mid just before − price)',
    'Large and positive.',
  ),
  adverseSelection: entry(
    withEffect(
      'What moves of the mid did to fills within the adverse horizon of the market settings: their first second, unless it is changed.',
      'adverseSelection',
    ),
    '$ per point · ∫ (signed size of fresh fills) d mid',
    'Negative for any market maker. Less than half of spread capture is good.',
  ),
  inventoryPnl: entry(
    withEffect(
      'What inventory older than the adverse horizon earned as the mid moved. Training takes out of this term what no policy could have foreseen, and little else is left.',
      'inventoryPnl',
    ),
    '$ per point · ∫ (inventory − fresh fills) d mid',
    'Around zero: a market maker is not paid to bet on direction.',
  ),
  fees: entry(
    withEffect('Exchange fees of the step, negative when paid.', 'fees'),
    '−(maker fee · maker contracts + taker fee · taker contracts)',
    'Small beside spread capture.',
  ),
  inventoryPenalty: entry(
    withEffect('Penalty for holding a position, quadratic in its size.', 'inventoryPenalty'),
    '−(inventory / limit)² per step, times its weight in dollars',
    'Near zero most of the time.',
  ),
  spreadPenalty: entry(
    withEffect('Penalty for quoting wider than the market.', 'spreadPenalty'),
    '−max(0, quoted spread − market spread) per step, times its weight in dollars',
    'Near zero, unless flow is toxic and quoting wide pays.',
  ),
  episodeReturn: entry(
    'Sum of an episode’s rewards under the current weights. Moving a weight re-scores past behaviour at once.',
    'Σ over steps of Σ weight · term',
    'Higher is better, but only under the same weights.',
  ),
} as const satisfies Record<string, MetricText>;
