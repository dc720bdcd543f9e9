/** Entries on whether an agent may be deployed: the gate, its critic, the live monitor. */
import { entry, type MetricText } from './entry';

export const DEPLOYMENT_ENTRIES = {
  outOfDistribution: entry(
    'How unusual the agent’s current observation is, as a percentile of held-out training observations.',
    'percentile of d² = zᵀΣ⁻¹z, z the standardised observation, Σ the shrunk covariance of the training data',
    'Anywhere from 0 to 99, up and down. Staying above 99 means the agent never saw such a market.',
  ),
  outOfDistributionShare: entry(
    'Share of the last 200 decisions of this episode, by the policy that decides now, that were more unusual than 99 % of held-out training data. The deploy gate measures it over all decisions of its episodes. Unusual decisions come in bursts after a jump of the price, so that a stretch may show far more than the gate.',
    'decisions beyond the 99th percentile / decisions',
    'Around 1 %, as in the training data itself. The deploy gate fails unless the rate is at most 5 % for certain.',
  ),
  deployGate: entry(
    'Whether the agent may trade unattended: it beats the clone of its data, keeps drawdown and inventory within limits, stays in distribution, and its exported model acts as it does.',
    '',
    'Every check passed. Otherwise the fallback should quote.',
  ),
  criticCalibration: entry(
    'What the critic expected of the agent’s decisions, by tenths, against the discounted return that followed, under the rewards it was trained on. The critic learned from the data’s actions; here it judges the agent’s.',
    'Q(s, a) against Σ γᵏ · reward',
    'Points on the dashed line. Only their order matters to the policy, so a steady slope does little harm.',
  ),
  criticDisagreement: entry(
    'Mean difference between the two critics over the agent’s decisions: where they differ, neither has seen enough data.',
    'mean of |Q₁ − Q₂|',
    'Small beside what a decision is worth.',
  ),
  cloneSurprise: entry(
    'How unlikely the agent’s actions are to a clone of its data.',
    'mean of −log π_BC(action | state)',
    'Low is close to the data; high means the agent acts where data is thin.',
  ),
  stabilityIndex: entry(
    'Population stability index: how far a feature’s distribution has shifted from the training data, for the feature that shifted most.',
    'PSI = Σ over bins of (actual − expected) · ln(actual / expected)',
    'Below 0.1 nothing has shifted; above 0.25 the data comes from another population.',
  ),
  unusualFeature: entry(
    'The features outside of the range that holds 98 % of the training data, at most three, the furthest from their mean first. None may be, and the observation still unusual as a combination.',
    '|value − mean| / standard deviation',
    'Values within their usual range. One outside shows what changed in the market, or in the agent’s own position.',
  ),
} as const satisfies Record<string, MetricText>;
