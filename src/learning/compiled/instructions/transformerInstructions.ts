/**
 * Lists the instructions that a Decision Transformer's update needs beyond dense layers.
 *
 * A window of `steps` decisions has three tokens each: return, state, action. The tokens of a
 * minibatch are the rows of one matrix, window after window.
 */
import type { OperandRow } from './operands';

/** Sizes that attention and its gradient have in common. */
export const ATTENTION_SHAPE = {
  windows: 'count',
  heads: 'count',
  /** Tokens of a window. */
  tokens: 'count',
  /** Queries of a window: query i is token queryFirst + i·queryStep. */
  queries: 'count',
  queryStep: 'count',
  queryFirst: 'count',
  /** Width of a token, over all heads. */
  width: 'count',
} as const satisfies OperandRow;

export const TRANSFORMER_INSTRUCTIONS = {
  /** values = value. */
  fill: {
    values: 'writes',
    length: 'count',
    value: 'scalar',
  },

  /** tokens[3n + j] = embedded[j][n] + table[timesteps[n]]. */
  embedTokens: {
    /** [3 × steps × width]. */
    embedded: 'reads',
    /** [steps], whole numbers. */
    timesteps: 'reads',
    /** [any × width]. */
    table: 'reads',
    /** [3·steps × width]. */
    tokens: 'writes',
    steps: 'count',
    width: 'count',
  },

  /**
   * Chains the steps that share a timestep, so that their gradients can be added in a fixed order
   * without atomic additions: next[n] is the next such step or −1, first[n] is 1 where there is
   * none before.
   */
  linkTimesteps: {
    timesteps: 'reads',
    next: 'writes',
    first: 'writes',
    steps: 'count',
  },

  /** The gradients of embedTokens; rows of the table that no step used are left alone. */
  embedTokensGradient: {
    /** [3·steps × width]. */
    delta: 'reads',
    timesteps: 'reads',
    next: 'reads',
    first: 'reads',
    /** [3 × steps × width]. */
    embeddedGradient: 'writes',
    tableGradient: 'updates',
    steps: 'count',
    width: 'count',
  },

  /** output[r] = source[first + r·step], rows of `width`. */
  takeRows: {
    source: 'reads',
    output: 'writes',
    rows: 'count',
    width: 'count',
    step: 'count',
    first: 'count',
  },

  /** sums[first + r·step] += source[r], rows of `width`. */
  addRows: {
    source: 'reads',
    sums: 'updates',
    rows: 'count',
    width: 'count',
    step: 'count',
    first: 'count',
  },

  /** normal = (input − mean)/√(variance + ε) by row, output = normal·scale + shift. */
  layerNorm: {
    input: 'reads',
    scale: 'reads',
    shift: 'reads',
    /** [rows × width], and 1/√(variance + ε), [rows]: kept for the gradient. */
    normal: 'writes',
    inverse: 'writes',
    output: 'writes',
    rows: 'count',
    width: 'count',
  },

  layerNormGradient: {
    normal: 'reads',
    inverse: 'reads',
    scale: 'reads',
    /** The gradient with respect to the output, [rows × width]. */
    delta: 'reads',
    /** The gradient with respect to the input, [rows × width]. */
    gradient: 'updates',
    scaleGradient: 'writes',
    shiftGradient: 'writes',
    rows: 'count',
    width: 'count',
    /** The input's gradient is added to what is there. */
    accumulate: 'flag',
  },

  /**
   * output = softmax(q·kᵀ/√size + mask)·v over the tokens up to the query's own, where the mask is
   * 0, and −10⁴ for tokens of padding (Vaswani et al. 2017, equation 1).
   */
  attention: {
    /** [windows·queries × width]. */
    query: 'reads',
    /** [windows·tokens × width]. */
    key: 'reads',
    value: 'reads',
    /** [windows × tokens/3], 1 for a step and 0 for padding. */
    mask: 'reads',
    /** [windows × heads × queries × tokens]; 0 for tokens after the query's own. */
    weights: 'writes',
    /** [windows·queries × width]. */
    output: 'writes',
    ...ATTENTION_SHAPE,
  },

  attentionGradient: {
    query: 'reads',
    key: 'reads',
    value: 'reads',
    weights: 'reads',
    /** The gradient with respect to the output, [windows·queries × width]. */
    delta: 'reads',
    /** The gradient with respect to q·kᵀ, like the weights; 0 after the query's own token. */
    scoreGradient: 'writes',
    /** Gradients with the shapes of query, key and value. */
    queryGradient: 'writes',
    keyGradient: 'writes',
    valueGradient: 'writes',
    ...ATTENTION_SHAPE,
  },

  /** Mean of (tanh output − action)² over what is not padding, and its gradient. */
  maskedActionLoss: {
    /** [steps × width], before the tanh. */
    output: 'reads',
    actions: 'reads',
    /** [steps]. */
    mask: 'reads',
    delta: 'writes',
    steps: 'count',
    width: 'count',
    policyLoss: 'metric',
  },

  /** factor = min(limit/(‖gradient‖ + 10⁻⁶), 1), as PyTorch's clip_grad_norm_. */
  clipFactor: {
    gradient: 'reads',
    /** [CLIP_PARTS]: sums of squares over equal stretches of the gradient. */
    parts: 'writes',
    factor: 'writes',
    length: 'count',
    limit: 'scalar',
    gradientNorm: 'metric',
  },

  /** A step of AdamW on factor·gradient; the schedule holds 1 − rate·decay third. */
  adamW: {
    parameters: 'updates',
    gradient: 'reads',
    factor: 'reads',
    mean: 'updates',
    square: 'updates',
    length: 'count',
    schedule: 'reads',
  },
} as const satisfies Readonly<Record<string, OperandRow>>;

export const CLIP_PARTS = 64;
