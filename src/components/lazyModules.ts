/**
 * These parts of the page are not needed to show it, and load right after the rest. Each
 * dynamic import of a component stands here, so that none is left for later: once it has
 * loaded, the page does not use the network.
 */
import { MissingFileError } from './ui/missingFile';

const orMissing =
  <Module>(load: () => Promise<Module>) =>
  async (): Promise<Module> => {
    try {
      return await load();
    } catch (error) {
      throw new MissingFileError(error);
    }
  };

export const LAZY_MODULES = {
  criticCalibration: orMissing(() => import('./runs/CriticCalibration')),
  marketFacts: orMissing(() => import('./market/MarketFacts')),
  onnxPolicy: orMissing(() => import('../agents/onnx/onnxPolicy')),
  returnHistogram: orMissing(() => import('./training/ReturnHistogram')),
  runCurves: orMissing(() => import('./runs/RunCurves')),
  trainingCurves: orMissing(() => import('./training/TrainingCurves')),
} as const;

/** Loads every lazy module. @throws MissingFileError when one of them cannot be loaded */
export async function loadLazyModules(): Promise<void> {
  await Promise.all(Object.values(LAZY_MODULES).map((load) => load()));
}
