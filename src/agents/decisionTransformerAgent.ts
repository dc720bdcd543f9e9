/**
 * A Decision Transformer as an agent: it is asked for a return, and after every
 * step for what is left of it.
 */
import { unscaleDimension } from '../env/actionMap';
import type { EnvConfig } from '../env/config';
import { observationLayout } from '../env/observationLayout';
import { ACTION_LENGTH, type DecisionContext } from '../env/types';
import { InvalidInputError } from '../market/validation';
import type { Agent } from './agent';
import {
  DecisionTransformerPolicy,
  type DecisionTransformerSnapshot,
} from './decisionTransformerPolicy';

export class DecisionTransformerAgent implements Agent {
  readonly name = 'decisionTransformer';
  readonly logProbability = Number.NaN;
  private readonly policy: DecisionTransformerPolicy;
  private returnToGo: number;

  /**
   * @param targetReturn asked for from the whole episode, in the reward's units
   * @throws InvalidInputError when the model was trained on other observations
   */
  constructor(
    snapshot: DecisionTransformerSnapshot,
    private readonly targetReturn: number,
    config: EnvConfig,
  ) {
    const { key } = observationLayout(config.observation);
    if (snapshot.observationKey !== key) {
      const expected = `a policy for observations ${key}`;
      throw new InvalidInputError('policy.observationKey', expected, snapshot.observationKey);
    }
    this.policy = new DecisionTransformerPolicy(snapshot);
    this.returnToGo = targetReturn;
  }

  get policyVersion(): number {
    return this.policy.snapshot.version;
  }

  reset(): void {
    this.policy.reset();
    this.returnToGo = this.targetReturn;
  }

  act(context: DecisionContext, action: Float64Array): void {
    const { policy } = this;
    const [low, high] = policy.snapshot.returnRange;
    const asked = Math.min(high, Math.max(low, this.returnToGo));
    policy.decide(context.step, asked, context.observation);
    for (let i = 0; i < ACTION_LENGTH; i++) action[i] = unscaleDimension(policy.action[i], i);
  }

  /** R ← (R − r)/γ; γ is 1 but for the critic's discounted returns. */
  observeReward(reward: number): void {
    this.returnToGo = (this.returnToGo - reward) / this.policy.snapshot.discount;
  }
}
