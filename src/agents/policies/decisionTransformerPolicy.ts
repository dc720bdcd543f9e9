/**
 * Runs the Decision Transformer's forward pass without tfjs, one token at a time, with cached keys
 * and values: a decision costs three tokens, not a whole window. Memory is made once; nothing is
 * allocated per call.
 *
 * When the window is full, it starts again from its newest quarter: the tokens of that quarter also
 * go, as they come, into a second window, which then takes over. So every decision sees exactly
 * what the trainer's model would see in a window of between a quarter of the context and all of it,
 * what is cached is never stale, and none takes longer than six tokens.
 */
import { DEFAULT_REWARD_WEIGHTS } from '../../env/rewardWeightFields';
import { ACTION_LENGTH, type RewardWeights } from '../../env/types';
import {
  decisionTransformerLayout,
  FEED_FORWARD_FACTOR,
  LAYER_NORM_EPSILON,
  timestepRow,
  type DecisionTransformerSizes,
  TOKENS_PER_STEP,
} from './decisionTransformerLayout';
import {
  createDenseLayers,
  rowStride,
  type DenseLayer,
  type DenseLayers,
  type DenseSizes,
} from './kernels/denseLayers';
import {
  checkDecisionTransformer,
  type DecisionTransformerSnapshot,
} from './decisionTransformerSnapshot';
import { describeWeights } from './weightInputs';

interface Norm {
  readonly scale: Float32Array;
  readonly shift: Float32Array;
}

interface Block {
  readonly norm1: Norm;
  readonly query: DenseLayer;
  readonly key: DenseLayer;
  readonly value: DenseLayer;
  readonly attentionOut: DenseLayer;
  readonly norm2: Norm;
  readonly ff1: DenseLayer;
  readonly ff2: DenseLayer;
}

/**
 * The cache that attention looks back on: per block, [tokens × rowStride(width)], filled below
 * `tokens`.
 */
interface Window {
  readonly keys: readonly Float64Array[];
  readonly values: readonly Float64Array[];
  tokens: number;
  /** Steps in the window; the newest may lack its action. */
  steps: number;
}

export class DecisionTransformerPolicy {
  /** [5] the scaled action at the newest state, after `decide`. */
  readonly action = new Float64Array(ACTION_LENGTH);

  private readonly embedReturn: Norm;
  private readonly embedState: DenseLayer;
  private readonly embedAction: DenseLayer;
  private readonly embedTimestep: Float32Array;
  private readonly embedNorm: Norm;
  private readonly blocks: Block[] = [];
  private readonly finalNorm: Norm;
  private readonly actionHead: DenseLayer;
  private readonly inverseStd: Float64Array;

  /** The window that decides, and the one that will. */
  private window: Window;
  private nextWindow: Window;
  /** The row of the newest step in the timestep table. */
  private timestep = 0;

  /** The state of a decision: the standardised observation, and a description of the weights. */
  private readonly state: Float64Array;
  private weights: RewardWeights | null = null;
  private readonly lastAction: Float64Array;
  private readonly embedded: Float64Array;
  private readonly x: Float64Array;
  private readonly normal: Float64Array;
  private readonly query: Float64Array;
  private readonly mixed: Float64Array;
  private readonly wide: Float64Array;
  private readonly scores: Float64Array;

