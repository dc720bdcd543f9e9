/** Places a minibatch in an arena: s and s′ one after the other, so that one pass can take both. */
import type { ArenaLayout } from './arena';
import type { BatchRegions } from './program';

export function allocateBatch(
  arena: ArenaLayout,
  size: number,
  observationLength: number,
  actionLength: number,
  rewardTerms = 1,
): BatchRegions {
  const both = arena.allocate(2 * size * observationLength);
  const length = size * observationLength;
  return {
    size,
    observations: { offset: both.offset, length },
    nextObservations: { offset: both.offset + length, length },
    actions: arena.allocate(size * actionLength),
    rewards: arena.allocate(size * rewardTerms),
    terminals: arena.allocate(size * rewardTerms),
    termWeights: arena.allocate(rewardTerms > 1 ? size * rewardTerms : 0),
  };
}
