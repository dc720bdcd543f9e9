/**
 * Lists the instructions of multilayer perceptrons and of the losses of cloning and IQL.
 *
 * Matrices are row-major. A dense layer is one matrix of [inputs + 1 × outputs] whose last row is
 * the bias. Twins are networks of the same sizes computed by one instruction: where a row has no
 * stride for an operand, twins follow one another.
 */
import type { OperandRow } from './operands';

export const NETWORK_INSTRUCTIONS = {
  /** output = left ‖ right, row by row. */
  concatenate: {
    left: 'reads',
    leftWidth: 'count',
    right: 'reads',
    rightWidth: 'count',
    output: 'writes',
    rows: 'count',
  },

  /** output = (input, 1)·W, clipped below at 0 for a ReLU. */
  denseForward: {
    /** [rows × inputs] per twin; a stride of 0 gives all twins the same. */
    input: 'reads',
    weights: 'reads',
    /** [twins × rows × outputs]. */
    output: 'updates',
    rows: 'count',
    inputs: 'count',
    outputs: 'count',
    relu: 'flag',
    /** The product is added to what is there; only without a ReLU. */
    accumulate: 'flag',
    twins: 'twins',
    inputStride: 'stride',
    weightsStride: 'stride',
  },

  /** gradient = (input, 1)ᵀ·delta. */
  weightGradient: {
    input: 'reads',
    /** The gradient of the loss with respect to (input, 1)·W, [twins × rows × outputs]. */
    delta: 'reads',
    gradient: 'writes',
    rows: 'count',
    inputs: 'count',
    outputs: 'count',
    twins: 'twins',
    inputStride: 'stride',
    gradientStride: 'stride',
  },

  /** gradient = delta·Wᵀ without the bias, the gradient of what went into the layer. */
  inputGradient: {
    delta: 'reads',
    weights: 'reads',
    /** The ReLU below, [twins × rows × inputs]: the gradient is 0 where it is not above 0. */
    activation: 'optional',
    /** [twins × rows × inputs]. */
    gradient: 'updates',
    rows: 'count',
    inputs: 'count',
    outputs: 'count',
    /** The product is added to what is there; only without an activation. */
    accumulate: 'flag',
    twins: 'twins',
    weightsStride: 'stride',
  },

  /** Mean of |τ − 1(u < 0)|·u², u = min(q1, q2) − value, and its gradient in the value. */
  expectileLoss: {
    /** [2 × rows]. */
    q: 'reads',
    value: 'reads',
    delta: 'writes',
    rows: 'count',
    expectile: 'scalar',
    valueLoss: 'metric',
    meanQ: 'metric',
  },

  /**
   * Mean of |τ − 1(A < 0)|·(ψ − value)² over rows and terms, and its gradient in the value: ψ is
   * the vector of q1 or q2 whose w·ψ is less, and A = w·(ψ − value), so that w·value is the
   * τ-expectile of w·ψ for every weighting w.
   */
  termExpectileLoss: {
    /** [2 × rows × width]. */
    q: 'reads',
    /** [rows × width], and so are weights and gradient. */
    value: 'reads',
    termWeights: 'reads',
    delta: 'writes',
    rows: 'count',
    width: 'count',
    expectile: 'scalar',
    valueLoss: 'metric',
    meanQ: 'metric',
  },

  /** weights = min(e^{βA}, 100), A = w·(ψ − value) as in termExpectileLoss. */
  termAdvantageWeights: {
    /** [2 × rows × width]. */
    q: 'reads',
    /** [rows × width], and so are the weights w. */
    value: 'reads',
    termWeights: 'reads',
    /** C, the mean of (ψ − value)·(ψ − value)ᵀ over the rows, [width × width]. */
    moments: 'writes',
    weights: 'writes',
    rows: 'count',
    width: 'count',
    temperature: 'scalar',
    /** A is divided by √(wᵀCw), its root mean square if all rows had this row's weighting. */
    normalised: 'flag',
    meanValue: 'metric',
    meanAdvantageWeight: 'metric',
    clippedShare: 'metric',
  },

  /** weights = min(e^{βA}, 100), A = min(q1, q2) − value. */
  advantageWeights: {
    /** [2 × rows]. */
    q: 'reads',
    value: 'reads',
    weights: 'writes',
    rows: 'count',
    temperature: 'scalar',
    /** A is divided by its root mean square over the rows. */
    normalised: 'flag',
    meanValue: 'metric',
    meanAdvantageWeight: 'metric',
    clippedShare: 'metric',
  },

  /** −mean of weight·log N(action; tanh(output), e^logσ), and its gradients. */
  policyLoss: {
    /** [rows × width], before the tanh. */
    output: 'reads',
    logStd: 'reads',
    actions: 'reads',
    weights: 'reads',
    delta: 'writes',
    logStdGradient: 'writes',
    rows: 'count',
    width: 'count',
    policyLoss: 'metric',
  },

  /** Mean of (q1 − y)² + (q2 − y)², y = reward + γ(1 − terminal)·nextValue, and its gradients. */
  criticLoss: {
    /** [2 × rows]. */
    q: 'reads',
    rewards: 'reads',
    terminals: 'reads',
    nextValue: 'reads',
    /** [2 × rows]. */
    delta: 'writes',
    rows: 'count',
    discount: 'scalar',
    criticLoss: 'metric',
  },

  /**
   * A step of Adam; the schedule starts with rate/(1 − β1ᵗ) and 1/√(1 − β2ᵗ). The length is a
   * multiple of the arena's alignment, and so it is in moveTowards.
   */
  adam: {
    parameters: 'updates',
    gradient: 'reads',
    mean: 'updates',
    square: 'updates',
    length: 'count',
    schedule: 'reads',
  },

  /** moved += rate·(source − moved). */
  moveTowards: {
    moved: 'updates',
    source: 'reads',
    length: 'count',
    rate: 'scalar',
  },

  /**
   * Adds the Euclidean norm of each network's gradient to the metrics, the first to `gradientNorm`
   * and the others to those that follow it. Gradients are `length` apart, and what a shorter one
   * leaves of its place stays 0.
   */
  gradientNorms: {
    gradients: 'reads',
    /** [networks × NORM_PARTS]: sums of squares over equal stretches of a gradient. */
    parts: 'writes',
    length: 'count',
    networks: 'count',
    gradientNorm: 'metric',
  },
} as const satisfies Readonly<Record<string, OperandRow>>;

/** Parts of a gradient: enough to keep a GPU busy, and few enough for one workgroup to add up. */
export const NORM_PARTS = 1024;
