/** The words of the demo. */
import { formatFixed } from '../charts/format';
import type { AgentKind } from '../store/settings/agent';
import { AGENT_NOTES } from './agents';

/** Says in a sentence what the agent on screen does. */
export const demoIntroduction = (agent: AgentKind): string =>
  agent === 'doNothing'
    ? AGENT_NOTES.doNothing.idea
    : 'An agent quotes both sides of the book to earn the spread.';

/** Puts a position in words: "Long 9: profits if the price rises"; empty where there is none yet. */
export function positionText(contracts: number): string {
  if (!Number.isFinite(contracts)) return '';
  if (contracts === 0) return 'Flat: no position';
  const held = formatFixed(Math.abs(contracts), 0);
  return contracts > 0
    ? `Long ${held}: profits if the price rises`
    : `Short ${held}: profits if the price falls`;
}
