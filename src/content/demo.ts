/** The words of the demo. */
import { formatFixed, formatTenths } from '../charts/format';
import type { AgentKind } from '../store/settings/agent';
import type { MarketConfig } from '../market/config';
import { AGENT_NOTES } from './agentNotes';
import { marketTitle, playedTitle } from './markets';

const QUOTES_BOTH_SIDES = 'An agent quotes both sides of the book to earn the spread.';

const QUOTES_WHERE_IT_PAYS =
  'An agent that learned when to quote: both sides of the book to earn the spread, one, or none.';

/** Of agents that do not quote both sides all the time. */
const OTHERS: Partial<Record<AgentKind, string>> = {
  doNothing: AGENT_NOTES.doNothing.idea,
  pretrainedEs: QUOTES_WHERE_IT_PAYS,
  pretrainedTransformer: QUOTES_WHERE_IT_PAYS,
  trained: QUOTES_WHERE_IT_PAYS,
  pretrainedToxic:
    'An agent that learned where many traders are informed: it quotes little, and often nothing.',
};

export const DEMO_TEXTS = {
  play: 'Play',
  pause: 'Pause',
  pauseKey: 'Space',
  slowDown: 'Slow down to 1×',
  tooFast: (episode: number) =>
    Number.isFinite(episode) ? `Episode ${episode}, at full speed` : '',
} as const;

/** Says in a sentence what the agent on screen does. */
export const demoIntroduction = (agent: AgentKind): string => OTHERS[agent] ?? QUOTES_BOTH_SIDES;

/** Names the live market: `ES, toxic market, seed 7`; a recording by what it is of. */
export function liveMarketText(market: MarketConfig, seed: number): string {
  const name =
    market.tape === undefined
      ? `${marketTitle({ ...market, regime: 'base' })}, ${market.regime} market`
      : playedTitle(market);
  return `${name}, seed ${seed}`;
}

/** Names the episode on screen in place of the live market. */
export const replayText = (episode: number, seed: number, agent: string): string =>
  `Replay of episode ${episode}, seed ${seed}, by ${agent}`;

/** Says where the agent on screen came from. */
export const demoOfFile = (path: string): string => `from ${path}`;

/** Said after the position while the agent stays out of the book. */
const QUOTES_NOTHING = '. Quotes nothing: the agent stays out of the market';

/**
 * Puts a position in words: "Long 9: profits if the price rises"; empty where there is none yet.
 * @param isOut whether the agent has had no quote for a while
 */
function positionText(contracts: number, isOut: boolean): string {
  if (!Number.isFinite(contracts)) return '';
  return isOut ? heldText(contracts) + QUOTES_NOTHING : heldText(contracts);
}

/**
 * The position with the time at which it is held, as a fill is told with its own: what happened
 * before is not taken for what is now.
 */
export function positionAt(seconds: number, contracts: number, isOut: boolean): string {
  const text = positionText(contracts, isOut);
  return text === '' ? '' : `${formatTenths(seconds)} ${text}`;
}

function heldText(contracts: number): string {
  if (contracts === 0) return 'Flat: no position';
  const held = formatFixed(Math.abs(contracts), 0);
  return contracts > 0
    ? `Long ${held}: profits if the price rises`
    : `Short ${held}: profits if the price falls`;
}
