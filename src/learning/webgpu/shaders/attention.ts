/**
 * The WGSL here computes softmax attention for short contexts and its gradient, in steps that need
 * no barrier: scores one by one, then their rows, then what they mix. A context of some tens of
 * tokens is too short for anything that keeps tiles on the chip to pay.
 */
import { TOKENS_PER_STEP } from '../../../agents/policies/decisionTransformerLayout';
import { FORBIDDEN_SCORE } from '../../algorithms/decisionTransformerSettings';
import type { OperandRow } from '../../compiled/instructions/operands';
import { ATTENTION_SHAPE } from '../../compiled/instructions/transformerInstructions';
import { perElement, type Shader } from './shader';

type AttentionRow<Row extends OperandRow> = typeof ATTENTION_SHAPE & Row;

/** @param row has the operands beside attention's sizes */
function shader<const Row extends OperandRow>(
  row: Row,
  count: string,
  body: string,
): Shader<AttentionRow<Row>> {
  return perElement({ ...ATTENTION_SHAPE, ...row }, count, `let size = o.width / o.heads;${body}`, {
    declarations: /* wgsl */ `
// A query sees tokens up to this one.
fn lastOf(query: u32) -> u32 {
  return o.queryFirst + query * o.queryStep;
}
`,
  });
}

/** WGSL of the number of windows × heads × queries × tokens, an invocation each. */
const PER_SCORE = 'o.windows * o.heads * o.queries * o.tokens';
const SCORE_PLACE = /* wgsl */ `
  let token = index % o.tokens;
  let query = index / o.tokens % o.queries;
  let head = index / (o.tokens * o.queries) % o.heads;
  let window = index / (o.tokens * o.queries * o.heads);
  let row = (window * o.queries + query) * o.width + head * size;
  let column = (window * o.tokens + token) * o.width + head * size;
`;

/** scores = left·rightᵀ·scale, of query rows and token rows; 0 after the query's own token. */
export const SCORES_SHADER = shader(
  { left: 'reads', right: 'reads', scores: 'writes', isScaled: 'flag' },
  PER_SCORE,
  `${SCORE_PLACE}
  var sum = 0.0;
  if (token <= lastOf(query)) {
    for (var at = 0u; at < size; at++) {
      sum += arena[o.left + row + at] * arena[o.right + column + at];
    }
  }
  arena[o.scores + index] = select(sum, sum / sqrt(f32(size)), o.isScaled != 0u);`,
);

/** WGSL of the number of windows × heads × queries, an invocation each. */
const PER_QUERY = 'o.windows * o.heads * o.queries';

export const SOFTMAX_SHADER = shader(
  { scores: 'updates', mask: 'reads' },
  PER_QUERY,
  `
  let start = o.scores + index * o.tokens;
  let last = lastOf(index % o.queries);
  let steps = o.mask + index / (o.queries * o.heads) * (o.tokens / ${TOKENS_PER_STEP}u);
  var highest = -3.4e38;
  for (var token = 0u; token <= last; token++) {
    let isPadding = 1.0 - arena[steps + token / ${TOKENS_PER_STEP}u];
    let score = arena[start + token] + isPadding * ${FORBIDDEN_SCORE};
    arena[start + token] = score;
    highest = max(highest, score);
  }
  var total = 0.0;
  for (var token = 0u; token <= last; token++) {
    let part = exp(arena[start + token] - highest);
    arena[start + token] = part;
    total += part;
  }
  for (var token = 0u; token <= last; token++) { arena[start + token] /= total; }`,
);

export const SOFTMAX_GRADIENT_SHADER = shader(
  { weights: 'reads', gradient: 'updates' },
  PER_QUERY,
  `
  let start = index * o.tokens;
  let last = lastOf(index % o.queries);
  var expected = 0.0;
  for (var token = 0u; token <= last; token++) {
    expected += arena[o.weights + start + token] * arena[o.gradient + start + token];
  }
  for (var token = 0u; token <= last; token++) {
    let at = start + token;
    let change = arena[o.gradient + at] - expected;
    arena[o.gradient + at] = arena[o.weights + at] * change / sqrt(f32(size));
  }`,
);

/** WGSL of the place, in a row of tokens or queries, of the number that an invocation makes. */
const rowPlace = (rows: string): string => /* wgsl */ `
  let column = index % o.width;
  let row = index / o.width % ${rows};
  let window = index / (o.width * ${rows});
  let head = column / size;
`;

/** output = scores·right, with an invocation per number of a query's row. */
export const MIX_SHADER = shader(
  { scores: 'reads', right: 'reads', output: 'writes' },
  'o.windows * o.queries * o.width',
  `${rowPlace('o.queries')}
  let places = o.scores + ((window * o.heads + head) * o.queries + row) * o.tokens;
  let values = o.right + window * o.tokens * o.width + column;
  var sum = 0.0;
  for (var token = 0u; token <= lastOf(row); token++) {
    sum += arena[places + token] * arena[values + token * o.width];
  }
  arena[o.output + index] = sum;`,
);

/** output = scoresᵀ·right, with an invocation per number of a token's row. */
export const MIX_BACK_SHADER = shader(
  { scores: 'reads', right: 'reads', output: 'writes' },
  'o.windows * o.tokens * o.width',
  `${rowPlace('o.tokens')}
  let places = o.scores + (window * o.heads + head) * o.queries * o.tokens + row;
  let values = o.right + window * o.queries * o.width + column;
  var sum = 0.0;
  for (var query = 0u; query < o.queries; query++) {
    sum += arena[places + query * o.tokens] * arena[values + query * o.width];
  }
  arena[o.output + index] = sum;`,
);
