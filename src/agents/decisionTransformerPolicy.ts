/**
 * The Decision Transformer's forward pass in plain TypeScript, one token at a
 * time, with cached keys and values: a decision costs two or three tokens, not a
 * whole window. Typed arrays made once; nothing is allocated per call.
 *
 * When the window is full, it starts again from its newest quarter. So every
 * decision sees exactly what the trainer's model would see in a window of between
 * a quarter of the context and all of it, and what is cached is never stale.
 */
import { ACTION_LENGTH } from '../env/types';
import { InvalidInputError } from '../market/validation';
import {
  decisionTransformerLayout,
  decisionTransformerParameterCount,
  FEED_FORWARD_FACTOR,
  LAYER_NORM_EPSILON,
  timestepRow,
  type DecisionTransformerSizes,
} from './decisionTransformerLayout';
import type { TrainingReference } from './trainingReference';

/** A trained Decision Transformer as plain data. */
export interface DecisionTransformerSnapshot {
  readonly kind: 'decisionTransformer';
  /** Rises by one with every snapshot of a run; 0 is the initial model. */
  readonly version: number;
  /** Optimiser updates behind it. */
  readonly updates: number;
  readonly sizes: DecisionTransformerSizes;
  /** By `decisionTransformerLayout(sizes)`. */
  readonly parameters: Float32Array;
  /** Steps that share a row of the timestep table. */
  readonly timestepBucket: number;
  /** The model sees returns times this. */
  readonly returnScale: number;
  /** Between which returns to go the training data lay; what is asked for is kept inside. */
  readonly returnRange: readonly [number, number];
  /** 1, or the critic's γ where returns to go are the critic's. */
  readonly discount: number;
  readonly observationMean: Float32Array;
  readonly observationStd: Float32Array;
  readonly observationKey: string;
  /** What its training data looked like; policies of old files do not say. */
  readonly reference?: TrainingReference;
}

interface Linear {
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

interface Norm {
  readonly scale: Float32Array;
  readonly shift: Float32Array;
}

interface Block {
  readonly norm1: Norm;
  readonly query: Linear;
  readonly key: Linear;
  readonly value: Linear;
  readonly attentionOut: Linear;
  readonly norm2: Norm;
  readonly ff1: Linear;
  readonly ff2: Linear;
  /** [tokens × width], rows below the window's length are filled. */
  readonly keys: Float64Array;
  readonly values: Float64Array;
}

const TOKENS_PER_STEP = 3;

export class DecisionTransformerPolicy {
  /** [5] the scaled action at the newest state, after `decide`. */
  readonly action = new Float64Array(ACTION_LENGTH);

  private readonly embedReturn: Linear;
  private readonly embedState: Linear;
  private readonly embedAction: Linear;
  private readonly embedTimestep: Float32Array;
  private readonly embedNorm: Norm;
  private readonly blocks: Block[] = [];
  private readonly finalNorm: Norm;
  private readonly actionHead: Linear;
  private readonly inverseStd: Float64Array;

  /** The window's steps, for a new start: [context × …]. */
  private readonly pastReturns: Float64Array;
  private readonly pastObservations: Float64Array;
  private readonly pastActions: Float64Array;
  private readonly pastTimesteps: Int32Array;
  /** Steps in the window; the newest may lack its action. */
  private steps = 0;
  /** Tokens in the cache. */
  private tokens = 0;

  private readonly x: Float64Array;
  private readonly normal: Float64Array;
  private readonly query: Float64Array;
  private readonly mixed: Float64Array;
  private readonly wide: Float64Array;
  private readonly scores: Float64Array;

