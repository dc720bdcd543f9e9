/** Names those who trade in the book on screen, beside the agent. */
import { agentLabel } from '../../content/agents';
import { agentTitle, sharedMarketKinds } from '../settings/configs';
import type { Session } from '../session';

/** Rivals in the order of their rows: of the replayed episode, or of the one under way. */
export function rivalTitles({ state, replay }: Pick<Session, 'state' | 'replay'>): string[] {
  if (state.mode === 'replay') {
    return (replay.player?.record.rivalNames ?? []).map((name) => agentLabel(name));
  }
  const { applied, bundled, manual } = state;
  const titles = sharedMarketKinds(applied, bundled).map((kind) => agentTitle(kind));
  const isBeside = manual.phase !== 'off' && manual.isInOneBook;
  return isBeside ? [...titles, manual.rivalName] : titles;
}
