/**
 * The shape of a Decision Transformer and where each of its parameters lies in the one flat vector
 * that trainer, checkpoint and acting agent share.
 */

export interface DecisionTransformerSizes {
  readonly observationLength: number;
  readonly actionLength: number;
  /** The width of every token. */
  readonly embedding: number;
  readonly layers: number;
  /** Divides `embedding`. */
  readonly heads: number;
  /** Decision steps that the model sees; three tokens each. */
  readonly contextLength: number;
  /** The rows of the timestep table. */
  readonly timesteps: number;
}

/** Row-major; matrices are [in][out]. */
export interface ParameterPiece {
  readonly name: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly length: number;
}

/** Tokens of a step: its return to go, its state and its action. */
export const TOKENS_PER_STEP = 3;

/** The place of the state among a step's tokens. */
export const STATE_TOKEN = 1;

/** ε stands under the root of every layer norm, as in PyTorch. */
export const LAYER_NORM_EPSILON = 1e-5;

/** Width of a feed-forward layer over that of a token (Vaswani et al. 2017). */
export const FEED_FORWARD_FACTOR = 4;

/** All parameters in order; names are of the form `block0.query.w`. */
export function decisionTransformerLayout(sizes: DecisionTransformerSizes): ParameterPiece[] {
  const { observationLength, actionLength, embedding: width, layers, timesteps } = sizes;
  const wide = FEED_FORWARD_FACTOR * width;
  const pieces: ParameterPiece[] = [];
  let offset = 0;
  const add = (name: string, ...shape: number[]) => {
    const length = shape.reduce((product, size) => product * size, 1);
    pieces.push({ name, shape, offset, length });
    offset += length;
  };
  const addLinear = (name: string, from: number, to: number) => {
    add(`${name}.w`, from, to);
    add(`${name}.b`, to);
  };
  const addNorm = (name: string) => {
    add(`${name}.scale`, width);
    add(`${name}.shift`, width);
  };
  addLinear('embedReturn', 1, width);
  addLinear('embedState', observationLength, width);
  addLinear('embedAction', actionLength, width);
  add('embedTimestep', timesteps, width);
  addNorm('embedNorm');
  for (let layer = 0; layer < layers; layer += 1) {
    const block = `block${layer}`;
    addNorm(`${block}.norm1`);
    for (const name of ['query', 'key', 'value', 'attentionOut']) {
      addLinear(`${block}.${name}`, width, width);
    }
    addNorm(`${block}.norm2`);
    addLinear(`${block}.ff1`, width, wide);
    addLinear(`${block}.ff2`, wide, width);
  }
  addNorm('finalNorm');
  addLinear('actionHead', width, actionLength);
  return pieces;
}

export function decisionTransformerParameterCount(sizes: DecisionTransformerSizes): number {
  const layout = decisionTransformerLayout(sizes);
  const last = layout[layout.length - 1];
  return last.offset + last.length;
}

/**
 * The row of the timestep table for a step of an episode: one row serves `bucket` steps, so that
 * episodes longer than the table still tell early from late.
 */
export function timestepRow(step: number, bucket: number, timesteps: number): number {
  return Math.min(timesteps - 1, Math.floor(step / bucket));
}

/** The smallest bucket with which episodes of `longestEpisode` steps fit the table. */
export function timestepBucket(longestEpisode: number, timesteps: number): number {
  return Math.max(1, Math.ceil(longestEpisode / timesteps));
}
