/** Puts the policies of trained rivals together. */
import type { AgentSpec } from '../agentSpec';
import type { RivalConfig, SharedMarketConfig } from './sharedMarket';
import { specOfTrainedRival } from './trainedRival';

/** @throws InvalidInputError when a policy does not fit what its rival sees */
export const specOfRival = ({ agent }: RivalConfig): AgentSpec =>
  agent.kind === 'trained' ? specOfTrainedRival(agent) : agent;

/**
 * Gives the specs of the trained rivals of a market, in their order.
 * @throws InvalidInputError when a policy does not fit what its rival sees
 */
export const trainedSpecs = ({ rivals = [] }: SharedMarketConfig): AgentSpec[] =>
  rivals.filter(({ agent }) => agent.kind === 'trained').map(specOfRival);
