/**
 * The view is what the screen shows: the live market as it streams in, or the episode that
 * is replayed. The charts read it once per frame; nothing here is in the store.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { History, TimeWindow } from '../../charts/history';
import type { TimeView } from '../../charts/plotArea';
import { INSTRUMENTS } from '../../market/instruments';
import type { FrameRing } from './frameRing';
import type { ReplayController } from '../replay/replayController';
import type { ReplayPlayer } from '../replay/replayPlayer';
import type { SessionState } from '../state';

/** Seconds of history that the charts begin with: few, so that the first seconds fill them. */
const FIRST_WINDOW_SECONDS = 8;

export class View {
  /** Time under the pointer in any chart, on the shared axis; NaN without a pointer. */
  private hoverSeconds = Number.NaN;

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

  /** Points per tick of the market on screen. */
  get tickSize(): number {
    return this.replay?.record.tickSize ?? INSTRUMENTS[this.state.applied.preset].tickSize;
  }

  /** Dollars per tick and contract of the market on screen. */
  get tickValueDollars(): number {
    return (
      this.replay?.record.tickValueDollars ??
      INSTRUMENTS[this.state.applied.preset].tickValueDollars
    );
  }

  /** Inventory limit of the environment on screen, in contracts. */
  get maxInventory(): number {
    return this.replay?.record.maxInventory ?? this.state.applied.maxInventory;
  }

  timeView(): TimeView {
    return {
      window: this.window(),
      hoverSeconds: this.hoverSeconds,
      playheadSeconds: this.replay?.seconds ?? Number.NaN,
      scope: `${this.replay?.record.id ?? this.ring.marketHash} ${this.windowSeconds}`,
    };
  }

  private window(): TimeWindow {
    const seconds = this.windowSeconds;
    const { replay } = this;
    if (replay !== null) {
      const latest = Math.max(0, replay.history.durationSeconds - seconds);
      const from = Math.min(latest, Math.max(0, replay.seconds - seconds / 2));
      return { from, to: from + seconds };
    }
    const to = Math.max(Math.min(seconds, FIRST_WINDOW_SECONDS), this.ring.now);
    return { from: Math.max(0, to - seconds), to };
  }

  /** Seconds of history that the charts are set to show; they grow to it after the start. */
  get windowSeconds(): number {
    const { replay } = this;
    const { window, replayWindow } = this.state.settings;
    if (replay === null) return Number(window);
    const whole = Math.max(1, replay.history.durationSeconds);
    return replayWindow === 'whole' ? whole : Math.min(whole, Number(replayWindow));
  }

  /** Moves the crosshair of every chart; NaN takes it away. */
  hover(seconds: number): void {
    this.hoverSeconds = seconds;
  }

  private get replay(): ReplayPlayer | null {
    return this.replayController.player;
  }

  private get state(): SessionState {
    return this.store.getState();
  }
}
