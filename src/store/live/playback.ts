/**
 * Playback plays, pauses and seeks whatever is on screen: the live market or an episode in replay.
 * The live market goes on while an episode is replayed.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { Lab } from '../../lab/types';
import { storeEpisode, wholeId, withoutBeginnings } from '../replay/episodes';
import type { ReplayController } from '../replay/replayController';
import type { SessionState } from '../state';
import type { View } from './view';

export interface PlaybackHost {
  /** Called when the live clock was started, or moved by one step. */
  onStart(): void;
  /** Called when another moment is on screen than before. */
  onChange(): void;
}

export class Playback {
  /** How many wait for an agent that is to trade. */
  private holds = 0;

  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly lab: Pick<Lab, 'pause' | 'resume' | 'stepOnce' | 'recordSoFar'>,
    private readonly view: View,
    private readonly replay: ReplayController,
    private readonly host: PlaybackHost,
  ) {}

  toggle(): void {
    if (this.replay.player !== null) this.replay.toggle();
    else if (this.state.manual.phase !== 'over') this.setPlaying(!this.state.playing);
  }

  /** Starts or stops the live market's clock. */
  setPlaying(playing: boolean): void {
    if (playing === this.state.playing) return;
    if (playing) this.lab.resume();
    else this.lab.pause();
    this.store.setState({ playing });
    if (playing) this.host.onStart();
  }

  /**
   * Stops the live clock until an agent is there that is to trade; whether the market plays for the
   * person stays as it is.
   * @returns what lets the clock go on, once all who stopped it have done so
   */
  hold(): () => void {
    this.holds += 1;
    this.lab.pause();
    return () => {
      this.holds -= 1;
      if (this.holds === 0) this.goOn();
    };
  }

  /** Lets the live clock go on where it plays; that of an episode by hand waits for its quotes. */
  goOn(): void {
    const { playing, manual } = this.state;
    if (playing && manual.phase === 'off') this.lab.resume();
  }

  step(): void {
    if (this.replay.player !== null) {
      this.replay.stepOnce();
      return;
    }
    if (this.state.manual.phase === 'over') return;
    this.setPlaying(false);
    this.lab.stepOnce();
    this.host.onStart();
  }

  showLive(): void {
    this.selectFill(null);
    this.view.resetZoom();
    this.replay.close();
    const { episodes } = this.state;
    const left = withoutBeginnings(episodes, null);
    if (left !== episodes) this.store.setState({ episodes: left });
    this.host.onChange();
  }

  /**
   * Opens a completed episode; the newest when none is named, and the one under way, as far as it
   * has come, when none is complete.
   */
  showReplay(id?: string): void {
    if (this.state.episodes.length === 0) {
      void this.replaySoFar();
      return;
    }
    this.selectFill(null);
    this.view.resetZoom();
    if (this.state.manual.phase !== 'off') this.setPlaying(false);
    this.replay.open(id);
  }

  /** Goes to the next (+1) or previous (−1) fill; from live, in the episode that replay opens. */
  seekFill(direction: 1 | -1): void {
    if (this.state.mode === 'live' && this.state.episodes.length === 0) {
      void this.replaySoFar().then((isOpen) => isOpen && this.seekFill(direction));
      return;
    }
    if (this.state.mode === 'live') this.showReplay();
    const fill = this.replay.seekFill(direction);
    if (fill === null) return;
    this.view.tellApart(fill);
    this.store.setState({ selectedFill: fill });
  }

  /** Goes to a step, from 0; from live, in the episode that replay opens. */
  seekStep(step: number): void {
    if (this.state.mode === 'live' && this.state.episodes.length === 0) {
      void this.replaySoFar().then((isOpen) => isOpen && this.seekStep(step));
      return;
    }
    if (this.state.mode === 'live') this.showReplay();
    this.replay.seek(step);
  }

  /**
   * Explains a fill of the history on screen, which the charts mark; replay goes to it. Null for
   * none.
   */
  selectFill(fill: number | null): void {
    if (fill !== null) this.replay.seekToFill(fill);
    this.store.setState({ selectedFill: fill });
  }

  /**
   * Opens the episode under way, as far as it has come.
   * @returns true when there was something to open
   */
  private async replaySoFar(): Promise<boolean> {
    const record = await this.lab.recordSoFar().catch(() => null);
    if (record === null || record.steps === 0) return false;
    const { episodes } = this.state;
    // It may have ended in the meantime.
    const whole = episodes.find((one) => one.record.id === wholeId(record));
    if (whole === undefined) {
      this.store.setState({ episodes: [...episodes, storeEpisode(record)] });
    }
    this.showReplay(whole?.record.id ?? record.id);
    return true;
  }

  private get state(): SessionState {
    return this.store.getState();
  }
}
