/**
 * These parts of the page are not needed to show it, and load right after the rest. Each
 * dynamic import of a component stands here, so that none is left for later: once it has
 * loaded, the page does not use the network.
 */
export const LAZY_MODULES = {
  criticCalibration: () => import('./runs/CriticCalibration'),
  marketFacts: () => import('./market/MarketFacts'),
  onnxPolicy: () => import('../agents/onnx/onnxPolicy'),
  returnHistogram: () => import('./training/ReturnHistogram'),
  runCurves: () => import('./runs/RunCurves'),
  trainingCurves: () => import('./training/TrainingCurves'),
} as const;

/** Starts to load every lazy module. */
export function loadLazyModules(): void {
  for (const load of Object.values(LAZY_MODULES)) void load();
}
