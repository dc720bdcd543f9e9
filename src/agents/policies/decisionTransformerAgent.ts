/**
 * A Decision Transformer acts as an agent: it is asked for a return, and after every step for what
 * is left of it; or at every step for the same quantile of a critic’s value.
 */
import { unscaleDimension } from '../../env/actionMap';
import type { EnvConfig } from '../../env/config';
import { observationLayout } from '../../env/observationLayout';
import { DEFAULT_REWARD_WEIGHTS } from '../../env/rewardWeightFields';
import { ACTION_LENGTH, type DecisionContext, type RewardWeights } from '../../env/types';
import { InvalidInputError } from '../../market/validation';
import type { Agent } from '../agent';
import { DecisionTransformerPolicy } from './decisionTransformerPolicy';
import type { DecisionTransformerSnapshot } from './decisionTransformerSnapshot';
import { deviationUnder } from './weightInputs';

export class DecisionTransformerAgent implements Agent {
  readonly name = 'decisionTransformer';
  readonly logProbability = Number.NaN;
  private policy: DecisionTransformerPolicy;
  private returnToGo: number;
  private readonly observationKey: string;
  private weights: RewardWeights = DEFAULT_REWARD_WEIGHTS;
  /** Worth of a unit of what is asked for, in the reward's units. */
  private unit = 1;

  /**
   * @param targetReturn asked for from the whole episode, in the reward's units, or in deviations
   *   where the model says so
   * @throws InvalidInputError when the model was trained on other observations
   */
  constructor(
    snapshot: DecisionTransformerSnapshot,
    private targetReturn: number,
    config: EnvConfig,
  ) {
    this.observationKey = observationLayout(config.observation).key;
    this.checkKey(snapshot);
    this.policy = new DecisionTransformerPolicy(snapshot);
    this.returnToGo = targetReturn;
    this.follow(this.weights);
  }

  get policyVersion(): number {
    return this.policy.snapshot.version;
  }

  /** Whether it has taken a decision in this episode. */
  get hasDecided(): boolean {
    return this.policy.windowSteps > 0;
  }

  /** Lets a model of the same parameters look back on what this one does. */
  copyHistoryTo(model: DecisionTransformerPolicy): void {
    model.copyHistory(this.policy);
  }

  /**
   * Takes a newer version of the same model from the next decision on: it begins a window of its
   * own and is asked for what is left.
   * @throws InvalidInputError, and the model before stays, when it saw other observations
   */
  setPolicy(snapshot: DecisionTransformerSnapshot): void {
    this.checkKey(snapshot);
    this.policy = new DecisionTransformerPolicy(snapshot);
    this.follow(this.weights);
  }

  /**
   * Asks for another return from the whole episode, and so for more or less from what is left of
   * it.
   */
  setTarget(targetReturn: number): void {
    const { discount } = this.policy.snapshot;
    this.returnToGo =
      this.shrinks && discount === 1
        ? this.returnToGo + targetReturn - this.targetReturn
        : targetReturn;
    this.targetReturn = targetReturn;
  }

  reset(): void {
    this.policy.reset();
    this.returnToGo = this.targetReturn;
  }

  act(context: DecisionContext, action: Float64Array): void {
    const { policy } = this;
    if (context.weights !== this.weights) this.follow(context.weights);
    const [low, high] = policy.snapshot.returnRange;
    const asked = Math.min(high, Math.max(low, this.returnToGo));
    policy.decide(context.step, asked, context.observation);
    for (let i = 0; i < ACTION_LENGTH; i++) action[i] = unscaleDimension(policy.action[i], i);
  }

  /**
   * R ← (R − r)/γ; γ is 1 but for the critic's discounted returns. Dividing by γ at every step
   * would carry those beyond all data for good: they are kept inside.
   */
  observeReward(reward: number): void {
    if (!this.shrinks) return;
    const { discount, returnRange } = this.policy.snapshot;
    const left = (this.returnToGo - reward / this.unit) / discount;
    const [low, high] = returnRange;
    this.returnToGo = discount === 1 ? left : Math.min(high, Math.max(low, left));
  }

  /** Acts under these weights from now on. Deviations that are asked for stay what they are. */
  private follow(weights: RewardWeights): void {
    this.weights = weights;
    this.policy.setWeights(weights);
    const { conditioning, returnBasis } = this.policy.snapshot;
    this.unit =
      conditioning === 'returnDeviations' && returnBasis !== undefined
        ? deviationUnder(returnBasis, weights)
        : 1;
  }

  /** Whether what was earned is taken off what is asked for. */
  private get shrinks(): boolean {
    return this.policy.snapshot.conditioning !== 'valueQuantile';
  }

  private checkKey({ observationKey }: DecisionTransformerSnapshot): void {
    if (observationKey === this.observationKey) return;
    const expected = `a policy for observations ${this.observationKey}`;
    throw new InvalidInputError('policy.observationKey', expected, observationKey);
  }
}
