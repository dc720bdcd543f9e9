/**
 * What reads and writes files is not needed to show the page, and loads right after the rest. Each
 * dynamic import of the store stands here, so that none is left for later.
 */
import { lazyModule } from './lazyModule';

export const LAZY_FILES = {
  episodeFile: lazyModule(() => import('../protocol/episodeFile')),
  linkedMoment: lazyModule(() => import('./replay/linkedMoment')),
  runFiles: lazyModule(() => import('./runs/runFiles')),
  sweepResult: lazyModule(() => import('./sweeps/sweepResult')),
  versions: lazyModule(() => import('./versions/versionController')),
} as const;
