/**
 * One pre-norm block of the Decision Transformer, forward and back:
 * x += attention(norm(x)), x += feedForward(norm(x)). Its queries may be some of its
 * tokens only; what follows the attention is then computed for those.
 */
import type { Instruction } from './instructions/instructions';
import type { NamedLayers } from './namedLayers';

/** As in AttentionShape. */
interface TokenShape {
  readonly windows: number;
  readonly heads: number;
  readonly tokens: number;
  readonly width: number;
  /** Width of the feed-forward layer. */
  readonly wide: number;
  readonly mask: number;
}

export interface BlockShape extends TokenShape {
  readonly queries: number;
  readonly queryStep: number;
  readonly queryFirst: number;
}

/** Addresses of [windows·tokens × width] and [windows·queries × width]; the same where they are. */
interface Stream {
  readonly tokens: number;
  readonly queries: number;
}

/** What the way back needs of the way forward. */
type BlockKeeps = ReturnType<typeof blockKeeps>;

export interface Block {
  readonly name: string;
  readonly shape: BlockShape;
  readonly stream: Stream;
  readonly keeps: BlockKeeps;
}

type Place = (length: number) => number;

export function blockKeeps(shape: BlockShape, place: Place) {
  const { windows, heads, tokens, queries, width, wide } = shape;
  const rows = windows * tokens;
  const queryRows = windows * queries;
  const projections = place(3 * rows * width);
  const normed = place(rows * width);
  return {
    norm1: { normal: place(rows * width), inverse: place(rows), output: normed },
    /** The first norm's output at the queries. */
    queryInput: takesAll(shape) ? normed : place(queryRows * width),
    query: projections,
    key: projections + rows * width,
    value: projections + 2 * rows * width,
    weights: place(windows * heads * queries * tokens),
    mixed: place(queryRows * width),
    norm2: {
      normal: place(queryRows * width),
      inverse: place(queryRows),
      output: place(queryRows * width),
    },
    hidden: place(queryRows * wide),
  };
}

/** Room for the gradients within any block. */
export function scratchOf({ windows, heads, tokens, width, wide }: TokenShape, place: Place) {
  const rows = windows * tokens;
  const projections = place(3 * rows * width);
  return {
    hiddenDelta: place(rows * wide),
    normDelta: place(rows * width),
    queryDelta: place(rows * width),
    mixedDelta: place(rows * width),
    scoreGradient: place(windows * heads * tokens * tokens),
    queryGradient: projections,
    keyGradient: projections + rows * width,
    valueGradient: projections + 2 * rows * width,
  };
}

function takesAll({ tokens, queries }: BlockShape): boolean {
  return queries === tokens;
}

export function forwardBlock(layers: NamedLayers, block: Block): Instruction[] {
  const { name, shape, stream, keeps } = block;
  const { windows, tokens, queries, width, wide } = shape;
  const all = { rows: windows * tokens, inputs: width, outputs: width };
  const asked = { ...all, rows: windows * queries };
  const normed = keeps.norm1.output;
  const { attentionShape, taken } = shapesOf(shape);
  return [
    layers.norm(`${name}.norm1`, { rows: all.rows, width, input: stream.tokens, ...keeps.norm1 }),
    ...(takesAll(shape)
      ? [
          layers.forward({
            name: `${name}.query`,
            twins: 3,
            ...all,
            input: normed,
            output: keeps.query,
          }),
        ]
      : ([
          { kind: 'takeRows', ...taken, source: stream.tokens, output: stream.queries },
          { kind: 'takeRows', ...taken, source: normed, output: keeps.queryInput },
          layers.forward({
            name: `${name}.query`,
            ...asked,
            input: keeps.queryInput,
            output: keeps.query,
          }),
          layers.forward({
            name: `${name}.key`,
            twins: 2,
            ...all,
            input: normed,
            output: keeps.key,
          }),
        ] satisfies Instruction[])),
    {
      kind: 'attention',
      ...attentionShape,
      query: keeps.query,
      key: keeps.key,
      value: keeps.value,
      mask: shape.mask,
      weights: keeps.weights,
      output: keeps.mixed,
    },
    layers.forward({
      name: `${name}.attentionOut`,
      ...asked,
      input: keeps.mixed,
      output: stream.queries,
      accumulate: true,
    }),
    layers.norm(`${name}.norm2`, {
      rows: asked.rows,
      width,
      input: stream.queries,
      ...keeps.norm2,
    }),
    layers.forward({
      name: `${name}.ff1`,
      ...asked,
      outputs: wide,
      input: keeps.norm2.output,
      output: keeps.hidden,
      relu: true,
    }),
    layers.forward({
      name: `${name}.ff2`,
      ...asked,
      inputs: wide,
      input: keeps.hidden,
      output: stream.queries,
      accumulate: true,
    }),
  ];
}

