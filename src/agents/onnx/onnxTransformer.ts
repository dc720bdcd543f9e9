/**
 * Turns a Decision Transformer into an ONNX model: a window of decisions goes in, and the action of
 * the newest comes out. Standardisation, the scale and the limits of returns, the table of
 * timesteps and the map to the action box are inside the graph. Agrees with
 * DecisionTransformerPolicy, given the same window, to rounding.
 */
import type { ObservationConfig } from '../../env/config';
import {
  LAYER_NORM_EPSILON,
  decisionTransformerLayout,
  STATE_TOKEN,
  TOKENS_PER_STEP,
} from '../policies/decisionTransformerLayout';
import { DecisionTransformerPolicy } from '../policies/decisionTransformerPolicy';
import type { DecisionTransformerSnapshot } from '../policies/decisionTransformerSnapshot';
import { OnnxGraph } from './onnxGraph';
import { ONNX_TYPES } from './onnxModel';

/** Taken off the attention scores of tokens that may not be seen, whose weights then are 0. */
const FORBIDDEN = 1e4;

/**
 * Inputs and outputs are those of `onnxPorts`; names, layout and windows are in the metadata.
 * @throws InvalidInputError when the policy is not sound or sees other observations
 */
export function transformerToOnnx(
  policy: DecisionTransformerSnapshot,
  observation: ObservationConfig,
  name: string,
): Uint8Array<ArrayBuffer> {
  // Its constructor checks sizes and values.
  void new DecisionTransformerPolicy(policy);
  const graph = new OnnxGraph(policy, observation);
  const net = new TransformerGraph(graph, policy);
  const bias = net.attentionBias();
  let x = net.embed();
  for (let layer = 0; layer < policy.sizes.layers; layer++) x = net.block(layer, x, bias);
  const newest = graph.index(
    'newest_state',
    TOKENS_PER_STEP * (policy.sizes.contextLength - 1) + STATE_TOKEN,
  );
  const state = graph.apply('Gather', [x, newest], 'newest', [{ name: 'axis', int: 1 }]);
  const head = net.linear('actionHead', net.norm('finalNorm', state));
  graph.writeAction(graph.apply('Tanh', [head], 'scaled_action'));
  return graph.write(name, { steps_per_window: String(policy.sizes.contextLength) });
}

class TransformerGraph {
  private readonly pieces: ReadonlyMap<string, string>;

  constructor(
    private readonly graph: OnnxGraph,
    private readonly policy: DecisionTransformerSnapshot,
  ) {
    this.pieces = new Map(
      decisionTransformerLayout(policy.sizes).map(({ name, shape, offset, length }) => [
        name,
        graph.constant(name, shape, policy.parameters.subarray(offset, offset + length)),
      ]),
    );
  }

  /** The shape [batch, tokens, width]. */
  embed(): string {
    const { graph, policy } = this;
    const { embedding: width, contextLength } = policy.sizes;
    const [low, high] = policy.returnRange;
    const asked = graph.apply(
      'Min',
      [
        graph.apply('Max', ['returns_to_go', graph.scalar('lowest_return', low)], 'asked_at_least'),
        graph.scalar('highest_return', high),
      ],
      'asked',
    );
    const returns = graph.apply(
      'Mul',
      [asked, graph.scalar('return_scale', policy.returnScale)],
      'scaled_returns',
    );
    const actions = graph.scaleActions('actions', 'scaled_actions');
    const time = this.timeEmbedding();
    const tokens = [
      this.linear('embedReturn', this.unsqueezed(returns)),
      this.linear('embedState', graph.states('observations')),
      this.linear('embedAction', actions),
    ].map((embedded) => this.unsqueezed(graph.apply('Add', [embedded, time], `${embedded}_timed`)));
    const byStep = graph.apply('Concat', tokens, 'tokens_by_step', [{ name: 'axis', int: 2 }]);
    const shape = graph.shape('tokens_shape', [-1, contextLength * TOKENS_PER_STEP, width]);
    return this.norm('embedNorm', graph.apply('Reshape', [byStep, shape], 'tokens'));
  }

  /** −10⁴ where a token may not look: at later ones, and at padding. */
  attentionBias(): string {
    const { graph } = this;
    const tokens = this.policy.sizes.contextLength * TOKENS_PER_STEP;
    const causal = new Float32Array(tokens * tokens);
    for (let row = 0; row < tokens; row++) causal.fill(1, row * tokens, row * tokens + row + 1);
    const step = this.unsqueezed('mask');
    const perToken = graph.apply('Concat', [step, step, step], 'mask_by_step', [
      { name: 'axis', int: 2 },
    ]);
    const shape = graph.shape('mask_shape', [-1, 1, 1, tokens]);
    const mask = graph.apply('Reshape', [perToken, shape], 'mask_by_token');
    const allowed = graph.apply(
      'Mul',
      [mask, graph.constant('causal', [1, 1, tokens, tokens], causal)],
      'allowed',
    );
    const forbidden = graph.apply('Sub', [allowed, graph.scalar('one', 1)], 'forbidden');
    return graph.apply(
      'Mul',
      [forbidden, graph.scalar('forbidden_score', FORBIDDEN)],
      'attention_bias',
    );
  }

