/** Who plays what is on screen, as the header, pictures and videos name it. */
import { FOLLOWING_TEXTS } from '../../content/agents';
import { besideName } from '../manual/besideName';
import { episodeAgent } from '../replay/episodes';
import type { Session } from '../session';
import { liveAgentTitle } from './liveAgentTitle';

export function nameOnScreen({
  state,
  replay,
  feed: { ring },
}: Pick<Session, 'state' | 'replay' | 'feed'>): string {
  const { stored } = replay;
  if (stored !== null) return episodeAgent(stored, state.runs);
  if (state.manual.phase !== 'off') return FOLLOWING_TEXTS.youAnd(besideName(state));
  const title = liveAgentTitle(state);
  const before = ring.isDecisionAwaited ? (ring.takeover?.before ?? null) : null;
  return before === null ? title : FOLLOWING_TEXTS.next(before, title);
}
