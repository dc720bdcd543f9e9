/** What the agent beside a person is called: once its episode is over, as its record says. */
import { episodeAgent, playedName } from '../replay/episodes';
import type { SessionState } from '../state';

export const besideName = ({ manual, runs }: Pick<SessionState, 'manual' | 'runs'>): string =>
  manual.result === null
    ? playedName(manual.beside, runs)
    : episodeAgent(manual.result.rival, runs);