  /**
   * @param create where it computes
   * @throws InvalidInputError when parts of the snapshot do not fit together
   */
  constructor(
    readonly snapshot: DecisionTransformerSnapshot,
    create: (sizes: DenseSizes) => DenseLayers = createDenseLayers,
  ) {
    checkDecisionTransformer(snapshot);
    const { sizes, parameters } = snapshot;
    const { embedding: width, contextLength, observationLength, layers } = sizes;
    const wideWidth = FEED_FORWARD_FACTOR * width;
    const tokens = contextLength * TOKENS_PER_STEP;
    const blockNumbers = Array.from({ length: layers }, (_, layer) => layer);
    const square = [width, width] as const;
    const cacheLength = tokens * rowStride(width);
    const dense = create({
      layers: [
        [observationLength, width],
        [ACTION_LENGTH, width],
        [width, ACTION_LENGTH],
        ...blockNumbers.flatMap(() => [square, square, square, square]),
        ...blockNumbers.flatMap(() => [[width, wideWidth] as const, [wideWidth, width] as const]),
      ],
      arrays: [
        observationLength,
        ACTION_LENGTH,
        wideWidth,
        ...Array.from({ length: 5 }, () => width),
        ...blockNumbers.flatMap(() => Array.from({ length: 4 }, () => cacheLength)),
      ],
    });
    const pieces = new Map(
      decisionTransformerLayout(sizes).map(({ name, offset, length }) => [
        name,
        parameters.slice(offset, offset + length),
      ]),
    );
    const piece = (name: string) => pieces.get(name) ?? new Float32Array();
    const linear = (name: string) => {
      const bias = piece(`${name}.b`);
      const weights = piece(`${name}.w`);
      const layer = dense.layer(weights.length / bias.length, bias.length);
      layer.load(weights, bias);
      return layer;
    };
    const norm = (name: string) => ({
      scale: piece(`${name}.scale`),
      shift: piece(`${name}.shift`),
    });
    this.embedReturn = { scale: piece('embedReturn.w'), shift: piece('embedReturn.b') };
    this.embedState = linear('embedState');
    this.embedAction = linear('embedAction');
    this.embedTimestep = piece('embedTimestep');
    this.embedNorm = norm('embedNorm');
    for (const layer of blockNumbers) {
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
      });
    }
    this.finalNorm = norm('finalNorm');
    this.actionHead = linear('actionHead');
    this.inverseStd = Float64Array.from(snapshot.observationStd, (std) => 1 / std);
    const createWindow = (): Window => ({
      keys: blockNumbers.map(() => dense.doubles(cacheLength)),
      values: blockNumbers.map(() => dense.doubles(cacheLength)),
      tokens: 0,
      steps: 0,
    });
    this.window = createWindow();
    this.nextWindow = createWindow();
    this.state = dense.doubles(observationLength);
    this.lastAction = dense.doubles(ACTION_LENGTH);
    this.embedded = new Float64Array(width);
    this.x = dense.doubles(width);
    this.normal = dense.doubles(width);
    this.query = dense.doubles(width);
    this.mixed = dense.doubles(width);
    this.wide = dense.doubles(wideWidth);
    this.scores = new Float64Array(tokens);
    this.setWeights(DEFAULT_REWARD_WEIGHTS);
  }

  /** Sets the weights that the next decisions are made for; the defaults until then. */
  setWeights(weights: RewardWeights): void {
    const { weightRanges, observationMean } = this.snapshot;
    if (weightRanges === undefined || weights === this.weights) return;
    this.weights = weights;
    describeWeights(weightRanges, weights, this.state, observationMean.length);
  }

  /** Forgets the episode. */
  reset(): void {
    clear(this.window);
    clear(this.nextWindow);
  }

  /** Steps that the newest decision looked back on, itself included. */
  get windowSteps(): number {
    return this.window.steps;
  }

  /**
   * Fills `action` for a step.
   * @param step of the episode, from 0
   * @param returnToGo asked for, unscaled
   * @param observation [observation], raw
   */
  decide(step: number, returnToGo: number, observation: Float32Array): void {
    const { snapshot, x } = this;
    const { sizes } = snapshot;
    if (this.window.steps > 0) {
      this.embedAction.apply(1, this.lastAction, 0, x, 0, false);
      this.pushToken(false);
    }
    if (this.window.steps === sizes.contextLength) this.startAgain();
    if (this.window.steps >= sizes.contextLength - keptSteps(sizes)) this.nextWindow.steps += 1;
    this.window.steps += 1;
    this.timestep = timestepRow(step, snapshot.timestepBucket, sizes.timesteps);
    const { scale, shift } = this.embedReturn;
    const asked = returnToGo * snapshot.returnScale;
    for (let j = 0; j < x.length; j++) x[j] = shift[j] + asked * scale[j];
    this.pushToken(false);
    this.readState(observation);
  }

  /**
   * Fills `action` as if the newest step had shown another observation; what came before it, and
   * what was asked for, stay. A step has to have been decided.
   * @param observation [observation], raw
   */
  decideInstead(observation: Float32Array): void {
    if (this.window.steps === 0) throw new RangeError('decideInstead: expected a decided step');
    clear(this.nextWindow);
    this.window.tokens -= 1;
    this.readState(observation);
  }

  /** Takes over what a model of the same sizes has before it after its newest decision. */
  copyHistory({ window, timestep }: DecisionTransformerPolicy): void {
    this.reset();
    for (const part of ['keys', 'values'] as const) {
      for (const [block, cache] of this.window[part].entries()) cache.set(window[part][block]);
    }
    this.window.tokens = window.tokens;
    this.window.steps = window.steps;
    this.timestep = timestep;
  }

  /** Reads the newest step's state, and decides. */
  private readState(observation: Float32Array): void {
    const { snapshot, inverseStd, x } = this;
    for (let i = 0; i < inverseStd.length; i++) {
      const centred = observation[i] - snapshot.observationMean[i];
      this.state[i] = centred * inverseStd[i];
    }
    this.embedState.apply(1, this.state, 0, x, 0, false);
    this.pushToken(true);
    layerNorm(x, this.finalNorm, this.normal);
    this.actionHead.apply(1, this.normal, 0, this.lastAction, 0, false);
    for (let i = 0; i < ACTION_LENGTH; i++) {
      this.action[i] = Math.tanh(this.lastAction[i]);
      this.lastAction[i] = this.action[i];
    }
  }

  /** The next window, which has seen the newest quarter, decides from now on. */
  private startAgain(): void {
    const full = this.window;
    this.window = this.nextWindow;
    this.nextWindow = full;
    clear(full);
  }

  /**
   * Runs the token whose embedding is in `x` through all blocks, in every window that has begun. If
   * it is to be read, `x` ends as the last block's output.
   */
  private pushToken(isRead: boolean): void {
    const { x, embedded, embedTimestep } = this;
    const time = this.timestep * x.length;
    for (let j = 0; j < x.length; j++) x[j] += embedTimestep[time + j];
    layerNorm(x, this.embedNorm, embedded);
    if (this.nextWindow.steps > 0) {
      x.set(embedded);
      this.runBlocks(this.nextWindow, false);
    }
    x.set(embedded);
    this.runBlocks(this.window, isRead);
  }

  /**
   * Stores the key and the value of a token that is not read: the last block needs no more of it.
   */
  private runBlocks(window: Window, isRead: boolean): void {
    const { x, normal, mixed, wide } = this;
    const width = x.length;
    const at = window.tokens++ * rowStride(width);
    const last = this.blocks.length - 1;
    for (let layer = 0; layer <= last; layer++) {
      const block = this.blocks[layer];
      layerNorm(x, block.norm1, normal);
      block.key.apply(1, normal, 0, window.keys[layer], at, false);
      block.value.apply(1, normal, 0, window.values[layer], at, false);
      if (layer === last && !isRead) return;
      block.query.apply(1, normal, 0, this.query, 0, false);
      this.attend(window.keys[layer], window.values[layer], window.tokens);
      block.attentionOut.apply(1, mixed, 0, normal, 0, false);
      for (let j = 0; j < width; j++) x[j] += normal[j];
      layerNorm(x, block.norm2, normal);
      block.ff1.apply(1, normal, 0, wide, 0, true);
      block.ff2.apply(1, wide, 0, normal, 0, false);
      for (let j = 0; j < width; j++) x[j] += normal[j];
    }
  }

  /** Mixes the cached values into `mixed`, head by head. */
  private attend(keys: Float64Array, values: Float64Array, tokens: number): void {
    const { query, mixed, scores } = this;
    const width = query.length;
    const stride = rowStride(width);
    const { heads } = this.snapshot.sizes;
    const size = width / heads;
    const scale = 1 / Math.sqrt(size);
    mixed.fill(0);
    for (let head = 0; head < heads; head++) {
      const start = head * size;
      let highest = -Infinity;
      for (let token = 0; token < tokens; token++) {
        let score = 0;
        const row = token * stride + start;
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
        const row = token * stride + start;
        for (let j = 0; j < size; j++) mixed[start + j] += weight * values[row + j];
      }
    }
  }
}

function clear(window: Window): void {
  window.steps = 0;
  window.tokens = 0;
}

/** Steps of a full window that the next one begins with. */
function keptSteps({ contextLength }: DecisionTransformerSizes): number {
  return Math.floor(contextLength / 4);
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