  block(layer: number, x: string, bias: string): string {
    const { graph } = this;
    const name = `block${layer}`;
    const attended = graph.apply(
      'Add',
      [x, this.attention(name, this.norm(`${name}.norm1`, x), bias)],
      `${name}.attended`,
    );
    const wide = this.linear(`${name}.ff1`, this.norm(`${name}.norm2`, attended));
    const narrow = this.linear(`${name}.ff2`, graph.apply('Relu', [wide], `${name}.hidden`));
    return graph.apply('Add', [attended, narrow], `${name}.output`);
  }

  linear(name: string, input: string): string {
    const product = this.graph.apply('MatMul', [input, this.piece(`${name}.w`)], `${name}.product`);
    return this.graph.apply('Add', [product, this.piece(`${name}.b`)], `${name}.linear`);
  }

  norm(name: string, input: string): string {
    const inputs = [input, this.piece(`${name}.scale`), this.piece(`${name}.shift`)];
    return this.graph.apply('LayerNormalization', inputs, `${name}.normal`, [
      { name: 'axis', int: -1 },
      { name: 'epsilon', float: LAYER_NORM_EPSILON },
    ]);
  }

  private attention(block: string, x: string, bias: string): string {
    const { graph } = this;
    const { embedding: width, heads, contextLength } = this.policy.sizes;
    const tokens = contextLength * TOKENS_PER_STEP;
    const size = width / heads;
    const byHead = (name: string, order: readonly number[]) => {
      const whole = this.linear(`${block}.${name}`, x);
      const shape = graph.shape('heads_shape', [-1, tokens, heads, size]);
      const split = graph.apply('Reshape', [whole, shape], `${block}.${name}.split`);
      return graph.apply('Transpose', [split], `${block}.${name}.heads`, [
        { name: 'perm', ints: order },
      ]);
    };
    const scores = graph.apply(
      'MatMul',
      [byHead('query', [0, 2, 1, 3]), byHead('key', [0, 2, 3, 1])],
      `${block}.scores`,
    );
    const scaled = graph.apply(
      'Mul',
      [scores, graph.scalar('attention_scale', 1 / Math.sqrt(size))],
      `${block}.scaled`,
    );
    const masked = graph.apply('Add', [scaled, bias], `${block}.masked`);
    const weights = graph.apply('Softmax', [masked], `${block}.weights`, [
      { name: 'axis', int: -1 },
    ]);
    const mixed = graph.apply('MatMul', [weights, byHead('value', [0, 2, 1, 3])], `${block}.mixed`);
    const turned = graph.apply('Transpose', [mixed], `${block}.turned`, [
      { name: 'perm', ints: [0, 2, 1, 3] },
    ]);
    const joined = graph.apply(
      'Reshape',
      [turned, graph.shape('joined_shape', [-1, tokens, width])],
      `${block}.joined`,
    );
    return this.linear(`${block}.attentionOut`, joined);
  }

  /** The table's row of each decision, [batch, steps, width]. */
  private timeEmbedding(): string {
    const { graph, policy } = this;
    const bucket = graph.scalar('timestep_bucket', policy.timestepBucket);
    const row = graph.apply('Floor', [graph.apply('Div', ['timesteps', bucket], 'bucket')], 'row');
    const last = graph.scalar('last_row', policy.sizes.timesteps - 1);
    const inside = graph.apply('Min', [row, last], 'row_inside');
    const whole = graph.apply('Cast', [inside], 'row_index', [
      { name: 'to', int: ONNX_TYPES.int64 },
    ]);
    return graph.apply('Gather', [this.piece('embedTimestep'), whole], 'time', [
      { name: 'axis', int: 0 },
    ]);
  }

  /** Inserts an axis of 1 in the third place. */
  private unsqueezed(input: string): string {
    return this.graph.apply(
      'Unsqueeze',
      [input, this.graph.shape('third_axis', [2])],
      `${input}_column`,
    );
  }

  private piece(name: string): string {
    const piece = this.pieces.get(name);
    if (piece === undefined) throw new RangeError(`decision transformer: no parameter ${name}`);
    return piece;
  }
}
