import { describe, expect, it } from 'vitest';
import { RIVAL_ID_SUFFIX } from '../../../src/protocol/frames';
import { besideName } from '../../../src/store/manual/besideName';
import {
  manualReducer,
  type ManualEvent,
  type ManualMarket,
} from '../../../src/store/manual/manualReducer';
import {
  INITIAL_MANUAL,
  type ManualCommand,
  type ManualState,
} from '../../../src/store/manual/manualState';
import { storeEpisode } from '../../../src/store/replay/episodes';
import { recordOf } from '../live/frames';

const entered: ManualEvent = {
  kind: 'entered',
  seed: 12,
  size: 5,
  beside: { agentName: 'GLFT', run: null },
  isInOneBook: false,
  before: { speed: '10', playing: true },
};

const marketAt = (bestBid: number, bestAsk: number): ManualMarket => ({
  touch: { bestBid, bestAsk, inventory: 0, maxInventory: 50 },
  maxOrderSize: 10,
});
const market = marketAt(100, 101);

const command = (asked: ManualCommand, at: ManualMarket | null = market): ManualEvent => ({
  kind: 'command',
  command: asked,
  market: at,
});

const after = (...events: ManualEvent[]): ManualState =>
  events.reduce(manualReducer, manualReducer(INITIAL_MANUAL, entered));

/** Bid and ask in ticks; null for a quote that is off. */
const prices = ({ quotes }: ManualState) =>
  [quotes.bid, quotes.ask].map(({ isOn, priceTicks }) => (isOn ? priceTicks : null));

const row = { step: 1, timeSeconds: 0.1, bestBid: 100, bestAsk: 101 };
const rival = storeEpisode(recordOf([row], [], { id: `4-12${RIVAL_ID_SUFFIX}` }));
const manual = storeEpisode(recordOf([row], [], { id: '4-12', isByHand: true }));

const join: ManualCommand = { kind: 'join' };

describe('an episode by hand', () => {
  it('is ready when a person enters, with both quotes off', () => {
    expect(after()).toEqual({
      ...INITIAL_MANUAL,
      phase: 'ready',
      quotes: {
        bid: { isOn: false, priceTicks: 0, size: 5 },
        ask: { isOn: false, priceTicks: 0, size: 5 },
        isFlattening: false,
      },
      seed: 12,
      beside: { agentName: 'GLFT', run: null },
      before: { speed: '10', playing: true },
    });
  });

  it('is under way once its clock has started', () => {
    const quoting = after({ kind: 'started' });
    expect(quoting.phase).toBe('quoting');
    expect(manualReducer(quoting, { kind: 'started' })).toBe(quoting);
  });

  it('is over when the person’s record follows the agent’s', () => {
    const waiting = after(
      { kind: 'started' },
      command({ kind: 'place', side: 'bid', priceTicks: 101 }),
      { kind: 'episodeEnded', episode: rival },
    );
    expect([waiting.phase, waiting.result]).toEqual(['quoting', null]);
    const over = manualReducer(waiting, { kind: 'episodeEnded', episode: manual });
    expect(over).toMatchObject({ phase: 'over', limit: null, result: { manual, rival } });
  });

  it('has no result without the agent’s record, nor with that of another agent', () => {
    expect(after({ kind: 'episodeEnded', episode: manual }).result).toBeNull();
    const other = storeEpisode(recordOf([row], [], { id: '5-13' }));
    const state = after(
      { kind: 'episodeEnded', episode: rival },
      { kind: 'episodeEnded', episode: other },
    );
    expect([state.phase, state.result]).toEqual(['ready', null]);
  });

  it('keeps its sizes and forgets its quotes and result when another begins', () => {
    const state = after(
      command({ kind: 'resize', contracts: 2, side: 'ask' }),
      command(join),
      { kind: 'episodeEnded', episode: rival },
      { kind: 'episodeEnded', episode: manual },
      { kind: 'restarted', seed: 13, beside: { agentName: 'random', run: null } },
    );
    expect(state).toMatchObject({ phase: 'ready', seed: 13, rival: null, result: null });
    expect(prices(state)).toEqual([null, null]);
    expect([state.quotes.bid.size, state.quotes.ask.size]).toEqual([5, 7]);
    expect(besideName({ manual: state, runs: [] })).toBe('Random');
  });

  it('leaves nothing behind when the person leaves', () => {
    expect(after(command(join), { kind: 'left' })).toBe(INITIAL_MANUAL);
  });

  it('does not exist before a person enters: every other event changes nothing', () => {
    const events: ManualEvent[] = [
      command(join),
      { kind: 'restarted', seed: 1, beside: { agentName: 'random', run: null } },
      { kind: 'answered', beside: { agentName: 'random', run: null } },
      { kind: 'started' },
      { kind: 'frameArrived', market },
      { kind: 'episodeEnded', episode: rival },
      { kind: 'left' },
    ];
    expect(events.map((event) => manualReducer(INITIAL_MANUAL, event))).toEqual(
      events.map(() => INITIAL_MANUAL),
    );
  });
});

