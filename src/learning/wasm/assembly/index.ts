/** The module offers one function per instruction of a program (AssemblyScript). */
export { attention, attentionGradient } from './attention';
export { denseForward, inputGradient, weightGradient } from './dense';
export {
  advantageWeights,
  concatenate,
  criticLoss,
  expectileLoss,
  policyLoss,
  termAdvantageWeights,
  termExpectileLoss,
} from './losses';
export { adam, gradientNorms, moveTowards } from './optimiser';
export { scratchFloats } from './product';
export {
  adamW,
  addRows,
  clipFactor,
  embedTokens,
  embedTokensGradient,
  fill,
  layerNorm,
  layerNormGradient,
  linkTimesteps,
  maskedActionLoss,
  takeRows,
} from './transformer';
