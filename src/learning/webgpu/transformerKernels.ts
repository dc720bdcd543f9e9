/** Which shaders carry out a Decision Transformer's instructions: the rest of kernels.ts. */
import { TOKENS_PER_STEP } from '../../agents/policies/decisionTransformerLayout';
import type { TrainingMetric } from '../algorithms/trainingMetrics';
import {
  CLIP_PARTS,
  type Attention,
  type AttentionGradient,
  type TransformerInstruction,
} from '../compiled/transformerInstructions';
import { elementwise, type Dispatch, type Operand } from './dispatch';
import {
  MIX_BACK_SHADER,
  MIX_SHADER,
  SCORES_SHADER,
  SOFTMAX_GRADIENT_SHADER,
  SOFTMAX_SHADER,
} from './shaders/attention';
import {
  ADAM_W_SHADER,
  ADD_ROWS_SHADER,
  CLIP_FACTOR_SHADER,
  EMBED_TOKENS_SHADER,
  FILL_SHADER,
  LAYER_NORM_GRADIENT_SHADER,
  LAYER_NORM_SHADER,
  LINK_TIMESTEPS_SHADER,
  MASKED_ACTION_LOSS_SHADER,
  NORM_COLUMNS,
  NORM_PARAMETERS_SHADER,
  SPLIT_TOKENS_SHADER,
  SQUARES_SHADER,
  TAKE_ROWS_SHADER,
  TIMESTEP_GRADIENT_SHADER,
} from './shaders/transformer';

export function transformerDispatches(
  instruction: TransformerInstruction,
  statistic: (name: TrainingMetric) => number,
): readonly Dispatch[] {
  switch (instruction.kind) {
    case 'fill': {
      const { length, values, value } = instruction;
      return [perElement(FILL_SHADER, length, [length, values, { float: value }])];
    }
    case 'embedTokens': {
      const { steps, width, embedded, timesteps, table, tokens } = instruction;
      const operands = [steps, width, embedded, timesteps, table, tokens];
      return [perElement(EMBED_TOKENS_SHADER, TOKENS_PER_STEP * steps * width, operands)];
    }
    case 'linkTimesteps': {
      const { steps, timesteps, next, first } = instruction;
      return [perElement(LINK_TIMESTEPS_SHADER, steps, [steps, timesteps, next, first])];
    }
    case 'embedTokensGradient': {
      const { steps, width, delta, timesteps, next, first } = instruction;
      const { embeddedGradient, tableGradient } = instruction;
      const chain = [steps, width, delta, timesteps, next, first, tableGradient];
      return [
        perElement(SPLIT_TOKENS_SHADER, TOKENS_PER_STEP * steps * width, [
          steps,
          width,
          delta,
          embeddedGradient,
        ]),
        perElement(TIMESTEP_GRADIENT_SHADER, steps * width, chain),
      ];
    }
    case 'takeRows': {
      const { rows, width, source, step, first, output } = instruction;
      const operands = [rows, width, source, step, first, output];
      return [perElement(TAKE_ROWS_SHADER, rows * width, operands)];
    }
    case 'addRows': {
      const { rows, width, source, step, first, target } = instruction;
      const operands = [rows, width, source, step, first, target];
      return [perElement(ADD_ROWS_SHADER, rows * width, operands)];
    }
    case 'layerNorm': {
      const { rows, width, input, scale, shift, normal, inverse, output } = instruction;
      const operands = [rows, width, input, scale, shift, normal, inverse, output];
      return [perElement(LAYER_NORM_SHADER, rows, operands)];
    }
    case 'layerNormGradient': {
      const { rows, width, normal, inverse, scale, delta, gradient, accumulate } = instruction;
      const { scaleGradient, shiftGradient } = instruction;
      const kept = { float: Number(accumulate) };
      const operands = [rows, width, normal, inverse, scale, delta, gradient, kept];
      return [
        {
          shader: NORM_PARAMETERS_SHADER,
          operands: [rows, width, normal, delta, scaleGradient, shiftGradient],
          workgroups: [Math.ceil(width / NORM_COLUMNS), 1, 1],
        },
        perElement(LAYER_NORM_GRADIENT_SHADER, rows, operands),
      ];
    }
    case 'attention':
      return attention(instruction);
    case 'attentionGradient':
      return attentionGradient(instruction);
    case 'maskedActionLoss': {
      const { steps, width, output, actions, mask, delta } = instruction;
      const operands = [steps, width, output, actions, mask, delta, statistic('policyLoss')];
      return [{ shader: MASKED_ACTION_LOSS_SHADER, operands, workgroups: [1, 1, 1] }];
    }
    case 'clipFactor': {
      const { length, gradient, limit, parts, factor } = instruction;
      return [
        {
          shader: SQUARES_SHADER,
          operands: [length, gradient, parts],
          workgroups: [CLIP_PARTS, 1, 1],
        },
        {
          shader: CLIP_FACTOR_SHADER,
          operands: [{ float: limit }, parts, factor, statistic('gradientNorm')],
          workgroups: [1, 1, 1],
        },
      ];
    }
    case 'adamW':
      break;
  }
  const { length, parameters, gradient, factor, mean, square, schedule } = instruction;
  const operands = [length, parameters, gradient, factor, mean, square, schedule];
  return [perElement(ADAM_W_SHADER, length, operands)];
}

function attention(instruction: Attention): Dispatch[] {
  const { query, key, value, mask, weights, output } = instruction;
  const { scores, queries, mixed, shape } = sizesOf(instruction);
  return [
    perElement(SCORES_SHADER, scores, [...shape, query, key, weights, { float: 1 }]),
    perElement(SOFTMAX_SHADER, queries, [...shape, weights, mask]),
    perElement(MIX_SHADER, mixed, [...shape, weights, value, output]),
  ];
}

function attentionGradient(instruction: AttentionGradient): Dispatch[] {
  const { query, key, value, weights, delta, scoreGradient } = instruction;
  const { queryGradient, keyGradient, valueGradient } = instruction;
  const { scores, queries, mixed, tokens, shape } = sizesOf(instruction);
  return [
    perElement(SCORES_SHADER, scores, [...shape, delta, value, scoreGradient, { float: 0 }]),
    perElement(SOFTMAX_GRADIENT_SHADER, queries, [...shape, weights, scoreGradient]),
    perElement(MIX_SHADER, mixed, [...shape, scoreGradient, key, queryGradient]),
    perElement(MIX_BACK_SHADER, tokens, [...shape, scoreGradient, query, keyGradient]),
    perElement(MIX_BACK_SHADER, tokens, [...shape, weights, delta, valueGradient]),
  ];
}

/** Invocations of the kinds of shaders, and what all of them take first. */
function sizesOf(instruction: Attention | AttentionGradient) {
  const { windows, heads, tokens, queries, queryStep, queryFirst, width } = instruction;
  return {
    scores: windows * heads * queries * tokens,
    queries: windows * heads * queries,
    mixed: windows * queries * width,
    tokens: windows * tokens * width,
    shape: [windows, heads, tokens, queries, queryStep, queryFirst, width],
  };
}

function perElement(shader: string, count: number, operands: readonly Operand[]): Dispatch {
  return { shader, operands, workgroups: elementwise(count) };
}
