import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { HAND_AGENT_NAME } from '../../../src/agents/manual/manualAgent';
import type { HandQuotes } from '../../../src/agents/manual/manualQuotes';
import { DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { HEADER, HEADER_LENGTH } from '../../../src/protocol/frames';
import { agentEpisodes, storeEpisode } from '../../../src/store/replay/episodes';
import { HandDesk, NO_HAND } from '../../../src/store/manual/manualController';
import { decidingTerms, finalScores } from '../../../src/store/manual/manualScore';
import { NO_REPLAY } from '../../../src/store/replay/replayController';
import { DEFAULT_SETTINGS } from '../../../src/store/settings/settings';
import type { SessionState } from '../../../src/store/state';
import { recordOf, type Row } from '../live/frames';

const SEED = 12;

/** A desk whose market shows what the test says: a touch of 100 to 101 at first. */
function open() {
  const header = new Float64Array(HEADER_LENGTH).fill(Number.NaN);
  const shows = (fields: Row<typeof HEADER>) => {
    for (const [name, value] of Object.entries(fields)) {
      header[HEADER[name as keyof typeof HEADER]] = value;
    }
  };
  shows({ episode: 4, seed: SEED, step: 30, bestBid: 100, bestAsk: 101 });
  const calls: string[] = [];
  let sent: HandQuotes | null = null;
  let now = 3;
  const store = createStore(
    () =>
      ({
        settings: { ...DEFAULT_SETTINGS, speed: 'max' },
        applied: DEFAULT_SETTINGS,
        mode: 'live',
        playing: true,
        hand: NO_HAND,
        episodes: [],
        runs: [],
        watchedRun: null,
        replay: NO_REPLAY,
      }) as Partial<SessionState> as SessionState,
  );
  const desk: HandDesk = new HandDesk(
    store,
    {
      quoteByHand: (seed) => {
        calls.push(`quote by hand, seed ${seed}`);
        shows({ episode: header[HEADER.episode] + 1, seed, step: 0, rivalEquityDollars: 0 });
      },
      setHandQuotes: (quotes) => {
        sent = quotes;
      },
      leaveHand: () => {
        calls.push('leave');
        shows({ rivalEquityDollars: Number.NaN });
      },
    },
    {
      header: () => header,
      now: () => now,
      showLive: () => calls.push('live'),
      setPlaying: (playing) => {
        calls.push(playing ? 'play' : 'pause');
        store.setState({ playing });
        if (playing) desk.noteStart();
      },
      setSpeed: (speed) => calls.push(`speed ${speed}`),
    },
  );
  return {
    desk,
    store,
    calls,
    shows,
    hand: () => store.getState().hand,
    /** Bid and ask as they were sent last; null for a side that is off. */
    sent: () =>
      [sent?.bid, sent?.ask].map((quote) => (quote?.isOn === true ? quote.priceTicks : null)),
    sizes: () => [sent?.bid.size, sent?.ask.size],
    frameAt: (seconds: number, fields: Row<typeof HEADER>) => {
      now = seconds;
      shows(fields);
      desk.noteFrame();
    },
  };
}

function entered() {
  const opened = open();
  opened.desk.enter();
  opened.calls.length = 0;
  return opened;
}

const terms = (spreadCapture: number, adverseSelection: number) => ({
  spreadCapture,
  adverseSelection,
  inventoryPnl: 0,
  fees: 0,
  inventoryPenalty: 0,
  spreadPenalty: 0,
});

const row = (step: number, equityDollars: number, inventory: number, spread: number) => ({
  step,
  timeSeconds: step / 10,
  bestBid: 100,
  bestAsk: 101,
  equityDollars,
  inventory,
  ...terms(spread, -1),
});

/** The agent's record, then the person's. */
const ended = () =>
  [
    recordOf([row(1, 5, 2, 20), row(2, 40, 0, 20)], [], { id: '5-12-agent', seed: SEED }),
    recordOf([row(1, 3, -6, 5), row(2, 10, 0, 6)], [], {
      id: '5-12',
      seed: SEED,
      agentName: HAND_AGENT_NAME,
    }),
  ].map((record) => storeEpisode(record));

describe('the desk of quoting by hand', () => {
  it('begins the live episode anew at the market’s own pace, on a clock that waits', () => {
    const { desk, calls, hand } = open();
    desk.enter();
    expect(calls).toEqual(['live', 'speed 1', 'pause', `quote by hand, seed ${SEED}`]);
    expect(hand()).toMatchObject({ phase: 'ready', rivalName: 'Pre-trained on ES' });
  });

  it('starts the clock with the first quote', () => {
    const { desk, calls, hand, sent } = entered();
    desk.resize(1);
    expect(calls).toEqual([]);
    desk.join();
    expect(sent()).toEqual([100, 101]);
    expect(calls).toEqual(['play']);
    expect(hand().phase).toBe('quoting');
  });

  it('waits with a command for the first frame of its episode, whose prices it does not know', () => {
    const { desk, shows, sent, frameAt } = entered();
    shows({ step: 30 });
    desk.join();
    expect(sent()).toEqual([null, null]);
    frameAt(3, { step: 0, bestBid: 90, bestAsk: 91 });
    expect(sent()).toEqual([90, 91]);
    frameAt(3.1, { step: 1, bestBid: 89, bestAsk: 90 });
    expect(sent()).toEqual([90, 91]);
  });

  it('moves a quote by ticks from where it stands, and joins the best price where there is none', () => {
    const { desk, sent, shows } = entered();
    desk.move('bid', 1);
    expect(sent()).toEqual([100, null]);
    desk.move('bid', -1);
    expect(sent()).toEqual([99, null]);
    // The market runs away from it: it stands four ticks from the mid, and moves from there.
    shows({ bestBid: 106, bestAsk: 107 });
    expect(desk.standing().bidPrice).toBe(103);
    desk.move('bid', 1);
    expect(sent()).toEqual([104, null]);
  });

  it('holds a price while the mid moves', () => {
    const { desk, sent, shows } = entered();
    desk.place('bid', 99);
    shows({ bestBid: 101, bestAsk: 102 });
    expect(desk.standing().bidPrice).toBe(99);
    expect(sent()).toEqual([99, null]);
  });

  it('says what held a quote back, until the next command', () => {
    const { desk, hand, sent } = entered();
    desk.place('bid', 103);
    expect(sent()).toEqual([100, null]);
    expect(hand().limit).toEqual({ side: 'bid', why: 'crosses' });
    desk.place('ask', 120);
    expect(hand().limit).toEqual({ side: 'ask', why: 'far' });
    desk.place('ask', 104);
    expect(sent()).toEqual([100, 103]);
    expect(hand().limit).toEqual({ side: 'ask', why: 'lopsided' });
    desk.move('ask', -1);
    expect(hand().limit).toBeNull();
  });

  it('keeps sizes between one contract and the largest order', () => {
    const { desk, sizes } = entered();
    desk.resize(3, 'bid');
    expect(sizes()).toEqual([8, 5]);
    desk.resize(7);
    expect(sizes()).toEqual([10, 10]);
    desk.resize(-40);
    expect(sizes()).toEqual([1, 1]);
  });

  it('takes quotes away one by one, both at once, and with the position', () => {
    const { desk, sent, hand } = entered();
    desk.join();
    desk.toggleSide('ask');
    expect(sent()).toEqual([100, null]);
    desk.toggleSide('ask');
    expect(sent()).toEqual([100, 101]);
    desk.cancelAll();
    expect(sent()).toEqual([null, null]);
    desk.join();
    desk.flatten();
    expect(sent()).toEqual([null, null]);
    expect(hand().quotes.isFlattening).toBe(true);
    desk.join();
    expect(hand().quotes.isFlattening).toBe(false);
  });

  it('changes nothing while a replay is on screen', () => {
    const { desk, store, sent } = entered();
    desk.join();
    store.setState({ mode: 'replay' });
    desk.cancelAll();
    expect(sent()).toEqual([100, 101]);
  });

  it('draws the agent’s profit beside: live, and where the episode is seen again', () => {
    const { desk, store, frameAt } = entered();
    frameAt(3, { step: 0 });
    expect(desk.trace?.count).toBe(0);
    frameAt(3.1, { step: 1, rivalEquityDollars: 5 });
    frameAt(3.1, { step: 1, rivalEquityDollars: 5 });
    frameAt(3.2, { step: 2, rivalEquityDollars: 7 });
    expect(desk.trace?.count).toBe(2);
    expect([desk.trace?.timeAt(1), desk.trace?.valueAt(1)]).toEqual([3.2, 7]);
    const episodes = ended();
    store.setState({ episodes, mode: 'replay', replay: { ...NO_REPLAY, id: '5-12' } });
    expect([desk.trace?.count, desk.trace?.valueAt(1)]).toEqual([2, 40]);
    store.setState({ replay: { ...NO_REPLAY, id: '5-12-agent' } });
    expect(desk.trace).toBeNull();
  });

  it('ends with both episodes and their difference, and waits', () => {
    const { desk, hand, calls } = entered();
    desk.join();
    desk.receive(ended());
    expect(calls.at(-1)).toBe('pause');
    const { phase, result } = hand();
    expect(phase).toBe('over');
    if (result === null) throw new Error('no result');
    const scores = finalScores(result, DEFAULT_REWARD_WEIGHTS);
    expect(scores.you).toMatchObject({ profitDollars: 10, inventory: 3, reward: 9 });
    expect(scores.agent).toMatchObject({ profitDollars: 40, inventory: 1, reward: 38 });
    // Both lost the same to adverse selection: the spread alone sets them apart.
    expect(decidingTerms(scores)).toEqual([{ term: 'spreadCapture', dollars: -29 }]);
  });

  it('is no evidence of any agent', () => {
    const episodes = ended();
    expect(agentEpisodes(episodes)).toEqual([episodes[0]]);
  });

  it('goes on with the same seed, with the next, or back to the agent as it was', () => {
    const { desk, calls, hand } = entered();
    desk.resize(2);
    desk.join();
    desk.receive(ended());
    calls.length = 0;
    desk.again();
    expect(calls).toEqual(['live', 'pause', `quote by hand, seed ${SEED}`]);
    expect(hand()).toMatchObject({ phase: 'ready', result: null });
    expect(hand().quotes.bid).toEqual({ isOn: false, priceTicks: 0, size: 7 });
    desk.next();
    expect(calls.at(-1)).toBe(`quote by hand, seed ${SEED + 1}`);
    calls.length = 0;
    desk.toggle();
    expect(calls).toEqual(['leave', 'speed max', 'play']);
    expect(hand()).toEqual(NO_HAND);
  });

  it('gives up an episode whose worker is gone, and says so', () => {
    const { desk, hand, calls } = entered();
    expect(desk.lose()).toBe(true);
    expect(calls).toEqual(['speed max', 'play']);
    expect(hand().phase).toBe('off');
    expect(desk.lose()).toBe(false);
  });
});
