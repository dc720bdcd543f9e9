/**
 * The quoters that every trained agent is compared with, and the two that set
 * the scale of the score.
 */
import type { AgentSpec } from '../agents/agentSpec';
import { ES_BASELINES } from '../agents/tunedBaselines';

/** Scores 0. */
export const RANDOM_AGENT: AgentSpec = { kind: 'random' };

/** Scores 100. */
export const REFERENCE_AGENT: AgentSpec = ES_BASELINES.avellanedaStoikov;

export const BASELINES: readonly AgentSpec[] = [
  { kind: 'doNothing' },
  RANDOM_AGENT,
  { kind: 'fixedSpread', spreadTicks: 1, sizeFraction: 0.5 },
  { kind: 'fixedSpread', spreadTicks: 3, sizeFraction: 0.5 },
  ES_BASELINES.inventorySkewed,
  REFERENCE_AGENT,
  ES_BASELINES.glft,
  ES_BASELINES.imbalanceMaker,
];
