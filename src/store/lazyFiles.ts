/**
 * What reads and writes files, and what is stored, is not needed to show the page, and loads beside
 * it or right after the rest. Each dynamic import of the store stands here, so that none is left
 * for later.
 */
import { lazyModule } from './lazyModule';

export const LAZY_FILES = {
  episodeFile: lazyModule(() => import('../protocol/episodeFile')),
  linkedAgent: lazyModule(() => import('../lab/linkedAgentFile')),
  linkedMoment: lazyModule(() => import('./replay/linkedMoment')),
  runFiles: lazyModule(() => import('./runs/runFiles')),
  storage: lazyModule(() => import('../lab/storage/openStorage')),
  sweepResult: lazyModule(() => import('./sweeps/sweepResult')),
  versions: lazyModule(() => import('./versions/versionController')),
} as const;
