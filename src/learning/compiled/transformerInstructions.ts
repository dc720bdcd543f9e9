/**
 * The instructions that a Decision Transformer's update needs beyond dense layers.
 * As in program.ts, addresses and lengths count floats from the arena's start and
 * matrices are row-major; plainTransformer.ts says what every instruction means.
 *
 * A window of `steps` decisions has three tokens each: return, state, action. The
 * tokens of a minibatch are the rows of one matrix, window after window.
 */

/** values = value. */
export interface Fill {
  readonly kind: 'fill';
  readonly length: number;
  readonly values: number;
  readonly value: number;
}

/** tokens[3n + j] = embedded[j][n] + table[timesteps[n]]. */
export interface EmbedTokens {
  readonly kind: 'embedTokens';
  readonly steps: number;
  readonly width: number;
  /** [3 × steps × width]. */
  readonly embedded: number;
  /** [steps], whole numbers. */
  readonly timesteps: number;
  /** [any × width]. */
  readonly table: number;
  /** [3·steps × width]. */
  readonly tokens: number;
}

/**
 * Chains the steps that share a timestep, so that their gradients can be added in a
 * fixed order without atomic additions: next[n] is the next such step or −1, first[n]
 * is 1 where there is none before.
 */
export interface LinkTimesteps {
  readonly kind: 'linkTimesteps';
  readonly steps: number;
  readonly timesteps: number;
  readonly next: number;
  readonly first: number;
}

/** The gradients of EmbedTokens; rows of the table that no step used are left alone. */
export interface EmbedTokensGradient {
  readonly kind: 'embedTokensGradient';
  readonly steps: number;
  readonly width: number;
  /** [3·steps × width]. */
  readonly delta: number;
  readonly timesteps: number;
  readonly next: number;
  readonly first: number;
  /** [3 × steps × width]. */
  readonly embeddedGradient: number;
  readonly tableGradient: number;
}

/** output[r] = source[first + r·step], rows of `width`. */
export interface TakeRows {
  readonly kind: 'takeRows';
  readonly rows: number;
  readonly width: number;
  readonly source: number;
  readonly step: number;
  readonly first: number;
  readonly output: number;
}

/** target[first + r·step] += source[r], rows of `width`. */
export interface AddRows {
  readonly kind: 'addRows';
  readonly rows: number;
  readonly width: number;
  readonly source: number;
  readonly step: number;
  readonly first: number;
  readonly target: number;
}

/** normal = (input − mean)/√(variance + ε) by row, output = normal·scale + shift. */
export interface LayerNorm {
  readonly kind: 'layerNorm';
  readonly rows: number;
  readonly width: number;
  readonly input: number;
  readonly scale: number;
  readonly shift: number;
  /** [rows × width], and 1/√(variance + ε), [rows]: kept for the gradient. */
  readonly normal: number;
  readonly inverse: number;
  readonly output: number;
}

export interface LayerNormGradient {
  readonly kind: 'layerNormGradient';
  readonly rows: number;
  readonly width: number;
  readonly normal: number;
  readonly inverse: number;
  readonly scale: number;
  /** Gradient with respect to the output, [rows × width]. */
  readonly delta: number;
  /** Gradient with respect to the input, [rows × width]; added where `accumulate`. */
  readonly gradient: number;
  readonly accumulate: boolean;
  readonly scaleGradient: number;
  readonly shiftGradient: number;
}

/** What attention and its gradient have in common. */
interface AttentionShape {
  readonly windows: number;
  readonly heads: number;
  /** Per window. */
  readonly tokens: number;
  /** Per window: query i is token queryFirst + i·queryStep. */
  readonly queries: number;
  readonly queryStep: number;
  readonly queryFirst: number;
  /** Of a token, over all heads. */
  readonly width: number;
  /** [windows·queries × width]. */
  readonly query: number;
  /** [windows·tokens × width]. */
  readonly key: number;
  readonly value: number;
  /** [windows × heads × queries × tokens]; 0 for tokens after the query's own. */
  readonly weights: number;
}

/**
 * output = softmax(q·kᵀ/√size + mask)·v over the tokens up to the query's own, where
 * the mask is 0, and −10⁴ for tokens of padding (Vaswani et al. 2017, equation 1).
 */
export interface Attention extends AttentionShape {
  readonly kind: 'attention';
  /** [windows × tokens/3], 1 for a step and 0 for padding. */
  readonly mask: number;
  /** [windows·queries × width]. */
  readonly output: number;
}

export interface AttentionGradient extends AttentionShape {
  readonly kind: 'attentionGradient';
  /** Gradient with respect to the output, [windows·queries × width]. */
  readonly delta: number;
  /** With respect to q·kᵀ, like the weights; 0 after the query's own token. */
  readonly scoreGradient: number;
  /** Like query, key and value. */
  readonly queryGradient: number;
  readonly keyGradient: number;
  readonly valueGradient: number;
}

/** Mean of (tanh output − action)² over what is not padding, and its gradient. */
export interface MaskedActionLoss {
  readonly kind: 'maskedActionLoss';
  readonly steps: number;
  readonly width: number;
  /** [steps × width], before the tanh. */
  readonly output: number;
  readonly actions: number;
  /** [steps]. */
  readonly mask: number;
  readonly delta: number;
}

/** factor = min(limit/(‖gradient‖ + 10⁻⁶), 1), as PyTorch's clip_grad_norm_. */
export interface ClipFactor {
  readonly kind: 'clipFactor';
  readonly length: number;
  readonly gradient: number;
  readonly limit: number;
  /** [CLIP_PARTS]: sums of squares over equal stretches of the gradient. */
  readonly parts: number;
  readonly factor: number;
}

export const CLIP_PARTS = 64;

/** One step of AdamW on factor·gradient; the schedule holds 1 − rate·decay third. */
export interface AdamWStep {
  readonly kind: 'adamW';
  readonly length: number;
  readonly parameters: number;
  readonly gradient: number;
  readonly factor: number;
  readonly mean: number;
  readonly square: number;
  readonly schedule: number;
}

export type TransformerInstruction =
  | Fill
  | EmbedTokens
  | LinkTimesteps
  | EmbedTokensGradient
  | TakeRows
  | AddRows
  | LayerNorm
  | LayerNormGradient
  | Attention
  | AttentionGradient
  | MaskedActionLoss
  | ClipFactor
  | AdamWStep;

export type TransformerKind = TransformerInstruction['kind'];

export const TRANSFORMER_KINDS: readonly TransformerKind[] = [
  'fill',
  'embedTokens',
  'linkTimesteps',
  'embedTokensGradient',
  'takeRows',
  'addRows',
  'layerNorm',
  'layerNormGradient',
  'attention',
  'attentionGradient',
  'maskedActionLoss',
  'clipFactor',
  'adamW',
];

export function isOfTransformer<Any extends { readonly kind: string }>(
  instruction: Any,
): instruction is Extract<Any, TransformerInstruction> {
  return (TRANSFORMER_KINDS as readonly string[]).includes(instruction.kind);
}
