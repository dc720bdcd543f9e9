/**
 * A trained Gaussian policy acts as an agent: by its mean, or by a sample with its log density. A
 * newer snapshot is adopted in place between two decisions.
 */
import { unscaleDimension } from '../../env/actionMap';
import type { EnvConfig } from '../../env/config';
import { observationLayout } from '../../env/observationLayout';
import { Rng } from '../../market/rng';
import { ACTION_LENGTH, type DecisionContext } from '../../env/types';
import { InvalidInputError } from '../../market/validation';
import type { Agent } from '../agent';
import { NetworkPolicy } from './networkPolicy';
import type { PolicySnapshot } from './policySnapshot';

const NETWORK_AGENT_STREAM = 3;
export const LOG_SQRT_TWO_PI = 0.5 * Math.log(2 * Math.PI);

export class NetworkAgent implements Agent {
  readonly name = 'network';
  private readonly random = new Rng(0, NETWORK_AGENT_STREAM);
  private readonly observationKey: string;
  private policy: NetworkPolicy;
  private version: number;
  private lastLogProbability = Number.NaN;

  /** @throws InvalidInputError when the policy was trained on other observations */
  constructor(
    policy: PolicySnapshot,
    private readonly stochastic: boolean,
    config: EnvConfig,
  ) {
    this.observationKey = observationLayout(config.observation).key;
    this.checkKey(policy);
    this.policy = new NetworkPolicy(policy);
    this.version = policy.version;
  }

  /** The version of the snapshot in use. */
  get policyVersion(): number {
    return this.version;
  }

  /** [5] mean and standard deviation of the scaled action at the last decision. */
  get mean(): Float64Array {
    return this.policy.mean;
  }

  get std(): Float64Array {
    return this.policy.std;
  }

  /** Density of the sample before it is clamped into the box; NaN when the mean is taken. */
  get logProbability(): number {
    return this.lastLogProbability;
  }

  /**
   * Lets the new snapshot decide from the next decision on. It is copied and may be reused.
   * @throws InvalidInputError, and the old policy stays, when it does not fit
   */
  setPolicy(policy: PolicySnapshot): void {
    this.checkKey(policy);
    if (this.policy.fits(policy)) this.policy.load(policy);
    else this.policy = new NetworkPolicy(policy);
    this.version = policy.version;
  }

  reset(seed: number): void {
    this.random.seed(seed, NETWORK_AGENT_STREAM);
    this.lastLogProbability = Number.NaN;
  }

  act(context: DecisionContext, action: Float64Array): void {
    const { policy, random } = this;
    const { mean, std } = policy;
    policy.setWeights(context.weights);
    policy.forward(context.observation);
    if (!this.stochastic) {
      for (let i = 0; i < ACTION_LENGTH; i++) action[i] = unscaleDimension(mean[i], i);
      return;
    }
    let logProbability = 0;
    for (let i = 0; i < ACTION_LENGTH; i++) {
      const z = random.normal();
      logProbability -= 0.5 * z * z + Math.log(std[i]) + LOG_SQRT_TWO_PI;
      const scaled = mean[i] + std[i] * z;
      action[i] = unscaleDimension(scaled > 1 ? 1 : scaled < -1 ? -1 : scaled, i);
    }
    this.lastLogProbability = logProbability;
  }

  private checkKey(policy: PolicySnapshot): void {
    if (policy.observationKey !== this.observationKey) {
      throw new InvalidInputError(
        'policy.observationKey',
        `a policy for observations ${this.observationKey}`,
        policy.observationKey,
      );
    }
  }
}
