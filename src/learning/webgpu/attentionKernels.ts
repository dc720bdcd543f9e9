/** Takes attention and its gradient in steps, which share their shaders. */
import type { InstructionOf } from '../compiled/instructions/instructions';
import { dispatch, elementwise, type Dispatch } from './dispatch';
import {
  MIX_BACK_SHADER,
  MIX_SHADER,
  SCORES_SHADER,
  SOFTMAX_GRADIENT_SHADER,
  SOFTMAX_SHADER,
} from './shaders/attention';

export function attention(instruction: InstructionOf<'attention'>): Dispatch[] {
  const { query, key, value, mask, weights, output } = instruction;
  const { perScore, perQuery, perOutput } = workgroupsOf(instruction);
  const scored = { ...instruction, left: query, right: key, scores: weights, isScaled: true };
  const mixed = { ...instruction, scores: weights, right: value, output };
  return [
    dispatch(SCORES_SHADER, scored, perScore),
    dispatch(SOFTMAX_SHADER, { ...instruction, scores: weights, mask }, perQuery),
    dispatch(MIX_SHADER, mixed, perOutput),
  ];
}

export function attentionGradient(instruction: InstructionOf<'attentionGradient'>): Dispatch[] {
  const { query, key, value, weights, delta, scoreGradient } = instruction;
  const { queryGradient, keyGradient, valueGradient } = instruction;
  const { perScore, perQuery, perOutput, perToken } = workgroupsOf(instruction);
  const mix = (scores: number, right: number, output: number) => ({
    ...instruction,
    scores,
    right,
    output,
  });
  const weightGradient = {
    ...instruction,
    left: delta,
    right: value,
    scores: scoreGradient,
    isScaled: false,
  };
  return [
    dispatch(SCORES_SHADER, weightGradient, perScore),
    dispatch(SOFTMAX_GRADIENT_SHADER, { ...instruction, gradient: scoreGradient }, perQuery),
    dispatch(MIX_SHADER, mix(scoreGradient, key, queryGradient), perOutput),
    dispatch(MIX_BACK_SHADER, mix(scoreGradient, query, keyGradient), perToken),
    dispatch(MIX_BACK_SHADER, mix(weights, delta, valueGradient), perToken),
  ];
}

function workgroupsOf(instruction: InstructionOf<'attention' | 'attentionGradient'>) {
  const { windows, heads, tokens, queries, width } = instruction;
  return {
    perScore: elementwise(windows * heads * queries * tokens),
    perQuery: elementwise(windows * heads * queries),
    perOutput: elementwise(windows * queries * width),
    perToken: elementwise(windows * tokens * width),
  };
}
