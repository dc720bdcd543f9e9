import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Stage } from '../../src/charts/stage';

/** Animation frames that run when the test says so. */
let pending: FrameRequestCallback[] = [];
const nextFrame = () => pending.splice(0).forEach((callback) => callback(0));

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) =>
    pending.push(callback),
  );
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
});
afterEach(() => {
  pending = [];
  vi.unstubAllGlobals();
});

describe('the drawing loop', () => {
  it('draws anew when the device pixel ratio changes, though nothing else does', () => {
    let ratio = 1;
    const paint = vi.fn();
    const stage = new Stage(
      () => false,
      () => ratio,
    );
    stage.add({ paint });
    stage.start();
    nextFrame();
    nextFrame();
    expect(paint).toHaveBeenCalledTimes(1);
    for (const [changes, other] of [2, 1.25, 1].entries()) {
      ratio = other;
      nextFrame();
      nextFrame();
      expect(paint).toHaveBeenCalledTimes(changes + 2);
    }
  });
});
