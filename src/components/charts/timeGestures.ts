/**
 * Turns what a pointer, fingers or a wheel do on a chart into what it means: a press, looking at a
 * moment, moving the window, zooming around a moment, or drawing a window with Shift. It knows no
 * chart; buttons and keys beside it do the same.
 */

/** Pixels that a pointer may move and still press. */
const PRESS_SLACK = 4;
/** Zoom for a wheel's pixel; its lines are that many pixels. */
const ZOOM_PER_PIXEL = 0.0016;
const LINE_PIXELS = 16;
/** Furthest that one event of a wheel zooms. */
const MOST_WHEEL = 240;

export interface TimeGestureHost {
  /** Looks at a place of the canvas, in CSS pixels. */
  point(x: number, y: number): void;
  /** Looks nowhere. */
  leave(): void;
  press(x: number, y: number): void;
  /** Moves the window by CSS pixels. */
  pan(pixels: number): void;
  /** @param factor of the span: below 1 looks closer */
  zoom(x: number, factor: number): void;
  /** Draws a window from one place to another. */
  select(from: number, to: number): void;
  /** Takes the window that was drawn, or drops it. */
  endSelection(from: number, to: number, isTaken: boolean): void;
  reset(): void;
  /** Whether the page itself scrolls with the wheel, which then zooms only with Ctrl. */
  pageScrolls(): boolean;
}

interface Finger {
  x: number;
  readonly startX: number;
  readonly startY: number;
}

/** @returns a function that takes the listeners away */
export function attachTimeGestures(element: HTMLElement, host: TimeGestureHost): () => void {
  const fingers = new Map<number, Finger>();
  let mode: 'none' | 'maybePress' | 'pan' | 'select' | 'pinch' = 'none';

  const place = (event: MouseEvent) => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  const onDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    const { x, y } = place(event);
    fingers.set(event.pointerId, { x, startX: x, startY: y });
    element.setPointerCapture(event.pointerId);
    mode = fingers.size === 2 ? 'pinch' : event.shiftKey ? 'select' : 'maybePress';
    host.point(x, y);
  };

  const onMove = (event: PointerEvent) => {
    const { x, y } = place(event);
    const finger = fingers.get(event.pointerId);
    if (finger === undefined) {
      host.point(x, y);
      return;
    }
    if (mode === 'pinch') {
      const [first, second] = [...fingers.values()];
      const before = Math.abs(first.x - second.x);
      const middleBefore = (first.x + second.x) / 2;
      finger.x = x;
      const after = Math.abs(first.x - second.x);
      const middle = (first.x + second.x) / 2;
      if (before > 8 && after > 8) host.zoom(middle, before / after);
      host.pan(middle - middleBefore);
      return;
    }
    if (mode === 'maybePress' && Math.abs(x - finger.startX) > PRESS_SLACK) mode = 'pan';
    if (mode === 'pan') host.pan(x - finger.x);
    if (mode === 'select') host.select(finger.startX, x);
    finger.x = x;
    host.point(x, y);
  };

  const onUp = (event: PointerEvent) => {
    const finger = fingers.get(event.pointerId);
    if (finger === undefined) return;
    fingers.delete(event.pointerId);
    const { x, y } = place(event);
    const isOver = event.type === 'pointercancel';
    if (mode === 'maybePress' && !isOver) host.press(x, y);
    if (mode === 'select') {
      const isWide = Math.abs(x - finger.startX) > PRESS_SLACK;
      host.endSelection(finger.startX, x, isWide && !isOver);
    }
    // A finger that stays after a pinch goes on as a pan.
    mode = fingers.size === 0 ? 'none' : 'pan';
  };

  const onWheel = (event: WheelEvent) => {
    if (host.pageScrolls() && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PIXELS : 1;
    const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      host.pan(-sideways * unit);
      return;
    }
    const pixels = Math.max(-MOST_WHEEL, Math.min(MOST_WHEEL, event.deltaY * unit));
    host.zoom(place(event).x, Math.exp(pixels * ZOOM_PER_PIXEL));
  };

  const onLeave = (event: PointerEvent) => {
    // What a finger points at stays after it is lifted: it cannot hover.
    if (event.pointerType !== 'touch' && fingers.size === 0) host.leave();
  };
  const onDoubleClick = () => host.reset();

  element.addEventListener('pointerdown', onDown);
  element.addEventListener('pointermove', onMove);
  element.addEventListener('pointerup', onUp);
  element.addEventListener('pointercancel', onUp);
  element.addEventListener('pointerleave', onLeave);
  element.addEventListener('wheel', onWheel, { passive: false });
  element.addEventListener('dblclick', onDoubleClick);
  return () => {
    element.removeEventListener('pointerdown', onDown);
    element.removeEventListener('pointermove', onMove);
    element.removeEventListener('pointerup', onUp);
    element.removeEventListener('pointercancel', onUp);
    element.removeEventListener('pointerleave', onLeave);
    element.removeEventListener('wheel', onWheel);
    element.removeEventListener('dblclick', onDoubleClick);
  };
}
