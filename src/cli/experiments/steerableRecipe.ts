/**
 * What an agent of every weighting learns from, and how, so that it follows the weights to their
 * ends.
 */
import type { AgentSpec } from '../../agents/agentSpec';
import {
  defaultBehaviours,
  imbalanceMaker,
  inventorySkewed,
  noisy,
  type WeightedBehaviour,
} from '../../agents/baselines/behaviours';

const NOTHING: AgentSpec = { kind: 'doNothing' };

/**
 * What a policy is told about inventory has to be seen in its data: makers of one contract, who
 * lean hard on what they hold, and quoting nothing with little noise, beside the makers of three to
 * five contracts of the default mixture. Without them no weight made an agent of ES hold less than
 * two.
 */
export const SMALL_AND_LARGE: readonly WeightedBehaviour[] = [
  ...defaultBehaviours(),
  { agent: noisy(imbalanceMaker(0.4, 4, 0.1), 0.2, 0.1), weight: 5 },
  { agent: noisy(imbalanceMaker(0.4, 8, 0.1), 0.2, 0.1), weight: 5 },
  { agent: noisy(inventorySkewed(0, 6, 0.1), 0.3, 0.1), weight: 5 },
  { agent: noisy(NOTHING, 0.2, 0.1), weight: 5 },
  { agent: noisy(NOTHING, 0.4, 0.1), weight: 5 },
];

/**
 * The data of a market in which most fills lose has to show what is not quoted as densely as what
 * is. So it is mostly nothing with noise on prices and sizes, which is a quote of a contract or two
 * on one side, on both or on neither, at the touch, behind it or through it, held for about a
 * second. Beside it play makers of one and two contracts who lean hard on their inventory.
 */
export const CAUTIOUS: readonly WeightedBehaviour[] = [
  { agent: NOTHING, weight: 1 },
  { agent: noisy(NOTHING, 0.2, 0.1), weight: 5 },
  { agent: noisy(NOTHING, 0.4, 0.1), weight: 5 },
  { agent: noisy(NOTHING, 0.7, 0.15), weight: 4 },
  { agent: noisy(NOTHING, 0.7, 0.3), weight: 3 },
  { agent: noisy(imbalanceMaker(0.4, 4, 0.1), 0.3, 0.1), weight: 4 },
  { agent: noisy(imbalanceMaker(0.4, 8, 0.1), 0.2, 0.1), weight: 4 },
  { agent: noisy(imbalanceMaker(0.4, 4, 0.2), 0.3, 0.2), weight: 3 },
  { agent: noisy(inventorySkewed(0, 3, 0.2), 0.3, 0.2), weight: 2 },
  { agent: noisy(inventorySkewed(0, 6, 0.1), 0.3, 0.1), weight: 4 },
];

/**
 * Looks two and a half seconds ahead: what a contract more costs shows up within them, and blurs
 * beyond. Sharp advantages of a low expectile reach the ends of the weights; a high one hopes, and
 * what is hoped for under a heavy penalty does not come.
 */
export const REACHING = { discount: 0.96, temperature: 20, expectile: 0.6 };
