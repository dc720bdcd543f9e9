/**
 * These parts of the page are not needed to show it, and load right after the rest. Each dynamic
 * import of a component stands here, so that none is left for later: once it has loaded, the page
 * does not use the network.
 */
import { LAZY_FILES } from '../store/lazyFiles';
import { lazyModule } from '../store/lazyModule';

export const LAZY_MODULES = {
  aboutAgent: lazyModule(async () => ({
    default: (await import('./agent/AboutAgent')).AboutAgent,
  })),
  actionsChart: lazyModule(async () => ({
    default: (await import('./charts/ActionsChart')).ActionsChart,
  })),
  branchDrawer: lazyModule(async () => ({
    default: (await import('./branch/BranchDrawer')).BranchDrawer,
  })),
  bundledCard: lazyModule(async () => ({
    default: (await import('./agent/BundledCard')).BundledCard,
  })),
  criticCalibration: lazyModule(() => import('./runs/CriticCalibration')),
  customMarket: lazyModule(() => import('./market/CustomMarket')),
  dataView: lazyModule(async () => ({ default: (await import('./training/DataView')).DataView })),
  demoPage: lazyModule(async () => ({ default: (await import('./DemoPage')).DemoPage })),
  explanation: lazyModule(async () => ({
    default: (await import('./ui/Explanation')).Explanation,
  })),
  fillDetail: lazyModule(async () => ({
    default: (await import('./replay/FillDetail')).FillDetail,
  })),
  helpDialog: lazyModule(async () => ({
    default: (await import('./ui/HelpDialog')).HelpDialog,
  })),
  learningForm: lazyModule(async () => ({
    default: (await import('./training/LearningForm')).LearningForm,
  })),
  lessonsPanel: lazyModule(async () => ({
    default: (await import('./lessons/LessonsPanel')).LessonsPanel,
  })),
  manualLadder: lazyModule(async () => ({
    default: (await import('./manual/ManualLadder')).ManualLadder,
  })),
  manualPanel: lazyModule(async () => ({
    default: (await import('./manual/ManualPanel')).ManualPanel,
  })),
  mapsDrawer: lazyModule(async () => ({
    default: (await import('./maps/MapsDrawer')).MapsDrawer,
  })),
  markFills: lazyModule(async () => ({
    default: (await import('./charts/MarkFills')).MarkFills,
  })),
  marketFacts: lazyModule(() => import('./market/MarketFacts')),
  marketForm: lazyModule(async () => ({
    default: (await import('./market/MarketForm')).MarketForm,
  })),
  onnxPolicy: lazyModule(() => import('../agents/onnx/onnxPolicy')),
  profitDistribution: lazyModule(async () => ({
    default: (await import('./agent/ProfitDistribution')).ProfitDistribution,
  })),
  outOfDistributionPanel: lazyModule(async () => ({
    default: (await import('./agent/OutOfDistributionPanel')).OutOfDistributionPanel,
  })),
  outsideTraining: lazyModule(async () => ({
    default: (await import('./agent/OutsideTraining')).OutsideTraining,
  })),
  returnHistogram: lazyModule(() => import('./training/ReturnHistogram')),
  rivalTable: lazyModule(async () => ({ default: (await import('./agent/Rivals')).RivalTable })),
  runCurves: lazyModule(() => import('./runs/RunCurves')),
  runNotices: lazyModule(async () => ({
    default: (await import('./runs/RunNotices')).RunNotices,
  })),
  runsDrawer: lazyModule(async () => ({
    default: (await import('./runs/RunsDrawer')).RunsDrawer,
  })),
  runVerdict: lazyModule(async () => ({
    default: (await import('./runs/RunVerdict')).RunVerdict,
  })),
  scrubber: lazyModule(async () => ({ default: (await import('./replay/Scrubber')).Scrubber })),
  shareMenu: lazyModule(async () => ({ default: (await import('./ShareMenu')).ShareMenu })),
  sweepDrawer: lazyModule(async () => ({
    default: (await import('./sweep/SweepDrawer')).SweepDrawer,
  })),
  tableDialog: lazyModule(async () => ({
    default: (await import('./charts/TableDialog')).TableDialog,
  })),
  tradeoffMap: lazyModule(async () => ({
    default: (await import('./tradeoff/TradeoffMap')).TradeoffMap,
  })),
  trainingCurves: lazyModule(() => import('./training/TrainingCurves')),
  versionOffer: lazyModule(() => import('./ui/VersionOffer')),
  yourData: lazyModule(() => import('./tapes/YourData')),
} as const;

/** Loads every lazy module. @throws MissingFileError when one of them cannot be loaded */
export async function loadLazyModules(): Promise<void> {
  const modules = [...Object.values(LAZY_MODULES), ...Object.values(LAZY_FILES)];
  await Promise.all(modules.map(({ load }) => load()));
}
