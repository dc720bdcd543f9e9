/**
 * The replay controller opens stored episodes, moves through them, and keeps in the store what the
 * page shows of it. A ReplayPlayer holds the episode itself and its clock; nothing here draws.
 */
import type { StoreApi } from 'zustand/vanilla';
import {
  MAX_LABEL,
  addBookmark,
  hasBookmark,
  labelBookmark,
  removeBookmark,
  type Bookmarks,
} from './bookmarks';
import { lastLiveEpisode, type StoredEpisode } from './episodes';
import { ReplayPlayer } from './replayPlayer';
import type { ReplayState, Span } from './replayState';
import type { SessionState } from '../state';

/** Episode seconds per second at full speed, so that an episode is still seen to pass. */
const MAX_SPEED = 60;

export class ReplayController {
  private opened: ReplayPlayer | null = null;
  /** Whether another step is to be drawn. */
  private moved = false;

  /** @param onStep called when another step is shown, or the same one anew */
  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly onStep: () => void,
  ) {}

  /** Player of the replayed episode; null while live. */
  get player(): ReplayPlayer | null {
    return this.store.getState().mode === 'replay' ? this.opened : null;
  }

  /** Shows a completed episode from its start; the newest when none is named. */
  open(id?: string): void {
    const { episodes } = this.store.getState();
    const stored =
      episodes.find(({ record }) => record.id === id) ??
      lastLiveEpisode(episodes) ??
      episodes.at(-1);
    if (stored === undefined) return;
    this.opened = new ReplayPlayer(stored.record);
    this.store.setState({ mode: 'replay' });
    if (!stored.isOpened) this.change(stored, { isOpened: true });
    this.show({ id: stored.record.id, playing: false, span: null });
    this.showStep();
  }

  /** Goes back to the live market. */
  close(): void {
    this.store.setState({ mode: 'live' });
    this.show({ playing: false });
  }

  /** Plays or pauses; from the end it plays from the start. */
  toggle(): void {
    if (this.player === null) return;
    if (!this.replay.playing && this.player.step >= this.lastStep) this.seek(this.firstStep);
    this.show({ playing: !this.replay.playing });
  }

  stepOnce(): void {
    if (this.player === null) return;
    this.show({ playing: false });
    this.seek(this.player.step + 1);
  }

  seek(step: number): void {
    this.player?.seek(step);
    this.leaveFill();
    this.showStep();
  }

  /** Goes to the step in force at a time on the shared axis; stays where that is NaN. */
  seekTime(seconds: number): void {
    if (!Number.isNaN(seconds)) this.player?.seekTime(seconds);
    this.leaveFill();
    this.showStep();
  }

  /** Goes to the next (+1) or previous (−1) fill. @returns its index; null when there is none */
  seekFill(direction: 1 | -1): number | null {
    const fill = this.player?.seekFill(direction) ?? null;
    this.showStep();
    return fill;
  }

  seekToFill(fill: number): void {
    this.player?.seekToFill(fill);
    this.showStep();
  }

  /**
   * Lets the episode's clock run while it plays.
   * @param seconds of wall time
   * @param speed episode seconds per wall second; may be infinite
   * @returns true when there is another step to draw since the last call
   */
  advance(seconds: number, speed: number): boolean {
    const { player } = this;
    if (player !== null && this.replay.playing) {
      if (player.advance(seconds, Math.min(MAX_SPEED, speed), this.lastStep)) this.showStep();
      else if (player.step >= this.lastStep) this.end();
    }
    const { moved } = this;
    this.moved = false;
    return moved;
  }

  setLooping(looping: boolean): void {
    this.show({ looping });
  }

  /** Makes the step shown the span's start, or its end; the other edge gives way. */
  markSpan(edge: keyof Span): void {
    const { player } = this;
    if (player === null) return;
    const { step, lastStep } = player;
    const { from, to } = this.replay.span ?? { from: 0, to: lastStep };
    const span =
      edge === 'from'
        ? { from: step, to: to > step ? to : lastStep }
        : { from: from < step ? from : 0, to: step };
    if (span.from < span.to) this.show({ span, looping: true });
  }

  clearSpan(): void {
    this.show({ span: null });
  }

  // Bookmarks belong to the episode that is open.

  get bookmarks(): Bookmarks {
    return this.stored?.bookmarks ?? [];
  }

  /** Marks the step shown, or takes its mark away. */
  toggleBookmark(): void {
    const { step } = this.replay;
    this.setBookmarks(
      hasBookmark(this.bookmarks, step)
        ? removeBookmark(this.bookmarks, step)
        : addBookmark(this.bookmarks, step),
    );
  }

  labelBookmark(step: number, label: string): void {
    this.setBookmarks(labelBookmark(this.bookmarks, step, label));
  }

  removeBookmark(step: number): void {
    this.setBookmarks(removeBookmark(this.bookmarks, step));
  }

  private setBookmarks(bookmarks: Bookmarks): void {
    const { stored } = this;
    if (this.player !== null && stored !== null) this.change(stored, { bookmarks });
  }

  /**
   * Names the open episode; without a name it is called by its number and agent. A name that is too
   * long is cut.
   */
  rename(name: string): void {
    const { stored } = this;
    if (this.player !== null && stored !== null) {
      this.change(stored, { name: name.slice(0, MAX_LABEL) });
    }
  }

  private change(stored: StoredEpisode, changes: Partial<StoredEpisode>): void {
    const episodes = this.store
      .getState()
      .episodes.map((episode) => (episode === stored ? { ...episode, ...changes } : episode));
    this.store.setState({ episodes });
  }

  /** Episode that is replayed, unless it has been dropped since; null while live. */
  get stored(): StoredEpisode | null {
    const { mode, episodes, replay } = this.store.getState();
    if (mode !== 'replay') return null;
    return episodes.find(({ record }) => record.id === replay.id) ?? null;
  }

  /**
   * Step at which playing ends: the span's end when looping in one, unless that is passed already.
   */
  private get lastStep(): number {
    const { span, looping } = this.replay;
    const { step = 0, lastStep = 0 } = this.player ?? {};
    return looping && span !== null && step <= span.to ? span.to : lastStep;
  }

  private get firstStep(): number {
    const { span, looping } = this.replay;
    return looping && span !== null ? span.from : 0;
  }

  private end(): void {
    if (this.replay.looping) this.seek(this.firstStep);
    else this.show({ playing: false });
  }

  /** A fill is explained at its own step: after a jump to another it would only be stale. */
  private leaveFill(): void {
    if (this.player !== null) this.store.setState({ selectedFill: null });
  }

  private get replay(): ReplayState {
    return this.store.getState().replay;
  }

  private showStep(): void {
    const { player } = this;
    if (player === null) return;
    this.moved = true;
    this.show({ step: player.step });
    this.onStep();
  }

  private show(changes: Partial<ReplayState>): void {
    this.store.setState({ replay: { ...this.replay, ...changes } });
  }
}
