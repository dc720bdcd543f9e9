/** Which scores the averages on screen hold, and what they are called. */
import { playedTitle } from '../../content/markets';
import { objectiveName } from '../../content/presets';
import type { SessionState } from '../state';
import { playedName } from '../replay/episodes';
import type { EpisodeScore } from './scores';

/** Key of who plays on screen, live or in replay; NaN where nothing with that key is averaged. */
export function keyOnScreen({ mode, readout, episodes, replay }: SessionState): number {
  if (mode === 'live') return readout.playKey;
  const open = episodes.find(({ record }) => record.id === replay.id);
  return open?.origin?.playKey ?? Number.NaN;
}

/**
 * Names whose episodes are averaged, and where: "Run 3, policy 8 · ES toxic"; of an agent that acts
 * on the reward weights under which of them, too: "IQL, ES · ES · Balanced".
 */
export function scoreTitle(
  score: Pick<
    EpisodeScore,
    'agentName' | 'run' | 'policyVersion' | 'market' | 'weights' | 'actsOnWeights'
  >,
  runs: SessionState['runs'],
): string {
  const { policyVersion, market, weights, actsOnWeights } = score;
  const version = policyVersion > 0 ? `, policy ${policyVersion}` : '';
  const weighting = actsOnWeights ? ` · ${objectiveName(weights)}` : '';
  return `${playedName(score, runs)}${version} · ${playedTitle(market)}${weighting}`;
}

/** Whether live episodes pass too fast for the moments of one to be read. */
export const isTooFastToRead = ({ mode, playing, settings, manual }: SessionState): boolean =>
  mode === 'live' && playing && settings.speed === 'max' && manual.phase === 'off';
