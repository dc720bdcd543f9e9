/**
 * Quoting by hand is a pure function from the state and an event, a command of the person or a
 * report of the market, to the next state. The controller sends the quotes that change to the
 * market, and starts and stops its clock.
 */
import {
  manualLimit,
  nearestResting,
  type ManualQuote,
  type ManualQuotes,
  type ManualSide,
  type QuotingMarket,
  type Touch,
} from '../../agents/manual/manualQuotes';
import { RIVAL_ID_SUFFIX } from '../../protocol/frames';
import type { Played } from '../../protocol/episodePlayers';
import type { StoredEpisode } from '../replay/episodes';
import { INITIAL_MANUAL, type LivePace, type ManualCommand, type ManualState } from './manualState';

/** Market that a command is carried out in, as the newest frame shows it. */
export interface ManualMarket {
  readonly touch: QuotingMarket;
  /** Largest order in contracts. */
  readonly maxOrderSize: number;
}

/**
 * Commands of the person and reports of the market. `market` is null as long as quotes cannot be
 * changed, because the episode has no frame yet.
 */
export type ManualEvent =
  | {
      readonly kind: 'entered';
      readonly seed: number;
      /** Size of either quote in contracts. */
      readonly size: number;
      readonly beside: Played;
      readonly isInOneBook: boolean;
      readonly before: LivePace;
    }
  /** Begins another episode, of this seed, beside whoever was chosen meanwhile. */
  | { readonly kind: 'restarted'; readonly seed: number; readonly beside: Played }
  /** The market says which agent plays. */
  | { readonly kind: 'answered'; readonly beside: Played }
  | {
      readonly kind: 'command';
      readonly command: ManualCommand;
      readonly market: ManualMarket | null;
    }
  | { readonly kind: 'frameArrived'; readonly market: ManualMarket | null }
  /** Reports that the clock has been started, whoever did it. */
  | { readonly kind: 'started' }
  | { readonly kind: 'episodeEnded'; readonly episode: StoredEpisode }
  | { readonly kind: 'left' };

/** Folds an event in. @returns the same object where it changes nothing */
export function manualReducer(state: ManualState, event: ManualEvent): ManualState {
  if (event.kind === 'entered') {
    const { beside, isInOneBook, before, seed, size } = event;
    return begin({ ...INITIAL_MANUAL, beside, isInOneBook, before }, seed, size, size);
  }
  if (state.phase === 'off') return state;
  switch (event.kind) {
    case 'restarted':
      return begin(
        { ...state, beside: event.beside },
        event.seed,
        state.quotes.bid.size,
        state.quotes.ask.size,
      );
    case 'answered':
      return { ...state, beside: event.beside };
    case 'command':
      return take(state, event.command, event.market);
    case 'frameArrived':
      return state.waiting === null || event.market === null
        ? state
        : take({ ...state, waiting: null }, state.waiting, event.market);
    case 'started':
      return state.phase === 'ready' ? { ...state, phase: 'quoting' } : state;
    case 'episodeEnded':
      return end(state, event.episode);
    case 'left':
      break;
  }
  return INITIAL_MANUAL;
}

/** Begins an episode, with no quote in the market. */
function begin(state: ManualState, seed: number, bidSize: number, askSize: number): ManualState {
  return {
    ...state,
    phase: 'ready',
    quotes: { bid: off(bidSize), ask: off(askSize), isFlattening: false },
    limit: null,
    waiting: null,
    seed,
    rival: null,
    result: null,
  };
}

const off = (size: number): ManualQuote => ({ isOn: false, priceTicks: 0, size });

/** Ends an episode: the agent's is reported before the person's, which ends the comparison. */
function end(state: ManualState, episode: StoredEpisode): ManualState {
  if (episode.record.id.endsWith(RIVAL_ID_SUFFIX)) return { ...state, rival: episode };
  const { rival } = state;
  if (rival === null || !episode.record.isByHand) return state;
  return { ...state, phase: 'over', limit: null, result: { manual: episode, rival } };
}

/**
 * Carries out a command. One that puts a quote at the best price can wait for the first prices;
 * others are dropped.
 */
function take(
  state: ManualState,
  command: ManualCommand,
  market: ManualMarket | null,
): ManualState {
  if (market !== null) return carryOut(state, command, market);
  const { kind } = command;
  const canWait = kind === 'move' || kind === 'toggle' || kind === 'join';
  return canWait && state.phase === 'ready' ? { ...state, waiting: command } : state;
}

function carryOut(
  state: ManualState,
  command: ManualCommand,
  { touch, maxOrderSize }: ManualMarket,
): ManualState {
  const { quotes } = state;
  switch (command.kind) {
    case 'place':
      return place(state, command.side, command.priceTicks, touch);
    case 'move': {
      const { side, ticks } = command;
      const isOn = quotes[side].isOn;
      return place(
        state,
        side,
        isOn ? nearestResting(quotes, side, touch) + ticks : best(side, touch),
        touch,
      );
    }
    case 'toggle': {
      const { side } = command;
      return quotes[side].isOn
        ? withQuotes(state, changed(quotes, side, { isOn: false }))
        : place(state, side, best(side, touch), touch);
    }
    case 'join':
      return withQuotes(state, {
        bid: { ...quotes.bid, isOn: true, priceTicks: touch.bestBid },
        ask: { ...quotes.ask, isOn: true, priceTicks: touch.bestAsk },
        isFlattening: false,
      });
    case 'resize': {
      const { side, contracts } = command;
      const resized = (quote: ManualQuote): ManualQuote => ({
        ...quote,
        size: Math.min(maxOrderSize, Math.max(1, quote.size + contracts)),
      });
      return withQuotes(state, {
        ...quotes,
        bid: side === 'ask' ? quotes.bid : resized(quotes.bid),
        ask: side === 'bid' ? quotes.ask : resized(quotes.ask),
      });
    }
    case 'cancel':
    case 'flatten':
      break;
  }
  return withQuotes(state, withdrawn(quotes, command.kind === 'flatten'));
}

const withQuotes = (state: ManualState, quotes: ManualQuotes): ManualState => ({
  ...state,
  quotes,
  limit: null,
});

/** Puts a quote at a price, or at the nearest at which it can rest, and says why it is not there. */
function place(
  state: ManualState,
  side: ManualSide,
  priceTicks: number,
  market: QuotingMarket,
): ManualState {
  const asked = changed(state.quotes, side, { isOn: true, priceTicks });
  const stands = nearestResting(asked, side, market);
  const why = stands === priceTicks ? null : manualLimit(asked, side, market);
  return {
    ...state,
    quotes: changed(asked, side, { priceTicks: stands }),
    limit: why === null ? null : { side, why },
  };
}

/** Changes one side of the quotes; whoever asks for a quote does not flatten any more. */
const changed = (
  quotes: ManualQuotes,
  side: ManualSide,
  changes: Partial<ManualQuote>,
): ManualQuotes => ({ ...quotes, [side]: { ...quotes[side], ...changes }, isFlattening: false });

const withdrawn = ({ bid, ask }: ManualQuotes, isFlattening: boolean): ManualQuotes => ({
  bid: { ...bid, isOn: false },
  ask: { ...ask, isOn: false },
  isFlattening,
});

const best = (side: ManualSide, touch: Touch): number =>
  side === 'bid' ? touch.bestBid : touch.bestAsk;