  /** @throws InvalidInputError when parts of the snapshot do not fit together */
  constructor(readonly snapshot: DecisionTransformerSnapshot) {
    checkSnapshot(snapshot);
    const { sizes, parameters } = snapshot;
    const { embedding: width, contextLength: context, observationLength, layers } = sizes;
    const pieces = new Map(
      decisionTransformerLayout(sizes).map(({ name, offset, length }) => [
        name,
        parameters.slice(offset, offset + length),
      ]),
    );
    const piece = (name: string) => pieces.get(name) ?? new Float32Array();
    const linear = (name: string) => ({ weights: piece(`${name}.w`), bias: piece(`${name}.b`) });
    const norm = (name: string) => ({
      scale: piece(`${name}.scale`),
      shift: piece(`${name}.shift`),
    });
    this.embedReturn = linear('embedReturn');
    this.embedState = linear('embedState');
    this.embedAction = linear('embedAction');
    this.embedTimestep = piece('embedTimestep');
    this.embedNorm = norm('embedNorm');
    const tokens = context * TOKENS_PER_STEP;
    for (let layer = 0; layer < layers; layer++) {
      const block = `block${layer}`;
      this.blocks.push({
        norm1: norm(`${block}.norm1`),
        query: linear(`${block}.query`),
        key: linear(`${block}.key`),
        value: linear(`${block}.value`),
        attentionOut: linear(`${block}.attentionOut`),
        norm2: norm(`${block}.norm2`),
        ff1: linear(`${block}.ff1`),
        ff2: linear(`${block}.ff2`),
        keys: new Float64Array(tokens * width),
        values: new Float64Array(tokens * width),
      });
    }
    this.finalNorm = norm('finalNorm');
    this.actionHead = linear('actionHead');
    this.inverseStd = Float64Array.from(snapshot.observationStd, (std) => 1 / std);
    this.pastReturns = new Float64Array(context);
    this.pastObservations = new Float64Array(context * observationLength);
    this.pastActions = new Float64Array(context * ACTION_LENGTH);
    this.pastTimesteps = new Int32Array(context);
    this.x = new Float64Array(width);
    this.normal = new Float64Array(width);
    this.query = new Float64Array(width);
    this.mixed = new Float64Array(width);
    this.wide = new Float64Array(FEED_FORWARD_FACTOR * width);
    this.scores = new Float64Array(tokens);
  }

  /** Forgets the episode. */
  reset(): void {
    this.steps = 0;
    this.tokens = 0;
  }

  /** Steps that the newest decision looked back on, itself included. */
  get windowSteps(): number {
    return this.steps;
  }

  /**
   * Fills `action` for a step.
   * @param step of the episode, from 0
   * @param returnToGo asked for, unscaled
   * @param observation [observation], raw
   */
  decide(step: number, returnToGo: number, observation: Float32Array): void {
    const { snapshot, inverseStd } = this;
    const { sizes } = snapshot;
    if (this.steps > 0) this.pushAction(this.steps - 1);
    if (this.steps === sizes.contextLength) this.startAgain();
    const place = this.steps++;
    this.pastReturns[place] = returnToGo * snapshot.returnScale;
    this.pastTimesteps[place] = timestepRow(step, snapshot.timestepBucket, sizes.timesteps);
    const width = sizes.observationLength;
    for (let i = 0; i < width; i++) {
      const centred = observation[i] - snapshot.observationMean[i];
      this.pastObservations[place * width + i] = centred * inverseStd[i];
    }
    this.pushReturnAndState(place);
    layerNorm(this.x, this.finalNorm, this.normal);
    dense(this.normal, 0, this.actionHead, this.action, 0);
    for (let i = 0; i < ACTION_LENGTH; i++) {
      this.action[i] = Math.tanh(this.action[i]);
      this.pastActions[place * ACTION_LENGTH + i] = this.action[i];
    }
  }

  /** Keeps the newest quarter of the window and computes its tokens anew. */
  private startAgain(): void {
    const { contextLength, observationLength } = this.snapshot.sizes;
    const keep = Math.floor(contextLength / 4);
    const from = this.steps - keep;
    this.pastReturns.copyWithin(0, from);
    this.pastTimesteps.copyWithin(0, from);
    this.pastObservations.copyWithin(0, from * observationLength);
    this.pastActions.copyWithin(0, from * ACTION_LENGTH);
    this.steps = keep;
    this.tokens = 0;
    for (let place = 0; place < keep; place++) {
      this.pushReturnAndState(place);
      this.pushAction(place);
    }
  }

  private pushReturnAndState(place: number): void {
    const { x } = this;
    x.set(this.embedReturn.bias);
    const value = this.pastReturns[place];
    for (let j = 0; j < x.length; j++) x[j] += value * this.embedReturn.weights[j];
    this.pushToken(place, false);
    const offset = place * this.snapshot.sizes.observationLength;
    dense(this.pastObservations, offset, this.embedState, x, 0);
    this.pushToken(place, true);
  }

  private pushAction(place: number): void {
    dense(this.pastActions, place * ACTION_LENGTH, this.embedAction, this.x, 0);
    this.pushToken(place, false);
  }

