/**
 * The quoters that every trained agent is compared with, and the two that set
 * the scale of the score.
 */
import type { AgentSpec } from '../agents/agentSpec';

/** Scores 0. */
export const RANDOM_AGENT: AgentSpec = { kind: 'random' };

/** Scores 100. */
export const REFERENCE_AGENT: AgentSpec = {
  kind: 'avellanedaStoikov',
  gamma: 0.01,
  k: 1.5,
  sizeFraction: 0.5,
};

export const BASELINES: readonly AgentSpec[] = [
  { kind: 'doNothing' },
  RANDOM_AGENT,
  { kind: 'fixedSpread', spreadTicks: 1, sizeFraction: 0.5 },
  { kind: 'fixedSpread', spreadTicks: 3, sizeFraction: 0.5 },
  { kind: 'inventorySkewed', spreadTicks: 1, skewTicks: 1, sizeFraction: 0.5 },
  REFERENCE_AGENT,
];
