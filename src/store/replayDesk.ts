/**
 * Replay as the page runs it: opens stored episodes, moves through them, and
 * keeps in the store what people see of it. The episode itself, and its clock,
 * are the ReplayPlayer's; nothing here draws.
 */
import type { StoreApi } from 'zustand/vanilla';
import { ReplayPlayer } from './replayPlayer';
import type { SessionState } from './state';

/** At full speed an episode is still seen to pass. */
const MAX_SPEED = 60;

export interface ReplayState {
  /** Of the episode opened last; null before any. */
  readonly id: string | null;
  readonly step: number;
  readonly playing: boolean;
}

export const NO_REPLAY: ReplayState = { id: null, step: 0, playing: false };

export class ReplayDesk {
  private opened: ReplayPlayer | null = null;
  /** Another step is to be drawn. */
  private moved = false;

  /** @param onStep called when another step is shown, or the same one anew */
  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly onStep: () => void,
  ) {}

  /** The replayed episode; null while live. */
  get player(): ReplayPlayer | null {
    return this.store.getState().mode === 'replay' ? this.opened : null;
  }

  /** Shows a completed episode from its start; the newest when none is named. */
  open(id?: string): void {
    const { episodes } = this.store.getState();
    const stored = episodes.find(({ record }) => record.id === id) ?? episodes.at(-1);
    if (stored === undefined) return;
    this.opened = new ReplayPlayer(stored.record);
    this.store.setState({ mode: 'replay' });
    this.show({ id: stored.record.id, playing: false });
    this.showStep();
  }

  /** Back to the live market. */
  close(): void {
    this.store.setState({ mode: 'live' });
    this.show({ playing: false });
  }

  /** Plays or pauses; from the end it plays from the start. */
  toggle(): void {
    if (this.player === null) return;
    if (this.player.isAtEnd && !this.replay.playing) this.seek(0);
    this.show({ playing: !this.replay.playing });
  }

  stepOnce(): void {
    if (this.player === null) return;
    this.show({ playing: false });
    this.seek(this.player.step + 1);
  }

  seek(step: number): void {
    this.player?.seek(step);
    this.showStep();
  }

  /** To the step in force at a time on the shared axis; stays where that is NaN. */
  seekTime(seconds: number): void {
    if (!Number.isNaN(seconds)) this.player?.seekTime(seconds);
    this.showStep();
  }

  /** To the next (+1) or previous (−1) fill. */
  seekFill(direction: 1 | -1): void {
    this.player?.seekFill(direction);
    this.showStep();
  }

  /**
   * Lets the episode's clock run while it plays.
   * @param seconds of wall time @param speed episode seconds per wall second; may be infinite
   * @returns true when there is another step to draw since the last call
   */
  advance(seconds: number, speed: number): boolean {
    const { player } = this;
    if (player !== null && this.replay.playing) {
      if (player.advance(seconds, Math.min(MAX_SPEED, speed))) this.showStep();
      if (player.isAtEnd) this.show({ playing: false });
    }
    const { moved } = this;
    this.moved = false;
    return moved;
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
