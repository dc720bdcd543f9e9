/** Builds agents from their specs. This is the only place that knows every kind. */
import type { EnvConfig } from '../env/config';
import type { Agent } from './agent';
import type { AgentSpec } from './agentSpec';
import { AvellanedaStoikovAgent } from './baselines/avellanedaStoikov';
import { DecisionTransformerAgent } from './policies/decisionTransformerAgent';
import { GlftAgent } from './baselines/glft';
import { ImbalanceMakerAgent } from './baselines/imbalanceMaker';
import { NetworkAgent } from './policies/networkAgent';
import { NoisyAgent } from './baselines/noisyAgent';
import {
  DoNothingAgent,
  FixedSpreadAgent,
  InventorySkewedAgent,
  RandomAgent,
} from './baselines/simpleAgents';

/**
 * @param config of the environment the agent will act in
 * @throws InvalidInputError when a policy does not fit the environment
 */
export function createAgent(spec: AgentSpec, config: EnvConfig): Agent {
  switch (spec.kind) {
    case 'doNothing':
      return new DoNothingAgent();
    case 'random':
      return new RandomAgent();
    case 'fixedSpread':
      return new FixedSpreadAgent(spec.spreadTicks, spec.sizeFraction);
    case 'inventorySkewed':
      return new InventorySkewedAgent(spec.spreadTicks, spec.skewTicks, spec.sizeFraction);
    case 'avellanedaStoikov':
      return new AvellanedaStoikovAgent(spec.gamma, spec.k, spec.sizeFraction);
    case 'glft':
      return new GlftAgent(spec.gamma, spec.a, spec.k, spec.sizeFraction, config.maxOrderSize);
    case 'imbalanceMaker':
      return new ImbalanceMakerAgent(spec.threshold, spec.inventoryLean, spec.sizeFraction);
    case 'network':
      return new NetworkAgent(spec.policy, spec.stochastic, config);
    case 'decisionTransformer':
      return new DecisionTransformerAgent(spec.policy, spec.targetReturn, config);
    case 'noisy':
      break;
  }
  return new NoisyAgent(createAgent(spec.agent, config), spec.std, spec.sizeStd ?? spec.std);
}
