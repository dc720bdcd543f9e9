/** Carries out the Decision Transformer's instructions: the rest of wasmExecutor.ts. */
import type { TrainingMetric } from '../algorithms/trainingMetrics';
import type { TransformerInstruction } from '../compiled/transformerInstructions';
import type { WasmKernels } from './wasmKernels';

/** Byte addresses of what instructions know by other names. */
export interface Addresses {
  readonly address: (offset: number) => number;
  readonly statistic: (name: TrainingMetric) => number;
  readonly scratch: number;
}

export function executeTransformer(
  kernels: WasmKernels,
  instruction: TransformerInstruction,
  { address, statistic, scratch }: Addresses,
): void {
  /** The arena's places, then numbers as they are. */
  const call = (
    kernel: (...operands: number[]) => void,
    offsets: readonly number[],
    ...numbers: readonly number[]
  ) => kernel(...offsets.map(address), ...numbers);
  switch (instruction.kind) {
    case 'fill':
      return call(kernels.fill, [instruction.values], instruction.length, instruction.value);
    case 'embedTokens': {
      const { embedded, timesteps, table, tokens, steps, width } = instruction;
      return call(kernels.embedTokens, [embedded, timesteps, table, tokens], steps, width);
    }
    case 'linkTimesteps': {
      const { timesteps, next, first, steps } = instruction;
      return call(kernels.linkTimesteps, [timesteps, next, first], steps);
    }
    case 'embedTokensGradient': {
      const { delta, timesteps, next, first, embeddedGradient, tableGradient } = instruction;
      const places = [delta, timesteps, next, first, embeddedGradient, tableGradient];
      return call(kernels.embedTokensGradient, places, instruction.steps, instruction.width);
    }
    case 'takeRows': {
      const { source, output, rows, width, step, first } = instruction;
      return call(kernels.takeRows, [source, output], rows, width, step, first);
    }
    case 'addRows': {
      const { source, target, rows, width, step, first } = instruction;
      return call(kernels.addRows, [source, target], rows, width, step, first);
    }
    case 'layerNorm': {
      const { input, scale, shift, normal, inverse, output, rows, width } = instruction;
      const places = [input, scale, shift, normal, inverse, output];
      return call(kernels.layerNorm, places, rows, width);
    }
    case 'layerNormGradient': {
      const { normal, inverse, scale, delta, gradient, rows, width, accumulate } = instruction;
      const { scaleGradient, shiftGradient } = instruction;
      const places = [normal, inverse, scale, delta, gradient, scaleGradient, shiftGradient];
      return call(kernels.layerNormGradient, places, rows, width, Number(accumulate));
    }
    case 'attention': {
      const { query, key, value, mask, weights, output } = instruction;
      const places = [query, key, value, mask, weights, output];
      return call(kernels.attention, places, ...shapeOf(instruction), scratch);
    }
    case 'attentionGradient': {
      const { query, key, value, weights, delta, scoreGradient } = instruction;
      const { queryGradient, keyGradient, valueGradient } = instruction;
      const places = [query, key, value, weights, delta, scoreGradient];
      const gradients = [queryGradient, keyGradient, valueGradient];
      const operands = [...shapeOf(instruction), scratch];
      return call(kernels.attentionGradient, [...places, ...gradients], ...operands);
    }
    case 'maskedActionLoss': {
      const { output, actions, mask, delta, steps, width } = instruction;
      const places = [output, actions, mask, delta];
      return call(kernels.maskedActionLoss, places, steps, width, statistic('policyLoss'));
    }
    case 'clipFactor': {
      const { gradient, parts, factor, length, limit } = instruction;
      const norm = statistic('gradientNorm');
      return call(kernels.clipFactor, [gradient, parts, factor], length, limit, norm);
    }
    case 'adamW':
      break;
  }
  const { parameters, gradient, factor, mean, square, length, schedule } = instruction;
  const places = [parameters, gradient, factor, mean, square];
  return call(kernels.adamW, places, length, address(schedule));
}

function shapeOf({
  windows,
  heads,
  tokens,
  queries,
  queryStep,
  queryFirst,
  width,
}: Extract<TransformerInstruction, { kind: 'attention' | 'attentionGradient' }>): number[] {
  return [windows, heads, tokens, queries, queryStep, queryFirst, width];
}
