/** Describes cases of the Decision Transformer's instructions. */
import { TOKENS_PER_STEP } from '../../../src/agents/policies/decisionTransformerLayout';
import {
  CLIP_PARTS,
  type TRANSFORMER_INSTRUCTIONS,
} from '../../../src/learning/compiled/instructions/transformerInstructions';
import { squareValues, type CaseSizes, type OperandCases } from './operandCase';

/** The timestep table has few rows, so that steps share them. */
const TABLE_ROWS = 5;

export const TRANSFORMER_CASES: OperandCases<keyof typeof TRANSFORMER_INSTRUCTIONS> = {
  fill: {
    operands: ({ rows, inputs }, allocate) => ({
      length: rows * inputs,
      values: allocate(rows * inputs),
      value: 0.25,
    }),
  },
  embedTokens: {
    operands: ({ rows, inputs }, allocate) => ({
      steps: rows,
      width: inputs,
      embedded: allocate(TOKENS_PER_STEP * rows * inputs),
      timesteps: allocate(rows),
      table: allocate(TABLE_ROWS * inputs),
      tokens: allocate(TOKENS_PER_STEP * rows * inputs),
    }),
    prepare: (arena, { timesteps, steps }) => put(arena, timesteps, steps, timestepOf),
  },
  linkTimesteps: {
    operands: ({ rows }, allocate) => ({
      steps: rows,
      timesteps: allocate(rows),
      next: allocate(rows),
      first: allocate(rows),
    }),
    prepare: (arena, { timesteps, steps }) => put(arena, timesteps, steps, timestepOf),
  },
  embedTokensGradient: {
    operands: ({ rows, inputs }, allocate) => ({
      steps: rows,
      width: inputs,
      delta: allocate(TOKENS_PER_STEP * rows * inputs),
      timesteps: allocate(rows),
      next: allocate(rows),
      first: allocate(rows),
      embeddedGradient: allocate(TOKENS_PER_STEP * rows * inputs),
      tableGradient: allocate(TABLE_ROWS * inputs),
    }),
    prepare: (arena, { timesteps, next, first, steps }) => {
      const all = Array.from({ length: steps }, (_, step) => timestepOf(step));
      put(arena, timesteps, steps, timestepOf);
      put(arena, next, steps, (step) => all.indexOf(all[step], step + 1));
      put(arena, first, steps, (step) => Number(all.indexOf(all[step]) === step));
    },
  },
  takeRows: {
    operands: ({ rows, inputs }, allocate) => ({
      rows,
      width: inputs,
      source: allocate(TOKENS_PER_STEP * rows * inputs),
      step: TOKENS_PER_STEP,
      first: 1,
      output: allocate(rows * inputs),
    }),
  },
  addRows: {
    operands: ({ rows, inputs }, allocate) => ({
      rows,
      width: inputs,
      source: allocate(rows * inputs),
      step: TOKENS_PER_STEP,
      first: 1,
      sums: allocate(TOKENS_PER_STEP * rows * inputs),
    }),
  },
  layerNorm: {
    operands: ({ rows, inputs }, allocate) => ({
      rows,
      width: inputs,
      input: allocate(rows * inputs),
      scale: allocate(inputs),
      shift: allocate(inputs),
      normal: allocate(rows * inputs),
      inverse: allocate(rows),
      output: allocate(rows * inputs),
    }),
  },
  layerNormGradient: {
    operands: ({ rows, inputs }, allocate) => ({
      rows,
      width: inputs,
      normal: allocate(rows * inputs),
      inverse: allocate(rows),
      scale: allocate(inputs),
      delta: allocate(rows * inputs),
      gradient: allocate(rows * inputs),
      accumulate: rows % 2 === 0,
      scaleGradient: allocate(inputs),
      shiftGradient: allocate(inputs),
    }),
  },
  attention: {
    operands: (sizes, allocate) => {
      const { shape, asked, seen, pairs } = attentionSizes(sizes);
      return {
        ...shape,
        query: allocate(asked),
        key: allocate(seen),
        value: allocate(seen),
        weights: allocate(pairs),
        mask: allocate((shape.windows * shape.tokens) / TOKENS_PER_STEP),
        output: allocate(asked),
      };
    },
    // Padding is never a window's first step: a query that sees padding alone has scores of about
    // −10⁴, which single precision knows to three places, and nobody reads what it mixes.
    prepare: (arena, { mask, windows, tokens }) => {
      const steps = tokens / TOKENS_PER_STEP;
      put(arena, mask, windows * steps, (step) => Number(step % steps !== 1));
    },
  },
  attentionGradient: {
    operands: (sizes, allocate) => {
      const { shape, asked, seen, pairs } = attentionSizes(sizes);
      return {
        ...shape,
        query: allocate(asked),
        key: allocate(seen),
        value: allocate(seen),
        weights: allocate(pairs),
        delta: allocate(asked),
        scoreGradient: allocate(pairs),
        queryGradient: allocate(asked),
        keyGradient: allocate(seen),
        valueGradient: allocate(seen),
      };
    },
    prepare: (arena, { weights, windows, heads, queries, tokens, queryFirst, queryStep }) =>
      put(arena, weights, windows * heads * queries * tokens, (index) => {
        const last = queryFirst + (Math.floor(index / tokens) % queries) * queryStep;
        return index % tokens > last ? 0 : 0.1 + 0.05 * Math.sin(index);
      }),
  },
  maskedActionLoss: {
    operands: ({ rows, outputs }, allocate) => ({
      steps: rows,
      width: outputs,
      output: allocate(rows * outputs),
      actions: allocate(rows * outputs),
      mask: allocate(rows),
      delta: allocate(rows * outputs),
    }),
    prepare: (arena, { mask, steps }) =>
      put(arena, mask, steps, (step) => Number(step === 0 || step % 3 > 0)),
  },
  clipFactor: {
    operands: ({ rows, inputs }, allocate) => ({
      length: rows * inputs,
      gradient: allocate(rows * inputs),
      limit: 1.5,
      parts: allocate(CLIP_PARTS),
      factor: allocate(1),
    }),
  },
  adamW: {
    operands: ({ rows, inputs }, allocate) => ({
      length: rows * inputs,
      parameters: allocate(rows * inputs),
      gradient: allocate(rows * inputs),
      factor: allocate(1),
      mean: allocate(rows * inputs),
      square: allocate(rows * inputs),
      schedule: allocate(3),
    }),
    prepare: (arena, operands) => {
      squareValues(arena, operands);
      arena.set([0.01, 3, 0.9], operands.schedule);
    },
  },
};

/** Sizes two windows of one to a dozen steps, in which every token asks, or states alone. */
function attentionSizes({ rows, inputs, outputs }: CaseSizes) {
  const windows = 2;
  const heads = 1 + (outputs % 3);
  const steps = 1 + (rows % 12);
  const tokens = TOKENS_PER_STEP * steps;
  const statesAlone = outputs % 2 === 0;
  const queries = statesAlone ? steps : tokens;
  const width = heads * (1 + (inputs % 20));
  return {
    shape: {
      windows,
      heads,
      tokens,
      queries,
      queryStep: statesAlone ? TOKENS_PER_STEP : 1,
      queryFirst: statesAlone ? 1 : 0,
      width,
    },
    asked: windows * queries * width,
    seen: windows * tokens * width,
    pairs: windows * heads * queries * tokens,
  };
}

function timestepOf(step: number): number {
  return (step * step + 3) % TABLE_ROWS;
}

function put(
  arena: Float32Array,
  at: number,
  length: number,
  value: (index: number) => number,
): void {
  arena.set(
    Float32Array.from({ length }, (_, index) => value(index)),
    at,
  );
}
