/** The settings of implicit Q-learning, whichever engine makes its updates. */

/** Advantage weights e^{β(q − V)} stop here, as in the reference implementation. */
export const ADVANTAGE_WEIGHT_LIMIT = 100;

export interface IqlSettings {
  readonly observationLength: number;
  readonly actionLength: number;
  readonly hiddenSizes: readonly number[];
  readonly learningRate: number;
  /** γ. */
  readonly discount: number;
  /** τ. */
  readonly expectile: number;
  /** β. */
  readonly temperature: number;
  readonly targetRate: number;
  /** The policy's rate falls to 0 over this many updates along a cosine; null keeps it. */
  readonly policyDecayUpdates: number | null;
}
