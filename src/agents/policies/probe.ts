/**
 * Lets a policy act on a few observations before it is accepted: numbers that are each sound can
 * still overflow together, and an agent without actions would quote nothing and not say why.
 */
import { ACTION_LENGTH } from '../../env/types';
import { InvalidInputError } from '../../market/validation';
import type { DecisionTransformerPolicy } from './decisionTransformerPolicy';
import type { NetworkPolicy } from './networkPolicy';
import type { PolicySnapshot } from './policySnapshot';

/** Standard deviations from the training mean at which all features of an observation lie. */
const PROBES = [0, -1, 1, -5, 5];

interface Standardised {
  readonly observationMean: Float32Array;
  readonly observationStd: Float32Array;
}

const observationsOf = ({ observationMean, observationStd }: Standardised): Float32Array[] =>
  PROBES.map((deviations) =>
    observationMean.map((mean, feature) => mean + deviations * observationStd[feature]),
  );

/** @throws InvalidInputError for a policy whose mean is not finite */
export function probeNetwork(network: NetworkPolicy, snapshot: PolicySnapshot): void {
  for (const observation of observationsOf(snapshot)) {
    network.forward(observation);
    checkActions(network.mean);
  }
}

/** @throws InvalidInputError for a model whose actions are not finite */
export function probeTransformer(policy: DecisionTransformerPolicy): void {
  const { snapshot } = policy;
  for (const [step, observation] of observationsOf(snapshot).entries()) {
    policy.decide(step, snapshot.returnRange[step % 2], observation);
    checkActions(policy.action);
  }
  policy.reset();
}

function checkActions(actions: Float64Array): void {
  const bad = actions.subarray(0, ACTION_LENGTH).find((action) => !Number.isFinite(action));
  if (bad !== undefined) throw new InvalidInputError('agent.policy', 'finite actions', bad);
}
