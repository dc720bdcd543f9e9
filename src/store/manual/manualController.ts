/**
 * Quoting by hand as the page runs it: a person's quotes, the episode that they
 * quote in, and how it went beside the agent's. The market worker plays; here is
 * only what a person changes, and what came of it.
 */
import type { StoreApi } from 'zustand/vanilla';
import {
  placeManually,
  restingReach,
  type ManualQuote,
  type ManualQuotes,
  type ManualSide,
  type Touch,
} from '../../agents/manual/manualQuotes';
import type { SideTrace } from '../../charts/sideTrace';
import type { QuotePair } from '../../env/actionMap';
import type { Lab } from '../../lab/types';
import { HEADER, RIVAL_ID_SUFFIX, SAMPLE } from '../../protocol/frames';
import { agentTitle } from '../settings/configs';
import { isManual, type StoredEpisode } from '../replay/episodes';
import { EpisodeHistory } from '../replay/replay';
import { RivalCurve } from './rivalCurve';
import type { Speed } from '../settings/view';
import { INITIAL_MANUAL, type ManualLimit, type ManualState } from './manualState';
import type { SessionState } from '../state';

/** What quoting by hand does to the session. */
export interface ManualHost {
  /** Of the live market's newest frame. */
  header(): Float64Array;
  /** Its time on the charts' axis. */
  now(): number;
  showLive(): void;
  setPlaying(playing: boolean): void;
  setSpeed(speed: Speed): void;
}

const other = (side: ManualSide): ManualSide => (side === 'bid' ? 'ask' : 'bid');

