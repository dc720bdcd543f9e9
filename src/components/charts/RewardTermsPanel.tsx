/** Shows the reward by term over the shared time axis, re-scored under the current weights. */
import { useCallback, useState } from 'react';
import { formatExact } from '../../charts/format';
import { REWARD_BIN_COUNT, alignedBins, drawRewardChart } from '../../charts/rewardChart';
import { AxisRange } from '../../charts/scale';
import type { Surface } from '../../charts/surface';
import { TERM_NAMES } from '../../content/terms';
import { weightedReward, weightedTerms } from '../../env/reward';
import { REWARD_TERMS } from '../../env/types';
import { rewardWeights } from '../../store/settings/configs';
import { ChartCanvas } from './ChartCanvas';
import { Panel } from '../ui/Panel';
import { TermLabel } from '../training/WeightsPanel';
import { useSession, useSessionState } from '../context';
import { useTimeGestures } from './useTimeGestures';

export function RewardTermsPanel() {
  const session = useSession();
  const attach = useTimeGestures();
  const settings = useSessionState((state) => state.settings);
  const sums = useSessionState((state) => state.readout.termSums);
  const [range] = useState(() => new AxisRange({ minimumSpan: 20 }));
  const draw = useCallback(
    (surface: Surface) => {
      const view = session.view.timeView();
      const bins = alignedBins(
        session.view.history,
        view.window,
        rewardWeights(settings),
        session.view.windowSeconds / REWARD_BIN_COUNT,
      );
      drawRewardChart(surface, session.view.history, bins, view, range, TERM_NAMES);
    },
    [session, settings, range],
  );
  const weights = rewardWeights(settings);
  const parts = weightedTerms(sums, weights).map(
    (value, term) => `${TERM_NAMES[REWARD_TERMS[term]]} ${formatExact(value)}`,
  );
  return (
    <Panel
      title="Reward by term"
      metric="rewardTerms"
      className="reward-panel"
      actions={
        <ul className="legend terms" aria-label="Reward terms">
          {REWARD_TERMS.map((term) => (
            <li key={term}>
              <TermLabel term={term} short />
            </li>
          ))}
        </ul>
      }
    >
      <ChartCanvas
        attach={attach}
        part="reward"
        draw={draw}
        summary={`Reward by term over time; this episode: net ${formatExact(weightedReward(sums, weights))}, ${parts.join(', ')}`}
      />
    </Panel>
  );
}
