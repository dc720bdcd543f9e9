/** Every chart over time shares one crosshair and one window. */
import { useCallback, useContext } from 'react';
import { PLOT_LEFT, VALUE_AXIS_WIDTH } from '../../charts/plotArea';
import { linearScale } from '../../charts/scale';
import { usePage } from '../context';
import { PlainPanels } from '../ui/Panel';
import { attachTimeGestures, type TimeGestureHost } from './timeGestures';

/** What a chart has besides its time; functions have to be stable between renders. */
interface ChartPointer {
  /** Called with the place under the pointer in CSS pixels; NaN without a pointer. */
  readonly point: (x: number, y: number) => void;
  /** @returns true when the press meant something, and does not seek */
  readonly press: (x: number, y: number) => boolean;
}

const LOOKED_AT: Omit<TimeGestureHost, 'point' | 'leave'> = {
  press: () => undefined,
  pan: () => undefined,
  zoom: () => undefined,
  select: () => undefined,
  endSelection: () => undefined,
  reset: () => undefined,
  pageScrolls: () => true,
};

/**
 * Makes a canvas share the moment under the pointer and the window with every chart; a press seeks
 * in replay.
 */
export function useTimeGestures(chart?: ChartPointer): (element: HTMLCanvasElement) => () => void {
  const { session } = usePage();
  const isPlain = useContext(PlainPanels);
  return useCallback(
    (element: HTMLCanvasElement) => {
      const { view, replay } = session;
      const right = () => element.clientWidth - VALUE_AXIS_WIDTH;
      const secondsAt = (x: number) => {
        const { window } = view.timeView();
        return linearScale([window.from, window.to], [PLOT_LEFT, right()]).invert(x);
      };
      const secondsOf = (pixels: number) => secondsAt(pixels) - secondsAt(0);
      const host: TimeGestureHost = {
        point: (x, y) => {
          const isInside = x <= right();
          view.hover(isInside ? secondsAt(x) : Number.NaN);
          if (isInside) chart?.point(x, y);
          else chart?.point(Number.NaN, Number.NaN);
        },
        leave: () => {
          view.hover(Number.NaN);
          chart?.point(Number.NaN, Number.NaN);
        },
        press: (x, y) => {
          if (chart?.press(x, y) !== true && x <= right()) replay.seekTime(secondsAt(x));
        },
        pan: (pixels) => {
          view.pan(-secondsOf(pixels));
        },
        zoom: (x, factor) => {
          view.zoom(secondsAt(x), factor);
          view.hover(secondsAt(x));
        },
        select: (from, to) => {
          const [a, b] = [secondsAt(from), secondsAt(to)];
          view.select({ from: Math.min(a, b), to: Math.max(a, b) });
        },
        endSelection: (from, to, isTaken) => {
          view.select(null);
          if (isTaken) view.showBetween(secondsAt(from), secondsAt(to));
        },
        reset: () => {
          view.resetZoom();
        },
        pageScrolls: () => {
          const { scrollHeight, clientHeight } = document.documentElement;
          return scrollHeight > clientHeight + 1;
        },
      };
      // Where the charts are only looked at, nothing would lead back.
      return attachTimeGestures(element, isPlain ? { ...host, ...LOOKED_AT } : host);
    },
    [session, chart, isPlain],
  );
}
