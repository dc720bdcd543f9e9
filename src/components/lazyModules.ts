/**
 * These parts of the page are not needed to show it, and load right after the rest. Each
 * dynamic import of a component stands here, so that none is left for later: once it has
 * loaded, the page does not use the network.
 */
import { lazyModule } from './ui/lazyModule';

export const LAZY_MODULES = {
  criticCalibration: lazyModule(() => import('./runs/CriticCalibration')),
  customMarket: lazyModule(() => import('./market/CustomMarket')),
  dataView: lazyModule(async () => ({ default: (await import('./training/DataView')).DataView })),
  lessonsPanel: lazyModule(async () => ({
    default: (await import('./lessons/LessonsPanel')).LessonsPanel,
  })),
  manualPanel: lazyModule(async () => ({
    default: (await import('./manual/ManualPanel')).ManualPanel,
  })),
  mapsDrawer: lazyModule(async () => ({
    default: (await import('./maps/MapsDrawer')).MapsDrawer,
  })),
  marketFacts: lazyModule(() => import('./market/MarketFacts')),
  onnxPolicy: lazyModule(() => import('../agents/onnx/onnxPolicy')),
  returnHistogram: lazyModule(() => import('./training/ReturnHistogram')),
  runCurves: lazyModule(() => import('./runs/RunCurves')),
  runsDrawer: lazyModule(async () => ({
    default: (await import('./runs/RunsDrawer')).RunsDrawer,
  })),
  runVerdict: lazyModule(async () => ({
    default: (await import('./runs/RunVerdict')).RunVerdict,
  })),
  tableDialog: lazyModule(async () => ({
    default: (await import('./charts/TableDialog')).TableDialog,
  })),
  tradeoffMap: lazyModule(async () => ({
    default: (await import('./tradeoff/TradeoffMap')).TradeoffMap,
  })),
  trainingCurves: lazyModule(() => import('./training/TrainingCurves')),
  yourData: lazyModule(() => import('./tapes/YourData')),
} as const;

/** Loads every lazy module. @throws MissingFileError when one of them cannot be loaded */
export async function loadLazyModules(): Promise<void> {
  await Promise.all(Object.values(LAZY_MODULES).map(({ load }) => load()));
}
