/** Shows the distribution of the agent's actions over the window of the charts. */
import { useCallback } from 'react';
import {
  ACTION_DIMENSIONS,
  actionHistogram,
  drawActionHistograms,
} from '../../charts/actionHistogram';
import type { Surface } from '../../charts/surface';
import { CHART_TEXTS } from '../../content/charts';
import { liveAgentTitle } from '../../store/live/liveAgentTitle';
import { episodeAgent } from '../../store/replay/episodes';
import type { Session } from '../../store/session';
import { ChartCanvas } from './ChartCanvas';
import { useSession, useSessionState } from '../context';

export function ActionsChart() {
  const session = useSession();
  useSessionState((state) => state.readout.key);
  const live = useSessionState(liveAgentTitle);
  const runs = useSessionState((state) => state.runs);
  const stored = useSessionState(() => session.replay.stored);
  const { ring } = session.feed;
  // What stands still may be all of the agent before the one that is chosen.
  const deciding = ring.isDecisionAwaited ? (ring.takeover?.before ?? live) : live;
  const name = stored === null ? deciding : episodeAgent(stored, runs);
  const draw = useCallback(
    (surface: Surface) =>
      drawActionHistograms(surface, session.view.history, session.view.timeView().window),
    [session],
  );
  return (
    <>
      <p className="muted actions-of" data-testid="actions-of">
        {countText(session, name)}
      </p>
      <ChartCanvas className="actions-canvas" draw={draw} summary={summarise(session)} />
    </>
  );
}

/** Says whose actions the bars are of, how many, and of how long a time. */
function countText(session: Session, name: string): string {
  const { window } = session.view.timeView();
  const { count } = actionHistogram(session.view.history, window, ACTION_DIMENSIONS[0], 1);
  return CHART_TEXTS.actionsOf(name, count, window.to - window.from);
}

function summarise(session: Session): string {
  const { window } = session.view.timeView();
  const means = ACTION_DIMENSIONS.map((dimension) => {
    const { mean } = actionHistogram(session.view.history, window, dimension, 1);
    return `${dimension.label} ${dimension.format(mean)}`;
  });
  return `Distribution of actions, means: ${means.join(', ')}`;
}
