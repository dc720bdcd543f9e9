/**
 * Faults at scale, and a long visit: slow suites of their own beside the browser tests.
 * `FAULT_KILLS`, `FAULT_SEED` and `SOAK_MINUTES` say how many, which and how long.
 */
import { defineConfig } from '@playwright/test';
import base from '../../playwright.config';

export default defineConfig({
  ...base,
  testDir: '.',
  outputDir: '../../test-results/faults',
  // Most of a fault is waiting: for a worker that was killed often to be replaced, for one that
  // hangs to be found out, for ten minutes to pass. Two suites wait at the same time.
  workers: 2,
  projects: (base.projects ?? []).map((project) => ({
    name: project.name ?? '',
    use: project.use ?? {},
    ...(project.name === 'webgpu'
      ? { testMatch: 'device.spec.ts' }
      : { testIgnore: 'device.spec.ts' }),
  })),
});
