/** The settings of implicit Q-learning, whichever engine makes its updates. */

/** Largest advantage weight e^{β(q − V)}, as in the reference implementation. */
export const ADVANTAGE_WEIGHT_LIMIT = 100;
/** Added to the root mean square of advantages, by which they are divided. */
export const ADVANTAGE_EPSILON = 1e-8;

export interface IqlSettings {
  readonly observationLength: number;
  readonly actionLength: number;
  /**
   * Numbers of a value: 1, the default, or one for each reward term where every transition is paid
   * under a weighting w of its own. Then Q = w·ψ for every w.
   */
  readonly rewardTerms?: number | undefined;
  readonly hiddenSizes: readonly number[];
  readonly learningRate: number;
  /** Discount γ. */
  readonly discount: number;
  /** Expectile τ. */
  readonly expectile: number;
  /** Inverse temperature β. */
  readonly temperature: number;
  /** Whether advantages are measured in their root mean square over the minibatch. */
  readonly normalisesAdvantages: boolean;
  readonly targetRate: number;
  /** Updates over which the policy's rate falls to 0 along a cosine; null keeps the rate. */
  readonly policyDecayUpdates: number | null;
}
