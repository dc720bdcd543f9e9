/**
 * The manual controller passes commands and reports to `manualReducer`, and sends what it decides
 * to the market worker, which plays the episode.
 */
import type { StoreApi } from 'zustand/vanilla';
import {
  placeManually,
  quotesOnHold,
  type ManualSide,
  type QuotingMarket,
} from '../../agents/manual/manualQuotes';
import type { SideTrace } from '../../charts/sideTrace';
import type { QuotePair } from '../../env/actionMap';
import type { Lab } from '../../lab/types';
import type { BesideAgent } from '../../protocol/besideAgent';
import type { Played } from '../../protocol/episodePlayers';
import { HEADER, type EpisodeRecord } from '../../protocol/frames';
import { liveAgentTitle } from '../live/liveAgentTitle';
import type { StoredEpisode } from '../replay/episodes';
import type { Speed } from '../settings/view';
import type { SessionState } from '../state';
import { besideName } from './besideName';
import { manualReducer, type ManualEvent, type ManualMarket } from './manualReducer';
import type { ManualCommand, ManualState } from './manualState';
import { RivalCurve, besideTrace } from '../live/rivalCurve';

/** Parts of the session that quoting by hand needs. */
export interface ManualHost {
  /** Header of the live market's newest frame. */
  header(): Float64Array;
  /** Time of that frame on the charts' axis. */
  now(): number;
  showLive(): void;
  setPlaying(playing: boolean): void;
  setSpeed(speed: Speed): void;
}

