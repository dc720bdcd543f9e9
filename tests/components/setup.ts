/** Component tests leave no page behind, and their promises settle inside `act`. */
import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, vi, type MockInstance } from 'vitest';
import { LAZY_MODULES } from '../../src/components/lazyModules';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
// The DOM of these tests has no popovers. Their buttons open them, and nothing hides them.
Object.assign(HTMLElement.prototype, { hidePopover: () => undefined });
document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest('[popovertarget]') : null;
  const panel = document.getElementById(button?.getAttribute('popovertarget') ?? '');
  panel?.dispatchEvent(Object.assign(new Event('beforetoggle'), { newState: 'open' }));
});
configure({ asyncUtilTimeout: 5000 });

let reported: MockInstance<typeof console.error>;

/**
 * Parts of the first screen that load by themselves. They are there before a test begins, as on a
 * page that has loaded: what arrives in the middle of one would change it outside of `act`.
 */
const { aboutAgent, actionsChart, customMarket, explanation, marketForm } = LAZY_MODULES;
const { learningForm, manualLadder, outOfDistributionPanel } = LAZY_MODULES;
const { outsideTraining, runNotices } = LAZY_MODULES;
const PARTS = [
  aboutAgent,
  actionsChart,
  customMarket,
  explanation,
  learningForm,
  manualLadder,
  marketForm,
  outOfDistributionPanel,
  outsideTraining,
  runNotices,
];

beforeAll(() => Promise.all(PARTS.map((part) => part.load())));

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
