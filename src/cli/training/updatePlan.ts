/** Says what the updates of a training are spent on. */
import { needsCritic } from '../../learning/algorithms/decisionTransformerConfig';
import type { TrainingTask } from '../../learning/runs/training';

type Learners = Pick<TrainingTask, 'learning' | 'decisionTransformer'>;

/**
 * Gives the number of all updates, and its parts where there are several:
 * `350 (50 of cloning, 300 of IQL)`.
 */
export function updatePlan({ learning, decisionTransformer }: Learners): string {
  const { algorithm, cloningUpdates, updates } = learning;
  const policy: readonly Part[] = [
    ['cloning', cloningUpdates],
    ['IQL', updates],
  ];
  if (decisionTransformer === null) {
    return algorithm === 'bc' ? String(updates) : inWords(policy);
  }
  const own = ['the transformer', decisionTransformer.updates] as const;
  return inWords(needsCritic(decisionTransformer.returnLabel) ? [...policy, own] : [own]);
}

type Part = readonly [name: string, updates: number];

function inWords(parts: readonly Part[]): string {
  const total = parts.reduce((sum, [, updates]) => sum + updates, 0);
  const made = parts.filter(([, updates]) => updates > 0);
  const list = made.map(([name, updates]) => `${updates} of ${name}`).join(', ');
  return made.length < 2 ? String(total) : `${total} (${list})`;
}
