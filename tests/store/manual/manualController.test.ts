import { exampleSummary } from '../../components/examples';
import type { Played } from '../../../src/protocol/episodePlayers';
import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { MANUAL_AGENT_NAME } from '../../../src/agents/manual/manualAgent';
import type { ManualQuotes } from '../../../src/agents/manual/manualQuotes';
import { DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { besideOf } from '../../../src/session/besideOf';
import { HEADER, HEADER_LENGTH } from '../../../src/protocol/frames';
import { storeEpisode } from '../../../src/store/replay/episodes';
import { ManualController } from '../../../src/store/manual/manualController';
import { besideName } from '../../../src/store/manual/besideName';
import { INITIAL_MANUAL } from '../../../src/store/manual/manualState';
import { decidingTerms, finalScores } from '../../../src/store/manual/manualScore';
import { INITIAL_REPLAY } from '../../../src/store/replay/replayState';
import { DEFAULT_SETTINGS } from '../../../src/store/settings/settings';
import type { SessionState } from '../../../src/store/state';
import { recordOf, type Row } from '../live/frames';

const SEED = 12;

/** A controller whose market shows what the test says: a touch of 100 to 101 at first. */
function open() {
  const header = new Float64Array(HEADER_LENGTH).fill(Number.NaN);
  const shows = (fields: Row<typeof HEADER>) => {
    for (const [name, value] of Object.entries(fields)) {
      header[HEADER[name as keyof typeof HEADER]] = value;
    }
  };
  shows({ episode: 4, seed: SEED, step: 30, bestBid: 100, bestAsk: 101, inventory: 0 });
  const calls: string[] = [];
  /** Who the market says plays in the next episodes. */
  const answers: (Played | null)[] = [];
  let sent: ManualQuotes | null = null;
  let now = 3;
  const store = createStore(
    () =>
      ({
        settings: { ...DEFAULT_SETTINGS, speed: 'max' },
        applied: DEFAULT_SETTINGS,
        mode: 'live',
        playing: true,
        manual: INITIAL_MANUAL,
        episodes: [],
        runs: [],
        watchedRun: null,
        replay: INITIAL_REPLAY,
      }) as Partial<SessionState> as SessionState,
  );
  const controller: ManualController = new ManualController(
    store,
    {
      quoteManually: (seed) => {
        calls.push(`quote by hand, seed ${seed}`);
        shows({ episode: header[HEADER.episode] + 1, seed, step: 0, rivalEquityDollars: 0 });
        return Promise.resolve(answers.shift() ?? null);
      },
      setManualQuotes: (quotes) => {
        sent = quotes;
      },
      leaveManual: () => {
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
        if (playing) controller.noteStart();
      },
      setSpeed: (speed) => calls.push(`speed ${speed}`),
    },
  );
  return {
    controller,
    store,
    calls,
    answers,
    shows,
    manual: () => store.getState().manual,
    /** Bid and ask as they were sent last; null for a side that is off. */
    sent: () =>
      [sent?.bid, sent?.ask].map((quote) => (quote?.isOn === true ? quote.priceTicks : null)),
    sizes: () => [sent?.bid.size, sent?.ask.size],
    frameAt: (seconds: number, fields: Row<typeof HEADER>) => {
      now = seconds;
      shows(fields);
      controller.noteFrame();
    },
  };
}

/** Settles what waits for an answer of the market. */
const flushed = () => new Promise((resolve) => setTimeout(resolve));

function entered() {
  const opened = open();
  opened.controller.enter();
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
const ended = () => {
  const agents = recordOf([row(1, 5, 2, 20), row(2, 40, 0, 20)], [], { id: '5-12', seed: SEED });
  const persons = recordOf([row(1, 3, -6, 5), row(2, 10, 0, 6)], [], {
    id: '5-12',
    seed: SEED,
    agentName: MANUAL_AGENT_NAME,
    isByHand: true,
    ...besideOf(agents, false),
  });
  return [{ ...agents, id: '5-12-agent' }, persons].map((record) => storeEpisode(record));
};

describe('the controller of quoting by hand', () => {
  it('begins the live episode anew at the market’s own pace, on a clock that waits', () => {
    const { controller, calls, manual } = open();
    controller.enter();
    expect(calls).toEqual(['live', 'speed 1', 'pause', `quote by hand, seed ${SEED}`]);
    expect(manual()).toMatchObject({ phase: 'ready', beside: { agentName: 'Pre-trained on ES' } });
  });

  it('names the agent that the market lets play, in this episode and in the next', async () => {
    const { controller, store, answers } = open();
    const name = () => besideName(store.getState());
    const run = { id: '1', title: 'Run 1' };
    answers.push({ agentName: 'inventory skewed', run: null }, { agentName: 'Run 1', run });
    controller.enter();
    await flushed();
    expect(name()).toBe('Inventory-skewed');
    controller.again();
    expect(name()).toBe('Pre-trained on ES');
    await flushed();
    expect(name()).toBe('Run 1');
    store.setState({ runs: [exampleSummary('1', [1], { name: 'Patient' })] });
    expect(name()).toBe('Patient');
  });

  it('does not take what the market says of an episode for one that began since', async () => {
    const { controller, store, answers } = open();
    answers.push({ agentName: 'GLFT', run: null }, { agentName: 'random', run: null });
    controller.enter();
    controller.next();
    controller.leave();
    await flushed();
    expect(store.getState().manual).toBe(INITIAL_MANUAL);
  });

  it('starts the clock with the first quote', () => {
    const { controller, calls, manual, sent } = entered();
    controller.resize(1);
    expect(calls).toEqual([]);
    controller.join();
    expect(sent()).toEqual([100, 101]);
    expect(calls).toEqual(['play']);
    expect(manual().phase).toBe('quoting');
  });

  it('waits with a command for the first frame of its episode, whose prices it does not know', () => {
    const { controller, shows, sent, frameAt } = entered();
    shows({ step: 30 });
    controller.join();
    expect(sent()).toEqual([null, null]);
    frameAt(3, { step: 0, bestBid: 90, bestAsk: 91 });
    expect(sent()).toEqual([90, 91]);
    frameAt(3.1, { step: 1, bestBid: 89, bestAsk: 90 });
    expect(sent()).toEqual([90, 91]);
  });

  it('moves a quote by ticks from where it stands, and joins the best price where there is none', () => {
    const { controller, sent, shows } = entered();
    controller.move('bid', 1);
    expect(sent()).toEqual([100, null]);
    controller.move('bid', -1);
    expect(sent()).toEqual([99, null]);
    // The market runs away from it: it waits, and moves from four ticks from the mid.
    shows({ bestBid: 106, bestAsk: 107 });
    expect(controller.standing().bidSize).toBe(0);
    expect(controller.onHold()).toEqual([{ side: 'bid', why: 'far' }]);
    controller.move('bid', 1);
    expect(sent()).toEqual([104, null]);
  });

  it('holds a price while the mid moves', () => {
    const { controller, sent, shows } = entered();
    controller.place('bid', 99);
    shows({ bestBid: 101, bestAsk: 102 });
    expect(controller.standing()).toMatchObject({ bidPrice: 99, bidSize: 5 });
    expect(sent()).toEqual([99, null]);
    expect(controller.onHold()).toEqual([]);
  });

  it('says what held a quote back, until the next command', () => {
    const { controller, manual, sent } = entered();
    controller.place('bid', 103);
    expect(sent()).toEqual([100, null]);
    expect(manual().limit).toEqual({ side: 'bid', why: 'crosses' });
    controller.place('ask', 120);
    expect(manual().limit).toEqual({ side: 'ask', why: 'far' });
    controller.place('ask', 104);
    expect(sent()).toEqual([100, 103]);
    expect(manual().limit).toEqual({ side: 'ask', why: 'lopsided' });
    controller.move('ask', -1);
    expect(manual().limit).toBeNull();
  });

  it('keeps sizes between one contract and the largest order', () => {
    const { controller, sizes } = entered();
    controller.resize(3, 'bid');
    expect(sizes()).toEqual([8, 5]);
    controller.resize(7);
    expect(sizes()).toEqual([10, 10]);
    controller.resize(-40);
    expect(sizes()).toEqual([1, 1]);
  });

  it('takes quotes away one by one, both at once, and with the position', () => {
    const { controller, sent, manual } = entered();
    controller.join();
    controller.toggleSide('ask');
    expect(sent()).toEqual([100, null]);
    controller.toggleSide('ask');
    expect(sent()).toEqual([100, 101]);
    controller.cancelAll();
    expect(sent()).toEqual([null, null]);
    controller.join();
    controller.flatten();
    expect(sent()).toEqual([null, null]);
    expect(manual().quotes.isFlattening).toBe(true);
    controller.join();
    expect(manual().quotes.isFlattening).toBe(false);
  });

  it('changes nothing while a replay is on screen', () => {
    const { controller, store, sent } = entered();
    controller.join();
    store.setState({ mode: 'replay' });
    controller.cancelAll();
    expect(sent()).toEqual([100, 101]);
  });

  it('draws the agent’s profit beside: live, and where the episode is seen again', () => {
    const { controller, store, frameAt } = entered();
    frameAt(3, { step: 0 });
    expect(controller.trace?.count).toBe(0);
    frameAt(3.1, { step: 1, rivalEquityDollars: 5 });
    frameAt(3.1, { step: 1, rivalEquityDollars: 5 });
    frameAt(3.2, { step: 2, rivalEquityDollars: 7 });
    expect(controller.trace?.count).toBe(2);
    expect([controller.trace?.timeAt(1), controller.trace?.valueAt(1)]).toEqual([3.2, 7]);
    const episodes = ended();
    store.setState({ episodes, mode: 'replay', replay: { ...INITIAL_REPLAY, id: '5-12' } });
    expect([controller.trace?.count, controller.trace?.valueAt(1)]).toEqual([2, 40]);
    expect(controller.beside?.agentName).toBe('Inventory-skewed');
    store.setState({ replay: { ...INITIAL_REPLAY, id: '5-12-agent' } });
    expect([controller.trace, controller.beside]).toEqual([null, null]);
  });

  it('draws it after a reload too, when the agent’s own episode is gone', () => {
    const { controller, store } = open();
    const [, { record }] = ended();
    const kept = storeEpisode({ ...record, id: 'stored' }, { isOpened: true });
    store.setState({
      episodes: [kept],
      mode: 'replay',
      replay: { ...INITIAL_REPLAY, id: 'stored' },
    });
    expect([controller.trace?.count, controller.trace?.valueAt(1)]).toEqual([2, 40]);
  });

  it('ends with both episodes and their difference, and waits', () => {
    const { controller, manual, calls } = entered();
    controller.join();
    controller.receive(ended());
    expect(calls.at(-1)).toBe('pause');
    const { phase, result } = manual();
    expect(phase).toBe('over');
    if (result === null) throw new Error('no result');
    const scores = finalScores(result, DEFAULT_REWARD_WEIGHTS);
    expect(scores.you).toMatchObject({ profitDollars: 10, inventory: 3, reward: 9 });
    expect(scores.agent).toMatchObject({ profitDollars: 40, inventory: 1, reward: 38 });
    // Both lost the same to adverse selection: the spread alone sets them apart.
    expect(decidingTerms(scores)).toEqual([{ term: 'spreadCapture', dollars: -29 }]);
  });

  it('goes on with the same seed, with the next, or back to the agent as it was', () => {
    const { controller, calls, manual } = entered();
    controller.resize(2);
    controller.join();
    controller.receive(ended());
    calls.length = 0;
    controller.again();
    expect(calls).toEqual(['live', 'pause', `quote by hand, seed ${SEED}`]);
    expect(manual()).toMatchObject({ phase: 'ready', result: null });
    expect(manual().quotes.bid).toEqual({ isOn: false, priceTicks: 0, size: 7 });
    controller.next();
    expect(calls.at(-1)).toBe(`quote by hand, seed ${SEED + 1}`);
    calls.length = 0;
    controller.toggle();
    expect(calls).toEqual(['leave', 'speed max', 'play']);
    expect(manual()).toEqual(INITIAL_MANUAL);
  });

  it('gives up an episode whose worker is gone, and says so', () => {
    const { controller, manual, calls } = entered();
    expect(controller.lose()).toBe(true);
    expect(calls).toEqual(['speed max', 'play']);
    expect(manual().phase).toBe('off');
    expect(controller.lose()).toBe(false);
  });
});
