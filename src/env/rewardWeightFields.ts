/** The weights of the reward: their ranges and defaults. */
import { fieldDefaults, numberField, type NumberField } from '../market/fields';
import type { RewardTerm, RewardWeights } from './types';

/** Makes the field of a weight under which a term in dollars keeps its sign and size at 1. */
const weight = (help: string) =>
  numberField({ default: 1, min: -1000, max: 1000, step: 0.05, unit: '×', help });

/**
 * The four money terms count as they are. Penalties are sized to matter beside them: quoting on ES
 * earns or loses up to a dollar a step; half of the inventory limit costs 5, a quote two ticks
 * wider than the market 0.5. Quoting the touch blindly (mean |q| 19 of 50) pays 4 or 5 a step for
 * its inventory, leaning against it (mean |q| 2) pays 0.05. NanoARB's λ of 0.001 on the same
 * squared ratio, at most a tenth of a cent beside rewards of dollars, never changed anything.
 */
export const REWARD_WEIGHT_FIELDS = {
  spreadCapture: weight('Half-spread earned by passive fills, paid by takes.'),
  adverseSelection: weight('What the market does to fills within the adverse horizon.'),
  inventoryPnl: weight('What older inventory earns or loses as the mid moves.'),
  fees: weight('Exchange fees of makers and takers.'),
  inventoryPenalty: numberField({
    default: 20,
    min: -1000,
    max: 1000,
    step: 1,
    unit: '$',
    help: 'Dollars a step at the inventory limit, falling as its square.',
  }),
  spreadPenalty: numberField({
    default: 0.25,
    min: -1000,
    max: 1000,
    step: 0.05,
    unit: '$',
    help: 'Dollars per step and tick quoted wider than the market.',
  }),
} as const satisfies Record<RewardTerm, NumberField>;

export const DEFAULT_REWARD_WEIGHTS: RewardWeights = fieldDefaults(REWARD_WEIGHT_FIELDS);
