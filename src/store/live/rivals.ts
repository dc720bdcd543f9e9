/** Names those who trade in the book on screen beside the agent, and those who were left out. */
import { agentLabel } from '../../content/agents';
import { RIVAL_TEXTS } from '../../content/rivals';
import { besideName } from '../manual/besideName';
import { placedRivals, rivalTitle, type PlacedRival } from '../settings/rivalConfigs';
import type { SessionState } from '../state';

/** One of those in the book, or who should be. */
export interface BookRival {
  readonly title: string;
  /** Rival of the settings; null for a replayed one, and for the agent of a person's book. */
  readonly placed: PlacedRival | null;
}

type RivalState = Pick<
  SessionState,
  'mode' | 'applied' | 'bundled' | 'rivalRuns' | 'runs' | 'manual'
>;

/**
 * Lists rivals in the order of their rows: of the replayed episode, or of the one under way.
 * @param replayed names of those in the replayed episode
 */
export function bookRivals(state: RivalState, replayed: readonly string[]): readonly BookRival[] {
  if (state.mode === 'replay') {
    return replayed.map((name) => ({ title: agentLabel(name), placed: null }));
  }
  const { applied, manual } = state;
  const rivals = placedRivals(applied, state).trading.map((placed): BookRival => ({
    title: titleOf(placed, state),
    placed,
  }));
  const isBeside = manual.phase !== 'off' && manual.isInOneBook;
  return isBeside ? [...rivals, { title: besideName(state), placed: null }] : rivals;
}

/** Lists rivals of the settings that do not trade in the live book, and says why. */
export function leftOutRivals(
  state: RivalState,
): readonly (BookRival & { readonly why: string })[] {
  if (state.mode === 'replay') return [];
  return placedRivals(state.applied, state).leftOut.map((placed) => ({
    title: titleOf(placed, state),
    placed,
    why: isLoading(placed, state) ? RIVAL_TEXTS.loading : RIVAL_TEXTS.isLeftOut,
  }));
}

/** Names the rivals in the live book that only this browser has. */
export const runRivalTitles = (state: RivalState): string[] =>
  placedRivals(state.applied, state)
    .trading.filter(({ entry }) => typeof entry.who !== 'string')
    .map((placed) => titleOf(placed, state));

/** A run is called as it is now, and as it was when it was loaded once it is deleted. */
function titleOf({ entry }: PlacedRival, state: RivalState): string {
  const { who } = entry;
  const title = rivalTitle(entry, state);
  if (typeof who === 'string' || who.place !== null) {
    return title === '' ? RIVAL_TEXTS.unknown : title;
  }
  const run = state.runs.find(({ id }) => id === who.run);
  if (run !== undefined) return run.name;
  return title === '' ? RIVAL_TEXTS.unknown : RIVAL_TEXTS.deleted(title);
}

function isLoading({ entry: { who } }: PlacedRival, { bundled, rivalRuns }: RivalState): boolean {
  const state = typeof who === 'string' ? bundled[who as keyof typeof bundled] : rivalRuns[who.run];
  return state === undefined || state.kind === 'loading';
}
