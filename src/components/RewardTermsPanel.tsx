/** The reward by term over the shared time axis, re-scored under the weights on screen. */
import { Suspense, lazy } from 'react';
import { Panel } from './Panel';
import { TermLabel } from './WeightsPanel';
import { REWARD_TERMS } from '../env/types';

const RewardTermsChart = lazy(() => import('./RewardTermsChart'));

export function RewardTermsPanel() {
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
      <div className="reward-plot">
        <Suspense fallback={<p className="empty muted">Loading chart</p>}>
          <RewardTermsChart />
        </Suspense>
      </div>
    </Panel>
  );
}
