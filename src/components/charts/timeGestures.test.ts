import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { attachTimeGestures, type TimeGestureHost } from './timeGestures';

let element: HTMLElement;
let asked: string[];
let scrolls = false;
let detach = () => undefined as void;

beforeEach(() => {
  element = document.createElement('div');
  element.setPointerCapture = () => undefined;
  vi.spyOn(element, 'getBoundingClientRect').mockReturnValue(new DOMRect(100, 0, 600, 300));
  asked = [];
  scrolls = false;
  const note =
    (name: string) =>
    (...values: readonly (number | boolean)[]) => {
      const texts = values.map((value) =>
        typeof value === 'number' ? String(Math.round(value * 100) / 100) : String(value),
      );
      asked.push([name, ...texts].join(' '));
    };
  const host: TimeGestureHost = {
    point: () => undefined,
    leave: note('leave'),
    press: note('press'),
    pan: note('pan'),
    zoom: note('zoom'),
    select: note('select'),
    endSelection: note('endSelection'),
    reset: note('reset'),
    pageScrolls: () => scrolls,
  };
  detach = attachTimeGestures(element, host);
});
afterEach(() => detach());

const pointer = (type: string, clientX: number, extra: PointerEventInit = {}) =>
  element.dispatchEvent(
    new PointerEvent(type, { clientX, clientY: 50, pointerId: 1, button: 0, ...extra }),
  );
const wheel = (init: WheelEventInit) => {
  const event = new WheelEvent('wheel', { clientX: 300, cancelable: true, ...init });
  element.dispatchEvent(event);
  return event;
};

describe('gestures over time', () => {
  it('press where the pointer hardly moves', () => {
    pointer('pointerdown', 200);
    pointer('pointermove', 203);
    pointer('pointerup', 203);
    expect(asked).toEqual(['press 103 50']);
  });

  it('move the window by as much as the pointer, and do not press then', () => {
    pointer('pointerdown', 200);
    pointer('pointermove', 210);
    pointer('pointermove', 195);
    pointer('pointerup', 195);
    expect(asked).toEqual(['pan 10', 'pan -15']);
  });

  it('draw a window with Shift, and drop it when they are cut off', () => {
    pointer('pointerdown', 200, { shiftKey: true });
    pointer('pointermove', 260);
    pointer('pointerup', 260);
    pointer('pointerdown', 200, { shiftKey: true });
    pointer('pointercancel', 260);
    expect(asked).toEqual([
      'select 100 160',
      'endSelection 100 160 true',
      'endSelection 100 160 false',
    ]);
  });

  it('zoom with two fingers around the middle between them', () => {
    pointer('pointerdown', 200, { pointerId: 1, pointerType: 'touch' });
    pointer('pointerdown', 300, { pointerId: 2, pointerType: 'touch' });
    pointer('pointermove', 400, { pointerId: 2, pointerType: 'touch' });
    pointer('pointerup', 400, { pointerId: 2, pointerType: 'touch' });
    pointer('pointerup', 200, { pointerId: 1, pointerType: 'touch' });
    expect(asked).toEqual(['zoom 200 0.5', 'pan 50']);
  });

  it('zoom with the wheel around the pointer, in and out, and move sideways', () => {
    wheel({ deltaY: -100 });
    wheel({ deltaY: 100 });
    wheel({ deltaX: 30, deltaY: 2 });
    wheel({ deltaY: 30, shiftKey: true });
    expect(asked).toEqual(['zoom 200 0.85', 'zoom 200 1.17', 'pan -30', 'pan -30']);
  });

  it('leave the wheel to a page that scrolls, but with Ctrl', () => {
    scrolls = true;
    expect(wheel({ deltaY: -100 }).defaultPrevented).toBe(false);
    expect(wheel({ deltaY: -100, ctrlKey: true }).defaultPrevented).toBe(true);
    expect(asked).toHaveLength(1);
  });

  it('reset with a double click', () => {
    element.dispatchEvent(new MouseEvent('dblclick'));
    expect(asked).toEqual(['reset']);
  });
});
