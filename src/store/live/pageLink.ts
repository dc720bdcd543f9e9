/** Links to what is on screen: with the agent's file where the page got it from a link. */
import { formatDemoLink, formatLink } from '../settings/link';
import { ofChosenAgent } from '../settings/tuning';
import type { SessionState } from '../state';

type Linked = Pick<SessionState, 'settings' | 'watchedRun' | 'agentFile'>;

/** Path of the file whose agent trades; null where the agent came from elsewhere. */
export const linkedPath = ({ settings, watchedRun, agentFile }: Linked): string | null =>
  settings.agent === 'trained' && agentFile !== null && agentFile.run === watchedRun
    ? agentFile.path
    : null;

export const pageLink = (state: Linked): string =>
  formatLink(ofChosenAgent(state.settings), state.watchedRun, linkedPath(state));

export const demoLink = (state: Linked): string =>
  formatDemoLink(ofChosenAgent(state.settings), state.watchedRun, linkedPath(state));
