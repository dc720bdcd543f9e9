/** Component tests leave no page behind, and their promises settle inside `act`. */
import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeEach, expect, vi, type MockInstance } from 'vitest';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
// The DOM of these tests shows popovers always: there is nothing to hide.
Object.assign(HTMLElement.prototype, { hidePopover: () => undefined });
configure({ asyncUtilTimeout: 5000 });

let reported: MockInstance<typeof console.error>;

beforeEach(() => {
  localStorage.clear();
  reported = vi.spyOn(console, 'error');
});

afterEach(() => {
  cleanup();
  // React reports what is wrong with a component there.
  expect(reported).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});
