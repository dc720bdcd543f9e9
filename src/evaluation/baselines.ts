/**
 * Quoters that every trained agent is compared with, tuned for the market they meet. Two of them
 * set the scale of the score.
 */
import type { AgentSpec } from '../agents/agentSpec';
import { AVELLANEDA_STOIKOV_NAME } from '../agents/baselines/avellanedaStoikov';
import { tunedBaselines } from '../agents/baselines/tunedBaselines';
import type { MarketPreset } from '../market/config';

/** Name of the clone of a run's own data, beside theirs. */
export const CLONE_NAME = 'behaviour cloning';

/** The agent whose score is 0. */
export const RANDOM_AGENT: AgentSpec = { kind: 'random' };

/** The agent whose score is 100. */
export function referenceAgentOf(preset: MarketPreset): AgentSpec {
  return tunedBaselines(preset).avellanedaStoikov;
}

/**
 * Says whether the agent of a name is the one whose score is 100, with whatever risk aversion it
 * was tuned to when it was evaluated.
 */
export const isReferenceAgent = (name: string): boolean => name.startsWith(AVELLANEDA_STOIKOV_NAME);

export function baselinesOf(preset: MarketPreset): readonly AgentSpec[] {
  const { inventorySkewed, glft, imbalanceMaker } = tunedBaselines(preset);
  return [
    { kind: 'doNothing' },
    RANDOM_AGENT,
    { kind: 'fixedSpread', spreadTicks: 1, sizeFraction: 0.5 },
    { kind: 'fixedSpread', spreadTicks: 3, sizeFraction: 0.5 },
    inventorySkewed,
    referenceAgentOf(preset),
    glft,
    imbalanceMaker,
  ];
}
