/** Compares agents by what they do, for copies of one that came from elsewhere. */
import { canonicalJson } from '../../market/canonicalJson';
import type { AgentSpec } from '../agentSpec';

/** Whether two agents decide alike: one baseline, or one policy asked for the same. */
export function isSameAgent(one: AgentSpec, other: AgentSpec): boolean {
  if (one === other) return true;
  if (!('policy' in one) || !('policy' in other)) {
    const areRules = !('policy' in one) && !('policy' in other);
    return areRules && canonicalJson(one) === canonicalJson(other);
  }
  const { parameters } = other.policy;
  return (
    one.kind === other.kind &&
    one.policy.updates === other.policy.updates &&
    one.policy.parameters.length === parameters.length &&
    one.policy.parameters.every((value, index) => value === parameters[index]) &&
    (one.kind !== 'decisionTransformer' ||
      (other.kind === 'decisionTransformer' && one.targetReturn === other.targetReturn))
  );
}
