/** Every chart over time shares one crosshair. */
import { useMemo } from 'react';
import { PLOT_LEFT, VALUE_AXIS_WIDTH } from '../../charts/plotArea';
import { linearScale } from '../../charts/scale';
import { usePage } from '../context';

/** Handlers that share the moment under the pointer with every chart; a press seeks in replay. */
export function useTimePointer() {
  const { session, stage } = usePage();
  return useMemo(() => {
    const secondsAt = (x: number, width: number) => {
      const { window } = session.view.timeView();
      const scale = linearScale([window.from, window.to], [PLOT_LEFT, width - VALUE_AXIS_WIDTH]);
      return scale.invert(x);
    };
    const hover = (seconds: number) => {
      session.view.hover(seconds);
      stage.invalidate();
    };
    return {
      onPointerMove: (x: number, width: number) =>
        hover(x <= width - VALUE_AXIS_WIDTH ? secondsAt(x, width) : Number.NaN),
      onPointerLeave: () => hover(Number.NaN),
      onPress: (x: number, width: number) => session.replay.seekTime(secondsAt(x, width)),
    };
  }, [session, stage]);
}
