/**
 * The settings and constants of the Decision Transformer's updates, whichever engine makes them.
 */

export interface DecisionTransformerSettings {
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Euclidean norm that a longer gradient is shortened to. */
  readonly gradientClipNorm: number;
  /** Updates over which the learning rate rises linearly; 0 starts at full rate. */
  readonly warmUpUpdates: number;
}

/** Added to the attention scores of padding; finite, as WGSL has no safe infinity. */
export const FORBIDDEN_SCORE = -1e4;
/** Added to a gradient's norm before dividing by it, as PyTorch's clip_grad_norm_ does. */
export const CLIP_EPSILON = 1e-6;
