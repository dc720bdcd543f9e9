/** What the trade-off on screen is of: a stored sweep, or the runs of the table. */
import { useDeferredValue, useEffect, useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { DEFAULT_REWARD_WEIGHTS } from '../../env/config';
import type { RewardWeights } from '../../env/types';
import type { Interval } from '../../evaluation/statistics';
import type { SweepRecord } from '../../protocol/sweep';
import { isWeighted } from '../../store/runs/metrics';
import { scenarioKey } from '../../store/runs/scenarios';
import { envConfig, rewardWeights, sharedMarket } from '../../store/settings/configs';
import { agentsOfRuns, agentsOfSweep } from '../../store/sweeps/measuredAgents';
import {
  frontCertainty,
  tradeoffOf,
  type MeasuredAgent,
  type Tradeoff,
  type TradeoffAxes,
} from '../../store/sweeps/tradeoff';
import type { SessionState } from '../../store/state';
import { useSession, useSessionState } from '../context';

/** The sweep on the chart; null for the runs of the table. */
export function useShownSweep(): SweepRecord | null {
  const sweep = useSessionState(({ sweeps }) =>
    sweeps.records?.find(({ id }) => id === sweeps.shown),
  );
  return sweep ?? null;
}

/** Weights of the sliders, the same object for as long as none moves. */
const useWeights = (): RewardWeights =>
  useSessionState(useShallow((state: SessionState) => rewardWeights(state.settings)));

/** Agents of the runs of the market on screen; none while a sweep is shown. */
function useRunAgents(isShown: boolean): readonly MeasuredAgent[] {
  const session = useSession();
  const runs = useSessionState((state) => state.runs);
  const scenario = useSessionState((state) =>
    isShown
      ? scenarioKey({
          market: sharedMarket(state.settings, state, 'training'),
          env: envConfig(state.settings),
          seed: state.settings.seed,
        })
      : '',
  );
  const found = useSessionState((state) => state.baselines.found);
  useEffect(() => {
    if (scenario === '') return undefined;
    void session.baselines.show();
    return () => session.baselines.cancel();
  }, [session, scenario]);
  return useMemo(
    () =>
      scenario === ''
        ? []
        : agentsOfRuns(runs, found?.scenario === scenario ? found.rows : [], scenario),
    [runs, found, scenario],
  );
}

/** How sure the front on the chart is. */
export interface Certainty {
  /** Interval of the area; null where nothing tells. */
  readonly area: Interval | null;
  /** Share of resampled episodes in which a point is on the front; NaN where nothing tells. */
  readonly supportOf: (key: string) => number;
}

const NOT_YET: Certainty = { area: null, supportOf: () => Number.NaN };

/**
 * Follows the trade-off as sliders and episodes move it, and says a moment later how sure its front
 * is.
 */
export function useTradeoff(
  sweep: SweepRecord | null,
  axes: TradeoffAxes,
): { readonly tradeoff: Tradeoff; readonly certainty: Certainty } {
  const weights = useWeights();
  const ofRuns = useRunAgents(sweep === null);
  const agents = useMemo(() => (sweep === null ? ofRuns : agentsOfSweep(sweep)), [sweep, ofRuns]);
  const tradeoff = useMemo(() => tradeoffOf(agents, axes, weights), [agents, axes, weights]);
  // What is measured without the weights is as sure under any.
  const scale = isWeighted(axes.x) || isWeighted(axes.y) ? weights : DEFAULT_REWARD_WEIGHTS;
  const wanted = useMemo(() => ({ agents, axes, scale }), [agents, axes, scale]);
  const later = useDeferredValue(wanted);
  const certainty = useMemo((): Certainty => {
    const drawn = tradeoffOf(later.agents, later.axes, later.scale);
    const sure = frontCertainty(drawn, later.scale);
    const shares = new Map(drawn.points.map(({ key }, index) => [key, sure?.support[index]]));
    return {
      area: sure?.hypervolume ?? null,
      supportOf: (key) => shares.get(key) ?? Number.NaN,
    };
  }, [later]);
  // How sure an earlier front was says nothing of this one.
  return { tradeoff, certainty: later === wanted ? certainty : NOT_YET };
}
