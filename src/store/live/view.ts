/**
 * The view is what the screen shows: the live market as it streams in, or the episode that is
 * replayed. The charts read it once per frame; nothing here is in the store.
 */
import type { StoreApi } from 'zustand/vanilla';
import { fillsInWindow, type History, type TimeWindow } from '../../charts/history';
import type { SideTrace } from '../../charts/sideTrace';
import { momentOf, type TimeView } from '../../charts/plotArea';
import { clampWindow, panWindow, windowBetween, zoomWindow } from '../../charts/timeZoom';
import { DEFAULT_ENV_CONFIG } from '../../env/config';
import { instrumentOf, marketConfig } from '../settings/configs';
import type { FrameRing } from './frameRing';
import type { ReplayController } from '../replay/replayController';
import type { ReplayPlayer } from '../replay/replayPlayer';
import type { SessionState } from '../state';

/** Seconds of history that the charts begin with: few, so that the first seconds fill them. */
const FIRST_WINDOW_SECONDS = 8;
/** Share of the window within which marks of fills overlap: some 8 of 800 CSS pixels. */
const APART_SHARE = 0.01;
/** Seconds shown around such a fill. */
const APART_WINDOW_SECONDS = 10;

export class View {
  /** Time under the pointer in any chart, on the shared axis; NaN without a pointer. */
  private hoverSeconds = Number.NaN;
  /** Window that the user looks closer at, and the history it belongs to; null when it follows. */
  private zoomed: { readonly window: TimeWindow; readonly of: string } | null = null;
  private selected: TimeWindow | null = null;
  private hasChanged = false;

  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly ring: FrameRing,
    private readonly replayController: ReplayController,
  ) {}

  get history(): History {
    return this.replay?.history ?? this.ring;
  }

  /** Header of the live market's newest frame, or of the replayed step. */
  get header(): Float64Array {
    return this.replay?.header ?? this.ring.header;
  }

  /** Unweighted reward terms, summed over that frame's episode so far. */
  get termSums(): Float64Array {
    return (this.replay ?? this.ring).termSums;
  }

  get ladder(): Float64Array {
    return this.replay?.ladder ?? this.ring.ladder;
  }

  /** Rows of those who trade in the book on screen, see RIVAL_FIELDS. */
  get rivals(): Float64Array {
    return this.replay?.rivals ?? this.ring.rivals;
  }

  /** Profits of those in that book, over the charts' time. */
  get rivalTraces(): readonly SideTrace[] {
    return (this.replay ?? this.ring).rivalTraces;
  }

  /** Points per tick of the market on screen. */
  get tickSize(): number {
    return this.replay?.record.tickSize ?? instrumentOf(this.state.applied).tickSize;
  }

  /** Dollars per tick and contract of the market on screen. */
  get tickValueDollars(): number {
    return (
      this.replay?.record.tickValueDollars ?? instrumentOf(this.state.applied).tickValueDollars
    );
  }

  /** Whether the market on screen fills orders by a rate alone, and the sizes of its book are no queue. */
  get fillsByRate(): boolean {
    const { preset, tape } = this.replay?.record.market ?? marketConfig(this.state.applied);
    return preset === 'avellanedaStoikov' && tape === undefined;
  }

  /** Inventory limit of the environment on screen, in contracts. */
  get maxInventory(): number {
    return this.replay?.record.maxInventory ?? this.state.applied.maxInventory;
  }

  /** Seconds for which the reward on screen counts a fill's moves as adverse selection. */
  get adverseHorizonSeconds(): number {
    if (this.replay === null) return Number(this.state.applied.adverseHorizon);
    const { world } = this.replay.record;
    // Episodes that do not say are of versions in which there was one horizon.
    return (world?.env ?? DEFAULT_ENV_CONFIG).adverseHorizonSeconds;
  }

  timeView(): TimeView {
    const isLive = this.replay === null;
    return {
      window: this.window(),
      hoverSeconds: this.hoverSeconds,
      playheadSeconds: this.replay?.seconds ?? Number.NaN,
      selected: this.selected,
      isElsewhere: !Number.isNaN(this.hoverSeconds) || (isLive && this.isZoomed),
      scope: `${this.shown} ${this.windowSeconds}`,
    };
  }

  /** The part of the window after the last decision of an agent before the one on screen. */
  decidedWindow(): TimeWindow {
    const { from, to } = this.window();
    const { ring } = this;
    const { decidedFrom } = ring;
    if (this.replay !== null || decidedFrom === ring.start) return { from, to };
    return { from: Math.max(from, ring.timeAt(decidedFrom - 1)), to };
  }

  /** Seconds of history that the charts show; while they follow they grow to it after the start. */
  get windowSeconds(): number {
    if (this.zoomed !== null && this.isZoomed)
      return this.zoomed.window.to - this.zoomed.window.from;
    const { replay } = this;
    const { window, replayWindow } = this.state.settings;
    if (replay === null) return Number(window);
    const whole = this.wholeSeconds(replay);
    return replayWindow === 'whole' ? whole : Math.min(whole, Number(replayWindow));
  }

  /**
   * Whether the charts show a window of the user's own, and do not follow the market or the replay.
   */
  get isZoomed(): boolean {
    return this.zoomed?.of === this.shown;
  }

  /** Looks closer around a moment, with a factor of the span below 1, or less closely. */
  zoom(seconds: number, factor: number): void {
    this.show(zoomWindow(this.window(), seconds, factor, this.bounds()));
  }

  /** Looks closer around the moment that matters: under the pointer, at the playhead, or now. */
  zoomHere(factor: number): void {
    const { from, to } = this.window();
    const moment = momentOf(this.timeView());
    this.zoom(Math.min(to, Math.max(from, moment)), factor);
  }

  /** Moves the window by seconds. */
  pan(seconds: number): void {
    this.show(panWindow(this.window(), seconds, this.bounds()));
  }

  /** Moves the window by a share of its span. */
  panBy(share: number): void {
    const { from, to } = this.window();
    this.pan(share * (to - from));
  }

  /** Shows what is between two moments. */
  showBetween(a: number, b: number): void {
    this.show(windowBetween(a, b, this.bounds()));
  }

  /** Marks a window that is being drawn with the pointer; null takes the mark away. */
  select(window: TimeWindow | null): void {
    this.selected = window;
    this.hasChanged = true;
  }

  /** Looks closer at a fill that cannot be told from its neighbours, unless the user has zoomed. */
  tellApart(fill: number): void {
    if (this.isZoomed || this.windowSeconds <= APART_WINDOW_SECONDS) return;
    const { history } = this;
    const seconds = history.fillTimeAt(fill);
    const near = this.windowSeconds * APART_SHARE;
    const [from, to] = fillsInWindow(history, { from: seconds - near, to: seconds + near });
    const half = APART_WINDOW_SECONDS / 2;
    if (to - from > 1) this.showBetween(seconds - half, seconds + half);
  }

  /** Lets the charts follow the market or the replay again. */
  resetZoom(): void {
    this.zoomed = null;
    this.tell();
  }

  /** Moves a zoomed window with the playhead when that has left it. */
  followPlayhead(): void {
    const { replay } = this;
    if (replay === null || !this.isZoomed) return;
    const { from, to } = this.window();
    if (replay.seconds >= from && replay.seconds <= to) return;
    this.pan(replay.seconds - (from + to) / 2);
  }

  private show(window: TimeWindow): void {
    const followed = this.followed();
    const { from, to } = this.bounds();
    const isWhole = this.replay !== null && window.to - window.from >= to - from - 1e-9;
    const isSame = Math.abs(window.from - followed.from) + Math.abs(window.to - followed.to) < 1e-9;
    this.zoomed = isSame || isWhole ? null : { window, of: this.shown };
    this.tell();
  }

  /** Tells the page whether a window of the user's own is shown. */
  private tell(): void {
    this.hasChanged = true;
    const { isZoomed } = this;
    const zoomedSeconds = isZoomed ? Number(this.windowSeconds.toPrecision(2)) : null;
    const { state } = this;
    if (state.isZoomed === isZoomed && state.zoomedSeconds === zoomedSeconds) return;
    this.store.setState({ isZoomed, zoomedSeconds });
  }

  private window(): TimeWindow {
    return this.zoomed !== null && this.isZoomed
      ? clampWindow(this.zoomed.window, this.bounds())
      : this.followed();
  }

  /** Window around the playhead, or up to the newest step. */
  private followed(): TimeWindow {
    const { replay } = this;
    const { window, replayWindow } = this.state.settings;
    if (replay !== null) {
      const whole = this.wholeSeconds(replay);
      const seconds = replayWindow === 'whole' ? whole : Math.min(whole, Number(replayWindow));
      const latest = Math.max(0, replay.history.durationSeconds - seconds);
      const from = Math.min(latest, Math.max(0, replay.seconds - seconds / 2));
      return { from, to: from + seconds };
    }
    const seconds = Number(window);
    const to = Math.max(Math.min(seconds, FIRST_WINDOW_SECONDS), this.ring.now);
    return { from: Math.max(0, to - seconds), to };
  }

  /** Time that there is something to see of. */
  private bounds(): TimeWindow {
    const { replay, ring } = this;
    if (replay !== null) return { from: 0, to: this.wholeSeconds(replay) };
    const followed = this.followed();
    const first = ring.end === ring.start ? followed.from : ring.timeAt(ring.start);
    return { from: Math.min(first, followed.from), to: followed.to };
  }

  private wholeSeconds(replay: ReplayPlayer): number {
    return Math.max(1, replay.history.durationSeconds);
  }

  /** Names the history on screen. */
  private get shown(): string {
    return this.replay?.record.id ?? `live ${this.ring.axis}`;
  }

  /** Moves the crosshair of every chart; NaN takes it away. */
  hover(seconds: number): void {
    this.hoverSeconds = seconds;
    this.hasChanged = true;
  }

  /**
   * @returns whether the pointer or the zoom has changed what is to be drawn since the last call
   */
  takeChange(): boolean {
    const { hasChanged } = this;
    this.hasChanged = false;
    return hasChanged;
  }

  private get replay(): ReplayPlayer | null {
    return this.replayController.player;
  }

  private get state(): SessionState {
    return this.store.getState();
  }
}