export class ManualController {
  /** Profit of the agent in the episode under way. */
  private readonly curve = new RivalCurve();
  /** Counts episodes, so that what the market says of one is not taken for another's. */
  private game = 0;
  private readonly placed: QuotePair = { bidPrice: 0, bidSize: 0, askPrice: 0, askSize: 0 };
  /** Profit of the agent in the episode that was replayed last. */
  private replayedTrace: { readonly curve: Float64Array; readonly trace: SideTrace } | null = null;

  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly lab: Pick<Lab, 'quoteManually' | 'setManualQuotes' | 'leaveManual'>,
    private readonly host: ManualHost,
  ) {}

  get isActive(): boolean {
    return this.state.phase !== 'off';
  }

  /** Whether quotes can be changed: not before the first frame of the episode. */
  get isQuoting(): boolean {
    return this.market() !== null;
  }

  // The person comes and goes.

  /**
   * Begins the live episode anew, on a clock that waits for the person's first quote.
   * @param inOneBook whether the agent trades in the person's book, not in one of its own
   */
  enter(inOneBook = false): void {
    if (this.isActive) return;
    const state = this.store.getState();
    const { settings, playing, applied } = state;
    const { [HEADER.seed]: seed } = this.host.header();
    this.host.showLive();
    this.host.setSpeed('1');
    this.begin({
      kind: 'entered',
      seed: Number.isFinite(seed) ? seed : applied.seed,
      size: Math.max(1, Math.round(applied.maxOrderSize / 2)),
      beside: this.expected,
      isInOneBook: inOneBook,
      before: { speed: settings.speed, playing },
    });
  }

  /** Plays the same episode from its start. */
  again(): void {
    this.restart(this.state.seed);
  }

  /** Plays an episode that neither has seen. */
  next(): void {
    this.restart(this.state.seed + 1);
  }

  /** Hands the market back to the agent, in a new episode; one that is under way is dropped. */
  leave(): void {
    if (!this.isActive) return;
    this.lab.leaveManual();
    this.end();
  }

  toggle(): void {
    if (this.isActive) this.leave();
    else this.enter();
  }

  /** Leaves because the worker that played is gone. @returns true when that cost an episode */
  lose(): boolean {
    if (!this.isActive) return false;
    const isUnderWay = this.state.phase !== 'over';
    this.end();
    return isUnderWay;
  }

  private restart(seed: number): void {
    if (!this.isActive) return;
    this.host.showLive();
    this.begin({ kind: 'restarted', seed, beside: this.expected });
  }

  private begin(event: Extract<ManualEvent, { kind: 'entered' | 'restarted' }>): void {
    this.curve.clear();
    this.host.setPlaying(false);
    void this.play(this.reduce(event));
  }

  /** Begins the episode in the market, which says who plays beside the person. */
  private async play({ seed, quotes, isInOneBook }: ManualState): Promise<void> {
    const game = (this.game += 1);
    const beside = await this.lab.quoteManually(seed, quotes, isInOneBook);
    if (beside !== null && game === this.game) this.reduce({ kind: 'answered', beside });
  }

  /** The agent that is to play beside the person, as far as the page knows. */
  private get expected(): Played {
    const state = this.store.getState();
    const [title, run] = [liveAgentTitle(state), state.watchedRun];
    return { agentName: title, run: run === null ? null : { id: run, title } };
  }

  private end(): void {
    const { before } = this.state;
    this.game += 1;
    this.curve.clear();
    this.reduce({ kind: 'left' });
    if (before === null) return;
    this.host.setSpeed(before.speed);
    this.host.setPlaying(before.playing);
  }

  // ManualCommand says what each of these does.

  move(side: ManualSide, ticks: number): void {
    this.command({ kind: 'move', side, ticks });
  }

  place(side: ManualSide, priceTicks: number): void {
    this.command({ kind: 'place', side, priceTicks });
  }

  join(): void {
    this.command({ kind: 'join' });
  }

  toggleSide(side: ManualSide): void {
    this.command({ kind: 'toggle', side });
  }

  resize(contracts: number, side?: ManualSide): void {
    this.command({ kind: 'resize', contracts, side: side ?? null });
  }

  cancelAll(): void {
    this.command({ kind: 'cancel' });
  }

  flatten(): void {
    this.command({ kind: 'flatten' });
  }

  /** Says which quotes are on hold under the newest frame, and why. */
  onHold(): ReturnType<typeof quotesOnHold> {
    return quotesOnHold(this.state.quotes, this.touch());
  }

  /**
   * Says where the quotes stand under the newest frame, in the same object every time; one that is
   * on hold has size 0.
   */
  standing(): Readonly<QuotePair> {
    placeManually(this.state.quotes, this.touch(), this.placed);
    return this.placed;
  }

  private command(command: ManualCommand): void {
    if (this.store.getState().mode !== 'live') return;
    this.quote({ kind: 'command', command, market: this.market() });
  }

  /** Sends the quotes that an event changed; the first of an episode starts its clock. */
  private quote(event: Extract<ManualEvent, { kind: 'command' | 'frameArrived' }>): void {
    const before = this.state.quotes;
    const { quotes, phase } = this.reduce(event);
    if (quotes === before) return;
    this.lab.setManualQuotes(quotes);
    if (phase === 'ready' && (quotes.bid.isOn || quotes.ask.isOn)) this.host.setPlaying(true);
  }

  /**
   * The market is null while quotes cannot be changed: in a replay, after the end, and before the
   * first frame.
   */
  private market(): ManualMarket | null {
    const { manual, mode, applied } = this.store.getState();
    const header = this.host.header();
    if (mode !== 'live' || Number.isNaN(header[HEADER.rivalEquityDollars])) return null;
    const isFirstFrame = manual.phase === 'ready' && header[HEADER.step] === 0;
    if (!isFirstFrame && manual.phase !== 'quoting') return null;
    return { touch: this.touch(), maxOrderSize: applied.maxOrderSize };
  }

  private touch(): QuotingMarket {
    const header = this.host.header();
    return {
      bestBid: header[HEADER.bestBid],
      bestAsk: header[HEADER.bestAsk],
      inventory: header[HEADER.inventory],
      maxInventory: this.store.getState().applied.maxInventory,
    };
  }

  // The market reports the following.

  /** Notes that the clock has been started, whoever did it. */
  noteStart(): void {
    this.reduce({ kind: 'started' });
  }

  /** Notes that a new frame is on screen. */
  noteFrame(): void {
    const header = this.host.header();
    const dollars = header[HEADER.rivalEquityDollars];
    if (!this.isActive || Number.isNaN(dollars)) return;
    this.curve.follow(header[HEADER.episode]);
    if (header[HEADER.step] > 0) this.curve.push(this.host.now(), dollars);
    this.quote({ kind: 'frameArrived', market: this.market() });
  }

  /** Takes the episodes that ended, oldest first. */
  receive(episodes: readonly StoredEpisode[]): void {
    for (const episode of episodes) {
      const { phase, result } = this.reduce({ kind: 'episodeEnded', episode });
      if (phase === 'over' && result?.manual === episode) this.host.setPlaying(false);
    }
  }

  /**
   * The agent beside the person whose episode is on screen, live or in replay; null where there is
   * none.
   */
  get beside(): BesideAgent | null {
    const state = this.store.getState();
    if (state.mode !== 'live') return this.replayed?.beside ?? null;
    const { isInOneBook: isInBook } = state.manual;
    return this.isActive ? { agentName: besideName(state), isInBook } : null;
  }

  /** The profit of that agent. */
  get trace(): SideTrace | null {
    if (this.store.getState().mode === 'live') return this.isActive ? this.curve : null;
    const { besideCurve } = this.replayed ?? {};
    if (besideCurve === undefined) return null;
    if (this.replayedTrace?.curve !== besideCurve) {
      this.replayedTrace = { curve: besideCurve, trace: besideTrace(besideCurve) };
    }
    return this.replayedTrace.trace;
  }

  private get replayed(): EpisodeRecord | undefined {
    const { replay, episodes } = this.store.getState();
    return episodes.find(({ record }) => record.id === replay.id)?.record;
  }

  private get state(): ManualState {
    return this.store.getState().manual;
  }

  private reduce(event: ManualEvent): ManualState {
    const manual = manualReducer(this.state, event);
    if (manual !== this.state) this.store.setState({ manual });
    return manual;
  }
}