export class ManualController {
  /** The agent's profit in the episode under way. */
  private readonly curve = new RivalCurve();
  private readonly placed: QuotePair = { bidPrice: 0, bidSize: 0, askPrice: 0, askSize: 0 };
  private before: { readonly speed: Speed; readonly playing: boolean } | null = null;
  private episode = Number.NaN;
  private seed = 0;
  private rival: StoredEpisode | null = null;
  /** A command that came before the first frame of its episode. */
  private early: (() => void) | null = null;
  private replayed: { readonly id: string; readonly trace: SideTrace | null } | null = null;

  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly lab: Pick<Lab, 'quoteManually' | 'setManualQuotes' | 'leaveManual'>,
    private readonly host: ManualHost,
  ) {}

  get isActive(): boolean {
    return this.state.phase !== 'off';
  }

  /** Whether quotes can be changed now: not before the first frame of the episode. */
  get isQuoting(): boolean {
    const { manual, mode } = this.store.getState();
    if (mode !== 'live') return false;
    const header = this.host.header();
    const isShown = !Number.isNaN(header[HEADER.rivalEquityDollars]);
    if (manual.phase === 'ready') return isShown && header[HEADER.step] === 0;
    return manual.phase === 'quoting' && isShown;
  }

  // In and out.

  /** Takes the seat: the episode that is live begins anew, on a clock that waits for the first quote. */
  enter(): void {
    if (this.isActive) return;
    const { settings, playing, watchedRun, runs, applied } = this.store.getState();
    const { [HEADER.seed]: seed } = this.host.header();
    this.before = { speed: settings.speed, playing };
    const run = runs.find(({ id }) => id === watchedRun);
    this.host.showLive();
    this.host.setSpeed('1');
    this.show({ ...INITIAL_MANUAL, rivalName: run?.name ?? agentTitle(settings.agent) });
    const size = Math.max(1, Math.round(applied.maxOrderSize / 2));
    this.begin(Number.isFinite(seed) ? seed : applied.seed, size, size);
  }

  /** The same episode from its start. */
  again(): void {
    this.restart(this.seed);
  }

  /** An episode that neither has seen. */
  next(): void {
    this.restart(this.seed + 1);
  }

  /** Back to the agent, in a new episode; one that is under way is dropped. */
  leave(): void {
    if (!this.isActive) return;
    this.lab.leaveManual();
    this.end();
  }

  toggle(): void {
    if (this.isActive) this.leave();
    else this.enter();
  }

  /** The worker that played is gone, and another trades with the agent. @returns whether that cost an episode */
  lose(): boolean {
    if (!this.isActive) return false;
    const isUnderWay = this.state.phase !== 'over';
    this.end();
    return isUnderWay;
  }

  private restart(seed: number): void {
    if (!this.isActive) return;
    const { bid, ask } = this.state.quotes;
    this.host.showLive();
    this.begin(seed, bid.size, ask.size);
  }

  private begin(seed: number, bidSize: number, askSize: number): void {
    const quotes = { bid: off(bidSize), ask: off(askSize), isFlattening: false };
    this.seed = seed;
    this.episode = Number.NaN;
    this.rival = null;
    this.early = null;
    this.curve.clear();
    this.host.setPlaying(false);
    this.lab.quoteManually(seed, quotes);
    this.show({ phase: 'ready', quotes, limit: null, result: null });
  }

  private end(): void {
    const { before } = this;
    this.before = null;
    this.curve.clear();
    this.show(INITIAL_MANUAL);
    if (before === null) return;
    this.host.setSpeed(before.speed);
    this.host.setPlaying(before.playing);
  }

  // Quotes.

  /** By ticks from where it stands; one that is off joins the best price of its side. */
  move(side: ManualSide, ticks: number): void {
    this.command(() => {
      const touch = this.touch();
      if (!this.state.quotes[side].isOn) this.place(side, bestOf(side, touch));
      else this.place(side, this.standing(touch)[`${side}Price`] + ticks);
    });
  }

  /** To a price in ticks, or the nearest where it can rest. */
  place(side: ManualSide, priceTicks: number): void {
    if (!this.isQuoting) return;
    const touch = this.touch();
    const asked = this.with(side, { isOn: true, priceTicks });
    placeManually(asked, touch, this.placed);
    const stands = this.placed[`${side}Price`];
    this.send({ ...asked, [side]: { ...asked[side], priceTicks: stands } });
    if (stands !== priceTicks) {
      this.show({ limit: { side, why: limitOf(side, priceTicks, touch) } });
    }
  }

  /** Both sides at the best prices. */
  join(): void {
    this.command(() => {
      const { bestBid, bestAsk } = this.touch();
      const { bid, ask } = this.state.quotes;
      this.send({
        bid: { ...bid, isOn: true, priceTicks: bestBid },
        ask: { ...ask, isOn: true, priceTicks: bestAsk },
        isFlattening: false,
      });
    });
  }

  /** Takes a quote away, or puts it to the best price. */
  toggleSide(side: ManualSide): void {
    if (this.isQuoting && this.state.quotes[side].isOn) this.send(this.with(side, { isOn: false }));
    else this.move(side, 0);
  }

  /** By contracts, from 1 to the largest order; of both sides without one. */
  resize(contracts: number, side?: ManualSide): void {
    if (!this.isQuoting) return;
    const most = this.store.getState().applied.maxOrderSize;
    const { quotes } = this.state;
    const sized = (quote: ManualQuote): ManualQuote => ({
      ...quote,
      size: Math.min(most, Math.max(1, quote.size + contracts)),
    });
    this.send({
      ...quotes,
      bid: side === 'ask' ? quotes.bid : sized(quotes.bid),
      ask: side === 'bid' ? quotes.ask : sized(quotes.ask),
    });
  }

  cancelAll(): void {
    if (this.isQuoting) this.send(this.away(false));
  }

  /** Takes the position out across the spread, and the quotes away. */
  flatten(): void {
    if (this.isQuoting) this.send(this.away(true));
  }

  /** Where the quotes stand under the newest frame. The same object every time. */
  standing(touch: Touch = this.touch()): Readonly<QuotePair> {
    placeManually(this.state.quotes, touch, this.placed);
    return this.placed;
  }

  /** At once, or as soon as the prices of the episode are known. */
  private command(work: () => void): void {
    const { manual, mode } = this.store.getState();
    if (this.isQuoting) work();
    else if (mode === 'live' && manual.phase === 'ready') this.early = work;
  }

  private with(side: ManualSide, changes: Partial<ManualQuote>): ManualQuotes {
    const { quotes } = this.state;
    const kept = other(side);
    const changed = { ...quotes[side], ...changes };
    return { ...quotes, [side]: changed, [kept]: quotes[kept], isFlattening: false };
  }

  private away(isFlattening: boolean): ManualQuotes {
    const { bid, ask } = this.state.quotes;
    return { bid: { ...bid, isOn: false }, ask: { ...ask, isOn: false }, isFlattening };
  }

  private send(quotes: ManualQuotes): void {
    this.lab.setManualQuotes(quotes);
    this.show({ quotes, limit: null });
    if (this.state.phase === 'ready' && (quotes.bid.isOn || quotes.ask.isOn)) {
      this.host.setPlaying(true);
    }
  }

  private touch(): Touch {
    const header = this.host.header();
    return { bestBid: header[HEADER.bestBid], bestAsk: header[HEADER.bestAsk] };
  }

  // What the market reports.

  /** The clock has been started, whoever did it. */
  noteStart(): void {
    if (this.state.phase === 'ready') this.show({ phase: 'quoting' });
  }

  /** A frame is on screen. */
  noteFrame(): void {
    const header = this.host.header();
    const dollars = header[HEADER.rivalEquityDollars];
    if (!this.isActive || Number.isNaN(dollars)) return;
    if (header[HEADER.episode] !== this.episode) this.curve.clear();
    this.episode = header[HEADER.episode];
    if (header[HEADER.step] > 0) this.curve.push(this.host.now(), dollars);
    const { early } = this;
    if (early === null || !this.isQuoting) return;
    this.early = null;
    early();
  }

  /** Episodes that ended; a person's comes after the agent's beside it. */
  receive(episodes: readonly StoredEpisode[]): void {
    for (const stored of episodes) {
      const { rival } = this;
      if (stored.record.id.endsWith(RIVAL_ID_SUFFIX)) this.rival = stored;
      else if (this.isActive && rival !== null && isManual(stored.record)) {
        this.host.setPlaying(false);
        this.show({ phase: 'over', limit: null, result: { manual: stored, rival } });
      }
    }
  }

  /** The agent's profit beside what the charts show: live, or in the replay of an episode by hand. */
  get trace(): SideTrace | null {
    const { mode, replay, episodes } = this.store.getState();
    if (mode === 'live') return this.isActive ? this.curve : null;
    if (replay.id === null) return null;
    if (this.replayed?.id !== replay.id) {
      const id = `${replay.id}${RIVAL_ID_SUFFIX}`;
      const beside = episodes.find(({ record }) => record.id === id);
      this.replayed = { id: replay.id, trace: beside === undefined ? null : equityOf(beside) };
    }
    return this.replayed.trace;
  }

  private get state(): ManualState {
    return this.store.getState().manual;
  }

  private show(changes: Partial<ManualState>): void {
    this.store.setState({ manual: { ...this.state, ...changes } });
  }
}

const off = (size: number): ManualQuote => ({ isOn: false, priceTicks: 0, size });

const bestOf = (side: ManualSide, touch: Touch): number =>
  side === 'bid' ? touch.bestBid : touch.bestAsk;

function limitOf(side: ManualSide, priceTicks: number, touch: Touch): ManualLimit {
  const crosses = side === 'bid' ? priceTicks >= touch.bestAsk : priceTicks <= touch.bestBid;
  if (crosses) return 'crosses';
  const { low, high } = restingReach(side, touch, { low: 0, high: 0 });
  return priceTicks < low || priceTicks > high ? 'far' : 'lopsided';
}

function equityOf({ record }: StoredEpisode): SideTrace {
  const history = new EpisodeHistory(record);
  return {
    count: history.end,
    timeAt: (index) => history.timeAt(index),
    valueAt: (index) => history.valueAt(index, SAMPLE.equityDollars),
  };
}
