/** Gives every agent as it compares with the pinned one, under the weights on screen. */
import type { Compared } from '../../store/runs/runComparisons';
import { rewardWeights } from '../../store/settings/configs';
import { useSession, useSessionState } from '../context';

export function useComparison(): Compared {
  const session = useSession();
  const runs = useSessionState((state) => state.runs);
  const settings = useSessionState((state) => state.settings);
  const pinned = useSessionState((state) => state.pinned);
  const found = useSessionState((state) => state.baselines.found);
  const bundled = useSessionState((state) => state.baselines.bundled);
  const weights = rewardWeights(settings);
  return session.comparisons.compare({ runs, weights, pinned, found, bundled });
}
