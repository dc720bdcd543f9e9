/** Shows the distribution of the agent's actions over the window of the charts. */
import { useCallback } from 'react';
import {
  ACTION_DIMENSIONS,
  actionHistogram,
  drawActionHistograms,
} from '../../charts/actionHistogram';
import type { Surface } from '../../charts/surface';
import type { Session } from '../../store/session';
import { ChartCanvas } from './ChartCanvas';
import { useSession, useSessionState } from '../context';

export function ActionsChart() {
  const session = useSession();
  useSessionState((state) => state.readout.key);
  const draw = useCallback(
    (surface: Surface) =>
      drawActionHistograms(surface, session.view.history, session.view.timeView().window),
    [session],
  );
  return <ChartCanvas className="actions-canvas" draw={draw} summary={summarise(session)} />;
}

function summarise(session: Session): string {
  const { window } = session.view.timeView();
  const means = ACTION_DIMENSIONS.map((dimension) => {
    const { mean } = actionHistogram(session.view.history, window, dimension, 1);
    return `${dimension.label} ${dimension.format(mean)}`;
  });
  return `Distribution of actions, means: ${means.join(', ')}`;
}
