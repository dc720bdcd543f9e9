/** Shows the distribution of the agent's actions over the window of the charts. */
import { useCallback } from 'react';
import {
  ACTION_DIMENSIONS,
  actionHistogram,
  drawActionHistograms,
} from '../../charts/actionHistogram';
import type { Surface } from '../../charts/surface';
import { CHART_TEXTS } from '../../content/charts';
import { RIVAL_TEXTS } from '../../content/rivals';
import { liveAgentTitle } from '../../store/live/liveAgentTitle';
import { episodeAgent } from '../../store/replay/episodes';
import type { Session } from '../../store/session';
import { FrameText } from '../ui/FrameText';
import { ChartCanvas } from './ChartCanvas';
import { useSession, useSessionState } from '../context';

export function ActionsChart() {
  const session = useSession();
  // The summary is refreshed slowly, and with the window.
  useSessionState((state) => state.readout.key);
  useSessionState((state) => state.zoomedSeconds);
  const draw = useCallback(
    (surface: Surface) =>
      drawActionHistograms(surface, session.view.history, session.view.decidedWindow()),
    [session],
  );
  return (
    <>
      <p className="muted actions-of">
        {/* Written with the bars, so that it counts what they show. */}
        <FrameText testId="actions-of" read={() => countText(session)} />
      </p>
      <ChartCanvas className="actions-canvas" draw={draw} summary={summarise(session)} />
    </>
  );
}

/** Who decided what is shown; the agent before, where the one that is chosen has not decided yet. */
function deciderOf({ state, replay, feed: { ring } }: Session): string {
  const { stored } = replay;
  if (stored !== null) return episodeAgent(stored, state.runs);
  if (state.manual.phase !== 'off') return RIVAL_TEXTS.you;
  const live = liveAgentTitle(state);
  return ring.isDecisionAwaited ? (ring.takeover?.before ?? live) : live;
}

/** Says whose actions the bars are of, how many, and of how long a time. */
function countText(session: Session): string {
  const { from, to } = session.view.decidedWindow();
  const { count } = actionHistogram(session.view.history, { from, to }, ACTION_DIMENSIONS[0], 1);
  return CHART_TEXTS.actionsOf(deciderOf(session), count, Math.max(0, to - from));
}

function summarise(session: Session): string {
  const window = session.view.decidedWindow();
  const means = ACTION_DIMENSIONS.map((dimension) => {
    const { mean } = actionHistogram(session.view.history, window, dimension, 1);
    return `${dimension.label} ${dimension.format(mean)}`;
  });
  return `Distribution of actions, means: ${means.join(', ')}`;
}
