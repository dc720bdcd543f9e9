import { vi, type MockInstance } from 'vitest';

/**
 * Keeps what React reports of errors that a boundary holds out of the output. The set-up of
 * component tests wants none to be left: a test that brings errors about clears them.
 */
export const muteReports = (): MockInstance<typeof console.error> =>
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