/**
 * @param delta gradient with respect to the block's output: at the queries where they
 *   are some tokens only; becomes that with respect to its input
 */
export function backwardBlock(
  layers: NamedLayers,
  { name, shape, keeps }: Block,
  scratch: ReturnType<typeof scratchOf>,
  delta: Stream,
): Instruction[] {
  const { windows, tokens, queries, width, wide } = shape;
  const all = { rows: windows * tokens, inputs: width, outputs: width };
  const asked = { ...all, rows: windows * queries };
  const { attentionShape, taken } = shapesOf(shape);
  const queryStream = takesAll(shape) ? delta.tokens : delta.queries;
  const ff1 = { name: `${name}.ff1`, ...asked, outputs: wide };
  const ff2 = { name: `${name}.ff2`, ...asked, inputs: wide };
  const out = { name: `${name}.attentionOut`, ...asked };
  const gradients = {
    query: scratch.queryGradient,
    key: scratch.keyGradient,
    value: scratch.valueGradient,
  };
  const feedForward: Instruction[] = [
    layers.weightGradient({ ...ff2, input: keeps.hidden, delta: queryStream }),
    layers.inputGradient({
      ...ff2,
      delta: queryStream,
      gradient: scratch.hiddenDelta,
      activation: keeps.hidden,
    }),
    layers.weightGradient({ ...ff1, input: keeps.norm2.output, delta: scratch.hiddenDelta }),
    layers.inputGradient({ ...ff1, delta: scratch.hiddenDelta, gradient: scratch.normDelta }),
    layers.normGradient(`${name}.norm2`, {
      rows: asked.rows,
      width,
      ...keeps.norm2,
      delta: scratch.normDelta,
      gradient: queryStream,
      accumulate: true,
    }),
  ];
  const attention: Instruction[] = [
    layers.weightGradient({ ...out, input: keeps.mixed, delta: queryStream }),
    layers.inputGradient({ ...out, delta: queryStream, gradient: scratch.mixedDelta }),
    {
      kind: 'attentionGradient',
      ...attentionShape,
      query: keeps.query,
      key: keeps.key,
      value: keeps.value,
      weights: keeps.weights,
      delta: scratch.mixedDelta,
      scoreGradient: scratch.scoreGradient,
      queryGradient: gradients.query,
      keyGradient: gradients.key,
      valueGradient: gradients.value,
    },
  ];
  const normed = keeps.norm1.output;
  const projection = (which: keyof typeof gradients, gradient: number, accumulate: boolean) =>
    layers.inputGradient({
      name: `${name}.${which}`,
      ...(which === 'query' ? asked : all),
      delta: gradients[which],
      gradient,
      accumulate,
    });
  const projections: Instruction[] = takesAll(shape)
    ? [
        layers.weightGradient({
          name: `${name}.query`,
          twins: 3,
          ...all,
          input: normed,
          delta: gradients.query,
        }),
        projection('query', scratch.normDelta, false),
        projection('key', scratch.normDelta, true),
        projection('value', scratch.normDelta, true),
      ]
    : [
        layers.weightGradient({
          name: `${name}.query`,
          ...asked,
          input: keeps.queryInput,
          delta: gradients.query,
        }),
        layers.weightGradient({
          name: `${name}.key`,
          twins: 2,
          ...all,
          input: normed,
          delta: gradients.key,
        }),
        projection('query', scratch.queryDelta, false),
        projection('key', scratch.normDelta, false),
        projection('value', scratch.normDelta, true),
        { kind: 'addRows', ...taken, source: scratch.queryDelta, sums: scratch.normDelta },
      ];
  const join: Instruction[] = [
    layers.constant(`${name}.key.b`),
    layers.normGradient(`${name}.norm1`, {
      rows: all.rows,
      width,
      ...keeps.norm1,
      delta: scratch.normDelta,
      gradient: delta.tokens,
      accumulate: takesAll(shape),
    }),
    ...(takesAll(shape)
      ? []
      : ([
          { kind: 'addRows', ...taken, source: delta.queries, sums: delta.tokens },
        ] satisfies Instruction[])),
  ];
  return [...feedForward, ...attention, ...projections, ...join];
}

function shapesOf(shape: BlockShape) {
  const { windows, heads, tokens, queries, queryStep, queryFirst, width } = shape;
  return {
    attentionShape: { windows, heads, tokens, queries, queryStep, queryFirst, width },
    // Windows are whole numbers of steps, so that one stride serves all of them.
    taken: { rows: windows * queries, width, step: queryStep, first: queryFirst },
  };
}
