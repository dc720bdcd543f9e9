/** Entries on training: where it runs, its speed, losses, values and gradients. */
import { entry, type MetricText } from './entry';

export const TRAINING_ENTRIES = {
  backend: entry(
    'Where training runs: WebGPU on the graphics card, or WebAssembly or JavaScript on the processor.',
    '',
    'WebGPU on a real graphics card. The others learn the same, more slowly.',
  ),
  updatesPerSecond: entry(
    'Optimiser updates per second of real time.',
    'updates / seconds',
    'Higher only makes the wait shorter.',
  ),
  secondsLeft: entry(
    'Time until this phase is done at the current rate.',
    'updates left / updates per second',
    '',
  ),
  policyLoss: entry(
    'How poorly the policy explains the data’s actions: in IQL weighted by their advantage, in cloning all alike. Of a Decision Transformer it is the squared error.',
    '−mean of min(e^(β·A), 100) · log π(action | state); of a Decision Transformer, mean of (action − predicted)²',
    'Falling, then flat. Of IQL and cloning it can be negative, because a density can exceed 1.',
  ),
  valueLoss: entry(
    'Expectile regression error of the state value against the action values.',
    'mean of |τ − 1(Q − V < 0)| · (Q − V)²',
    'Falling at first, then small and steady.',
  ),
  criticLoss: entry(
    'Squared error of both critics against reward plus discounted next value.',
    'mean of (Q₁ − y)² + (Q₂ − y)²,  y = r + γ · V(next)',
    'Falling at first, then steady. Growth without end is divergence.',
  ),
  meanValue: entry(
    'Mean state value over the batch, in scaled reward.',
    'mean of V(state)',
    'Settling at what the data’s better actions are worth.',
  ),
  meanQ: entry(
    'Mean value of the data’s actions, by the lower of the two critics.',
    'mean of min(Q₁, Q₂)',
    'Settling just below V: V is an upper expectile of Q.',
  ),
  meanAdvantageWeight: entry(
    'How strongly the average action is imitated; 1 is plain cloning.',
    'mean of min(e^(β·A), 100), A = (Q − V)/root mean square of Q − V',
    'About 13 at the default β: 1 ignores the advantage, and near 100 the limit decides.',
  ),
  clippedShare: entry(
    'Share of actions whose weight hit the limit.',
    'share of e^(β·A) ≥ 100',
    'About 9 % at the default β. Far more means that the limit decides, not the advantage.',
  ),
  policyStd: entry(
    'Standard deviation of the policy’s actions, scaled to −1…1.',
    'mean of e^(log σ)',
    'Falling slowly. Near zero early on, the policy has collapsed onto a few actions.',
  ),
  gradientNorm: entry(
    'Norm of the policy’s gradient before clipping.',
    '√ Σ (∂ loss / ∂ parameter)²',
    'Steady or falling slowly. Sudden peaks are batches the policy did not expect.',
  ),
  valueGradientNorm: entry(
    'Norm of the value network’s gradient.',
    '√ Σ (∂ value loss / ∂ parameter)²',
    'Falling with the value loss, then steady.',
  ),
  criticGradientNorm: entry(
    'Norm of the two critics’ joint gradient.',
    '√ Σ (∂ critic loss / ∂ parameter)²',
    'Falling with the critic loss. Growth without end comes before divergence.',
  ),
  validationReturn: entry(
    'Mean return of the current policy on eight validation episodes; the band is the 95 % interval over them.',
    'Σ reward of an episode, averaged',
    'Rising, and above the best baseline before training ends.',
  ),
  bestBaseline: entry(
    'Highest mean return of any baseline on the same eight episodes.',
    'max over baselines of the mean return',
    'Below the policy: then training was worth it.',
  ),
  achievedReturn: entry(
    'Mean return a Decision Transformer achieves for each return it is asked for, over eight episodes; the band is the 95 % interval.',
    'Σ reward of an episode, averaged',
    'Rising with the return asked for.',
  ),
  askedReturn: entry(
    'Return a Decision Transformer is asked for, from the lowest in its data (0 %) to the highest (100 %). By a critic’s rank it is asked for decisions that promise more than that share of the data’s, and there is no return to draw.',
    'lowest + share · (highest − lowest)',
    'Near what it achieves: then the agent can be steered.',
  ),
  trainedAgainst: entry(
    'Mean profit of the run that is named minus the pinned agent’s on the same episodes. With several training seeds it is the interquartile mean, and the interval counts seeds and episodes; with one, it counts episodes alone.',
    'mean of (profit − pinned agent’s profit)',
    'An interval above zero.',
  ),
  betterSeeds: entry(
    'How many training seeds of this run earn more than the pinned agent, on the same episodes. They learned from one dataset, so they say nothing of other data.',
    'count of seeds with mean profit above the pinned agent’s',
    'All of them; few seeds are weak evidence even so.',
  ),
} as const satisfies Record<string, MetricText>;
