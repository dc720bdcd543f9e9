/** The Decision Transformer's part of instructionCases.ts. */
import { TOKENS_PER_STEP } from '../../../src/agents/policies/decisionTransformerLayout';
import type { Instruction } from '../../../src/learning/compiled/program';
import {
  CLIP_PARTS,
  type TransformerInstruction,
} from '../../../src/learning/compiled/transformerInstructions';
import type { CaseSizes } from './instructionCases';

/** Rows of the timestep table: few, so that steps share them. */
const TABLE_ROWS = 5;

export function buildTransformer(
  kind: TransformerInstruction['kind'],
  { rows, inputs, outputs }: CaseSizes,
  allocate: (length: number) => number,
): TransformerInstruction {
  const width = inputs;
  const size = rows * width;
  switch (kind) {
    case 'fill':
      return { kind, length: size, values: allocate(size), value: 0.25 };
    case 'embedTokens':
      return {
        kind,
        steps: rows,
        width,
        embedded: allocate(TOKENS_PER_STEP * size),
        timesteps: allocate(rows),
        table: allocate(TABLE_ROWS * width),
        tokens: allocate(TOKENS_PER_STEP * size),
      };
    case 'linkTimesteps':
      return {
        kind,
        steps: rows,
        timesteps: allocate(rows),
        next: allocate(rows),
        first: allocate(rows),
      };
    case 'embedTokensGradient':
      return {
        kind,
        steps: rows,
        width,
        delta: allocate(TOKENS_PER_STEP * size),
        timesteps: allocate(rows),
        next: allocate(rows),
        first: allocate(rows),
        embeddedGradient: allocate(TOKENS_PER_STEP * size),
        tableGradient: allocate(TABLE_ROWS * width),
      };
    case 'takeRows':
      return {
        kind,
        rows,
        width,
        source: allocate(TOKENS_PER_STEP * size),
        step: TOKENS_PER_STEP,
        first: 1,
        output: allocate(size),
      };
    case 'addRows':
      return {
        kind,
        rows,
        width,
        source: allocate(size),
        step: TOKENS_PER_STEP,
        first: 1,
        target: allocate(TOKENS_PER_STEP * size),
      };
    case 'layerNorm':
      return {
        kind,
        rows,
        width,
        input: allocate(size),
        scale: allocate(width),
        shift: allocate(width),
        normal: allocate(size),
        inverse: allocate(rows),
        output: allocate(size),
      };
    case 'layerNormGradient':
      return {
        kind,
        rows,
        width,
        normal: allocate(size),
        inverse: allocate(rows),
        scale: allocate(width),
        delta: allocate(size),
        gradient: allocate(size),
        accumulate: rows % 2 === 0,
        scaleGradient: allocate(width),
        shiftGradient: allocate(width),
      };
    case 'attention': {
      const { shape, asked, seen, pairs } = attentionSizes({ rows, inputs, outputs });
      return {
        kind,
        ...shape,
        query: allocate(asked),
        key: allocate(seen),
        value: allocate(seen),
        weights: allocate(pairs),
        mask: allocate((shape.windows * shape.tokens) / TOKENS_PER_STEP),
        output: allocate(asked),
      };
    }
    case 'attentionGradient': {
      const { shape, asked, seen, pairs } = attentionSizes({ rows, inputs, outputs });
      return {
        kind,
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
    }
    case 'maskedActionLoss':
      return {
        kind,
        steps: rows,
        width: outputs,
        output: allocate(rows * outputs),
        actions: allocate(rows * outputs),
        mask: allocate(rows),
        delta: allocate(rows * outputs),
      };
    case 'clipFactor':
      return {
        kind,
        length: size,
        gradient: allocate(size),
        limit: 1.5,
        parts: allocate(CLIP_PARTS),
        factor: allocate(1),
      };
    case 'adamW':
      break;
  }
  return {
    kind,
    length: size,
    parameters: allocate(size),
    gradient: allocate(size),
    factor: allocate(1),
    mean: allocate(size),
    square: allocate(size),
    schedule: allocate(3),
  };
}

/** Two windows of one to a dozen steps; every token asks, or states alone. */
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

/** Puts numbers that mean something where any number would not do. */
export function prepareTransformer(arena: Float32Array, instruction: Instruction): void {
  const put = (at: number, length: number, value: (index: number) => number): void => {
    arena.set(
      Float32Array.from({ length }, (_, index) => value(index)),
      at,
    );
  };
  if (
    instruction.kind === 'embedTokens' ||
    instruction.kind === 'linkTimesteps' ||
    instruction.kind === 'embedTokensGradient'
  ) {
    const { steps, timesteps } = instruction;
    const timestepOf = (step: number) => (step * step + 3) % TABLE_ROWS;
    put(timesteps, steps, timestepOf);
    if (instruction.kind === 'embedTokensGradient') {
      const all = Array.from({ length: steps }, (_, step) => timestepOf(step));
      put(instruction.next, steps, (step) => all.indexOf(all[step], step + 1));
      put(instruction.first, steps, (step) => Number(all.indexOf(all[step]) === step));
    }
  } else if (instruction.kind === 'attention') {
    // Not a window's first step: a query that sees padding alone has scores of about −10⁴,
    // which single precision knows to three places, and nobody reads what it mixes.
    const steps = instruction.tokens / TOKENS_PER_STEP;
    put(instruction.mask, instruction.windows * steps, (step) => Number(step % steps !== 1));
  } else if (instruction.kind === 'attentionGradient') {
    const { windows, heads, queries, tokens, queryFirst, queryStep } = instruction;
    put(instruction.weights, windows * heads * queries * tokens, (index) => {
      const last = queryFirst + (Math.floor(index / tokens) % queries) * queryStep;
      return index % tokens > last ? 0 : 0.1 + 0.05 * Math.sin(index);
    });
  } else if (instruction.kind === 'maskedActionLoss') {
    put(instruction.mask, instruction.steps, (step) => Number(step === 0 || step % 3 > 0));
  } else if (instruction.kind === 'adamW') {
    put(instruction.schedule, 3, (index) => [0.01, 3, 0.9][index]);
  }
}
