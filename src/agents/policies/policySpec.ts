/** Makes the agent that acts by a trained policy, whichever kind it is. */
import type { AgentSpec } from '../agentSpec';
import type { DecisionTransformerSnapshot } from './decisionTransformerSnapshot';
import type { AnyPolicy } from './policySnapshot';

/** Share of the range of returns that a Decision Transformer is asked for by default. */
export const DEFAULT_TARGET_SHARE = 0.8;

/**
 * A return to ask for, in the reward's units.
 * @param share 0 for the lowest return to go in the training data, 1 for the highest
 */
export function targetReturnOf(
  { returnRange }: DecisionTransformerSnapshot,
  share: number,
): number {
  const [low, high] = returnRange;
  return low + share * (high - low);
}

/** Gives the share of a return, see targetReturnOf. */
export const targetShareOf = (
  { returnRange: [low, high] }: DecisionTransformerSnapshot,
  targetReturn: number,
): number => (high === low ? 0 : (targetReturn - low) / (high - low));

/** What the row of an evaluation keeps of the share that was asked for: of a network nothing. */
export const askedShare = (
  { kind }: AnyPolicy,
  targetShare: number,
): { readonly targetShare?: number } => (kind === 'decisionTransformer' ? { targetShare } : {});

/**
 * The mean of a Gaussian policy; a Decision Transformer with a return to ask for.
 * @param targetShare see targetReturnOf
 * @param title name under which it is recorded
 * @param run id of the run that it comes from
 */
export function policySpec(
  policy: AnyPolicy,
  targetShare: number,
  title?: string,
  run?: string,
): AgentSpec {
  const named = { ...(title !== undefined && { title }), ...(run !== undefined && { run }) };
  return policy.kind === 'gaussianMlp'
    ? { kind: 'network', policy, stochastic: false, ...named }
    : {
        kind: 'decisionTransformer',
        policy,
        targetReturn: targetReturnOf(policy, targetShare),
        ...named,
      };
}
