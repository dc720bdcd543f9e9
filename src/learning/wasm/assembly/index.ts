/** What the module offers (AssemblyScript): one function per instruction of a program. */
export { denseForward, inputGradient, scratchFloats, weightGradient } from './dense';
export { advantageWeights, concatenate, criticLoss, expectileLoss, policyLoss } from './losses';
export { adam, moveTowards } from './optimiser';

/** First byte that is free for the caller; everything below is the module's own. */
export function heapBase(): usize {
  return __heap_base;
}