describe('a command before the first frame', () => {
  it('waits for the prices when it puts a quote at the best price', () => {
    const waiting = after(command(join, null));
    expect(prices(waiting)).toEqual([null, null]);
    expect(manualReducer(waiting, { kind: 'frameArrived', market: null })).toBe(waiting);
    const quoting = manualReducer(waiting, { kind: 'frameArrived', market: marketAt(90, 91) });
    expect([prices(quoting), quoting.waiting]).toEqual([[90, 91], null]);
    expect(manualReducer(quoting, { kind: 'frameArrived', market })).toBe(quoting);
  });

  it('gives way to a later one', () => {
    const state = after(command(join, null), command({ kind: 'toggle', side: 'ask' }, null), {
      kind: 'frameArrived',
      market,
    });
    expect(prices(state)).toEqual([null, 101]);
  });

  it('is dropped when it speaks of prices or sizes that are not there yet', () => {
    const ready = after();
    const dropped: ManualCommand[] = [
      { kind: 'place', side: 'bid', priceTicks: 99 },
      { kind: 'resize', contracts: 1, side: null },
      { kind: 'cancel' },
      { kind: 'flatten' },
    ];
    for (const asked of dropped) expect(manualReducer(ready, command(asked, null))).toBe(ready);
  });
});

describe('a quote by hand', () => {
  it('joins the best price, and moves by ticks from where it stands', () => {
    expect(prices(after(command({ kind: 'move', side: 'ask', ticks: 3 })))).toEqual([null, 101]);
    const moved = after(command(join), command({ kind: 'move', side: 'bid', ticks: -1 }));
    expect(prices(moved)).toEqual([99, 101]);
  });

  it('moves from the nearest price within reach when the market has run away', () => {
    // Four ticks from a mid of 106.5 is 102.5: the bid stands at 103.
    const asked = command({ kind: 'move', side: 'bid', ticks: 1 }, marketAt(106, 107));
    expect(prices(after(command({ kind: 'place', side: 'bid', priceTicks: 99 }), asked))).toEqual([
      104,
      null,
    ]);
  });

  it('rests beside the price that would cross the spread, and says so until the next command', () => {
    const held = after(command({ kind: 'place', side: 'bid', priceTicks: 103 }));
    expect(prices(held)).toEqual([100, null]);
    expect(held.limit).toEqual({ side: 'bid', why: 'crosses' });
    expect(manualReducer(held, command(join)).limit).toBeNull();
  });

  it('says whether a price is too far from the mid, or from the other quote', () => {
    const bid = command({ kind: 'place', side: 'bid', priceTicks: 100 });
    const limitAt = (priceTicks: number) =>
      after(bid, command({ kind: 'place', side: 'ask', priceTicks })).limit;
    expect(limitAt(120)).toEqual({ side: 'ask', why: 'far' });
    expect(limitAt(104)).toEqual({ side: 'ask', why: 'lopsided' });
    expect(limitAt(103)).toBeNull();
  });

  it('is of at least one contract and at most the largest order', () => {
    const sizesAfter = (contracts: number, side: 'bid' | 'ask' | null) => {
      const { quotes } = after(command({ kind: 'resize', contracts, side }));
      return [quotes.bid.size, quotes.ask.size];
    };
    expect(sizesAfter(3, 'bid')).toEqual([8, 5]);
    expect(sizesAfter(7, null)).toEqual([10, 10]);
    expect(sizesAfter(-40, null)).toEqual([1, 1]);
  });

  it('goes when it is toggled, when all are cancelled, and when the position is closed', () => {
    expect(prices(after(command(join), command({ kind: 'toggle', side: 'bid' })))).toEqual([
      null,
      101,
    ]);
    const cancelled = after(command(join), command({ kind: 'cancel' }));
    expect([prices(cancelled), cancelled.quotes.isFlattening]).toEqual([[null, null], false]);
    const flattening = after(command(join), command({ kind: 'flatten' }));
    expect([prices(flattening), flattening.quotes.isFlattening]).toEqual([[null, null], true]);
    expect(manualReducer(flattening, command(join)).quotes.isFlattening).toBe(false);
  });
});
