/**
 * Records a pre-norm block of the Decision Transformer: x += attention(norm(x)), then x +=
 * feedForward(norm(x)). Its queries may be some of its tokens only; what follows the attention is
 * then computed for those.
 */
import type { NamedParameters } from './namedParameters';
import type { RowChoice, Tape } from './tape';
import { twinsOf, type DenseLayer, type Value } from './value';

export interface BlockShape {
  readonly windows: number;
  readonly heads: number;
  /** Tokens of a window. */
  readonly tokens: number;
  /** Address of [windows × tokens/3] numbers: 1 for a step, 0 for padding. */
  readonly mask: number;
  /** Tokens that ask; null where all do. */
  readonly asking: RowChoice | null;
}

/**
 * Records a block.
 * @param stream [windows·tokens × width], which a block whose tokens all ask changes in place
 * @returns what comes out at the tokens that ask
 */
export function transformerBlock(
  tape: Tape,
  parameters: NamedParameters,
  name: string,
  stream: Value,
  shape: BlockShape,
): Value {
  const { windows, heads, tokens, mask, asking } = shape;
  // Rows are taken before the norm, whose gradient then comes first, with nothing to be added to.
  const output = asking === null ? stream : tape.takeRows(stream, asking);
  const normed = tape.layerNorm(stream, parameters.norm(`${name}.norm1`));
  const [query, key, value] = projections(tape, parameters, name, normed, asking);
  const mixed = tape.attention(query, key, value, {
    windows,
    heads,
    tokens,
    queries: query.rows / windows,
    queryStep: asking?.step ?? 1,
    queryFirst: asking?.first ?? 0,
    mask,
  });
  tape.dense(mixed, parameters.dense(`${name}.attentionOut`), { addTo: output });
  const normedAgain = tape.layerNorm(output, parameters.norm(`${name}.norm2`));
  const hidden = tape.dense(normedAgain, parameters.dense(`${name}.ff1`), { relu: true });
  tape.dense(hidden, parameters.dense(`${name}.ff2`), { addTo: output });
  return output;
}

/** Records the queries of the tokens that ask, and the keys and values of all. */
function projections(
  tape: Tape,
  parameters: NamedParameters,
  name: string,
  normed: Value,
  asking: RowChoice | null,
): Value[] {
  // A bias of the keys adds the same to all scores of a query, which the softmax undoes.
  const withKeys = (layer: DenseLayer): DenseLayer => ({
    ...layer,
    idleGradient: parameters.gradient(`${name}.key.b`),
  });
  if (asking === null) {
    return twinsOf(tape.dense(normed, withKeys(parameters.dense(`${name}.query`, 3))));
  }
  const queries = tape.takeRows(normed, asking);
  return [
    tape.dense(queries, parameters.dense(`${name}.query`)),
    ...twinsOf(tape.dense(normed, withKeys(parameters.dense(`${name}.key`, 2)))),
  ];
}