  /**
   * Runs the token whose embedding is in `x` through all blocks. If it is to be read,
   * `x` ends as the last block's output; of any other, the last block needs only the
   * key and the value.
   */
  private pushToken(place: number, isRead: boolean): void {
    const { x, normal, mixed, wide, embedTimestep } = this;
    const width = x.length;
    const time = this.pastTimesteps[place] * width;
    for (let j = 0; j < width; j++) x[j] += embedTimestep[time + j];
    layerNorm(x, this.embedNorm, x);
    const at = this.tokens++ * width;
    const last = this.blocks.length - 1;
    for (let layer = 0; layer <= last; layer++) {
      const block = this.blocks[layer];
      layerNorm(x, block.norm1, normal);
      dense(normal, 0, block.key, block.keys, at);
      dense(normal, 0, block.value, block.values, at);
      if (layer === last && !isRead) return;
      dense(normal, 0, block.query, this.query, 0);
      this.attend(block);
      dense(mixed, 0, block.attentionOut, normal, 0);
      for (let j = 0; j < width; j++) x[j] += normal[j];
      layerNorm(x, block.norm2, normal);
      dense(normal, 0, block.ff1, wide, 0);
      for (let j = 0; j < wide.length; j++) if (wide[j] < 0) wide[j] = 0;
      dense(wide, 0, block.ff2, normal, 0);
      for (let j = 0; j < width; j++) x[j] += normal[j];
    }
  }

  /** Mixes the cached values into `mixed`, head by head. */
  private attend({ keys, values }: Block): void {
    const { query, mixed, scores, tokens } = this;
    const width = query.length;
    const { heads } = this.snapshot.sizes;
    const size = width / heads;
    const scale = 1 / Math.sqrt(size);
    mixed.fill(0);
    for (let head = 0; head < heads; head++) {
      const start = head * size;
      let highest = -Infinity;
      for (let token = 0; token < tokens; token++) {
        let score = 0;
        const row = token * width + start;
        for (let j = 0; j < size; j++) score += query[start + j] * keys[row + j];
        scores[token] = score * scale;
        if (scores[token] > highest) highest = scores[token];
      }
      let total = 0;
      for (let token = 0; token < tokens; token++) {
        scores[token] = Math.exp(scores[token] - highest);
        total += scores[token];
      }
      for (let token = 0; token < tokens; token++) {
        const weight = scores[token] / total;
        const row = token * width + start;
        for (let j = 0; j < size; j++) mixed[start + j] += weight * values[row + j];
      }
    }
  }
}

/** output[to…] = bias + input[from…]·weights, weights [in][out] row-major; four rows at a time. */
function dense(
  input: Float64Array,
  from: number,
  { weights, bias }: Linear,
  output: Float64Array,
  to: number,
): void {
  const width = bias.length;
  const rows = weights.length / width;
  for (let j = 0; j < width; j++) output[to + j] = bias[j];
  let i = 0;
  for (; i + 3 < rows; i += 4) {
    const x0 = input[from + i];
    const x1 = input[from + i + 1];
    const x2 = input[from + i + 2];
    const x3 = input[from + i + 3];
    const row0 = i * width;
    const row1 = row0 + width;
    const row2 = row1 + width;
    const row3 = row2 + width;
    for (let j = 0; j < width; j++) {
      output[to + j] +=
        x0 * weights[row0 + j] +
        x1 * weights[row1 + j] +
        x2 * weights[row2 + j] +
        x3 * weights[row3 + j];
    }
  }
  for (; i < rows; i++) {
    const x = input[from + i];
    const row = i * width;
    for (let j = 0; j < width; j++) output[to + j] += x * weights[row + j];
  }
}

/** `output` may be `input`. */
function layerNorm(input: Float64Array, { scale, shift }: Norm, output: Float64Array): void {
  const width = input.length;
  let mean = 0;
  for (let j = 0; j < width; j++) mean += input[j];
  mean /= width;
  let variance = 0;
  for (let j = 0; j < width; j++) variance += (input[j] - mean) ** 2;
  const inverse = 1 / Math.sqrt(variance / width + LAYER_NORM_EPSILON);
  for (let j = 0; j < width; j++) output[j] = (input[j] - mean) * inverse * scale[j] + shift[j];
}

function checkSnapshot(snapshot: DecisionTransformerSnapshot): void {
  const { sizes, parameters, observationMean, observationStd } = snapshot;
  if (sizes.actionLength !== ACTION_LENGTH) {
    throw new InvalidInputError(
      'policy.sizes.actionLength',
      `${ACTION_LENGTH}`,
      sizes.actionLength,
    );
  }
  if (sizes.contextLength < 1 || sizes.embedding % sizes.heads !== 0) {
    const expected = 'a positive context and an embedding that the heads divide';
    throw new InvalidInputError('policy.sizes', expected, sizes);
  }
  const count = decisionTransformerParameterCount(sizes);
  if (parameters.length !== count || !parameters.every(Number.isFinite)) {
    throw new InvalidInputError('policy.parameters', `${count} finite numbers`, parameters.length);
  }
  for (const [name, column] of Object.entries({ observationMean, observationStd })) {
    if (column.length === sizes.observationLength) continue;
    throw new InvalidInputError(
      `policy.${name}`,
      `${sizes.observationLength} numbers`,
      column.length,
    );
  }
}
