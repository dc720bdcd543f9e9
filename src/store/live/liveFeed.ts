/**
 * Takes what the live market sends, at the pace of the page: frames are copied at once, and what
 * React shows follows four times a second.
 */
import type { StoreApi } from 'zustand/vanilla';
import { PercentileHistory } from './percentileHistory';
import { HEADER, type EpisodeRecord, type Frame } from '../../protocol/frames';
import {
  keepNewest,
  shareDecider,
  storeEpisode,
  withoutBeginnings,
  type StoredEpisode,
} from '../replay/episodes';
import type { ReplayController } from '../replay/replayController';
import { movedWeightsText } from '../../content/objective';
import { REWARD_TERMS } from '../../env/types';
import { speedValue } from '../settings/configs';
import type { Settings } from '../settings/settings';
import type { SessionState } from '../state';
import type { FrameRing } from './frameRing';
import { isTooFastToRead } from './average';
import { readReadout } from './readout';
import { withScores } from './scores';
import { liveAgentTitle } from './liveAgentTitle';
import { liveWeightRanges } from './weightFollowing';
import type { View } from './view';

/** Milliseconds after which React's readout is updated. */
const READOUT_INTERVAL = 250;

export interface LiveFeedListener {
  /** Called after a frame was copied into the ring. */
  onFrame(): void;
  /** Called with episodes that have just been stored, oldest first. */
  onEpisodes(episodes: readonly StoredEpisode[]): void;
  /** Called whenever the slow readout is about to be refreshed. */
  onReadout(): void;
}

export class LiveFeed {
  /** History of how unusual the live agent's observations were, frame by frame. */
  readonly percentiles = new PercentileHistory();
  private readonly arrivedEpisodes: EpisodeRecord[] = [];
  /** Newest episode that has ended; null before the first. */
  private lastEnded: EpisodeRecord | null = null;
  private lastReadout = Number.NEGATIVE_INFINITY;
  private lastAdvance = Number.NaN;
  private drawnRevision = -1;
  /** Settings at the newest frame; null before the first. */
  private lastSettings: Settings | null = null;
  /** Run that traded at the newest frame; null where no run did. */
  private lastRun: string | null = null;
  /** What who traded at the newest frame is called. */
  private lastTitle = '';

  constructor(
    private readonly store: StoreApi<SessionState>,
    readonly ring: FrameRing,
    private readonly view: View,
    private readonly replay: ReplayController,
    private readonly listener: LiveFeedListener,
  ) {}

  /** Time of the newest animation frame in milliseconds; NaN before the first. */
  get milliseconds(): number {
    return this.lastAdvance;
  }

  receiveFrame(frame: Frame): void {
    const { axis, header } = this.ring;
    const episode = header[HEADER.episode];
    this.ring.push(frame);
    if (this.ring.axis !== axis) this.percentiles.clear();
    this.markChanges(header[HEADER.episode] === episode);
    const { lastEnded } = this;
    const isEnd = header[HEADER.step] === header[HEADER.episodeLength];
    if (isEnd && lastEnded?.episode === header[HEADER.episode]) this.ring.traceRivals(lastEnded);
    // A frame without a decision repeats what the one before showed.
    if (frame.header[HEADER.sampleCount] > 0) {
      this.percentiles.push(frame.header[HEADER.oodPercentile]);
    }
    this.listener.onFrame();
  }

  receiveEpisode(episode: EpisodeRecord): void {
    this.arrivedEpisodes.push(episode);
    this.lastEnded = episode;
  }

  /**
   * Moves replay's clock and refreshes the slow readout, once per animation frame.
   * @returns true when the charts have something new to draw
   */
  advance(milliseconds: number): boolean {
    const elapsed = Number.isNaN(this.lastAdvance) ? 0 : milliseconds - this.lastAdvance;
    this.lastAdvance = milliseconds;
    const { settings } = this.store.getState();
    const moved = this.replay.advance(elapsed / 1000, speedValue(settings.speed));
    const isDue = milliseconds - this.lastReadout >= READOUT_INTERVAL;
    if (isDue) {
      this.lastReadout = milliseconds;
      this.storeEpisodes();
      this.listener.onReadout();
      this.showReadout();
    }
    const state = this.store.getState();
    const changed = this.view.takeChange();
    // At full speed the next frame is of another episode: then all of the page shows the same one.
    const isFast = isTooFastToRead(state);
    if (isFast && changed && !isDue) this.showReadout();
    const follows = state.mode === 'live' && (isDue || !isFast);
    const hasNews = moved || changed || (follows && this.ring.revision !== this.drawnRevision);
    if (hasNews) this.drawnRevision = this.ring.revision;
    return hasNews;
  }

  /** Brings the readout up to the step or frame on screen. */
  showReadout(): void {
    const readout = readReadout(this.view.header, this.view.termSums);
    if (readout.key !== this.store.getState().readout.key) this.store.setState({ readout });
  }

  /**
   * Marks on the axis who trades from now on, where that is another agent than at the frame before,
   * or which weight has moved, if the agent is told it.
   * @param isSameEpisode whether the frame before was of the same episode
   */
  private markChanges(isSameEpisode: boolean): void {
    const state = this.store.getState();
    const { settings, watchedRun } = state;
    const { lastSettings, lastRun, lastTitle } = this;
    const title = liveAgentTitle(state);
    const run = settings.agent === 'trained' ? watchedRun : null;
    this.lastSettings = settings;
    this.lastRun = run;
    this.lastTitle = title;
    if (lastSettings === null) return;
    if (settings.agent !== lastSettings.agent || run !== lastRun) {
      this.percentiles.clear();
      if (isSameEpisode) this.ring.markAgent(title, lastTitle);
      else this.ring.markAgentOfEpisode(title);
      return;
    }
    const moved = REWARD_TERMS.filter((term) => settings[term] !== lastSettings[term]);
    if (moved.length === 0 || liveWeightRanges(state) === null) return;
    this.ring.markChange(movedWeightsText(moved, settings));
  }

  private storeEpisodes(): void {
    if (this.arrivedEpisodes.length === 0) return;
    const { episodes, replay, scores } = this.store.getState();
    const arrived = this.arrivedEpisodes
      .splice(0)
      .map((record) => storeEpisode(shareDecider(record, episodes)));
    this.store.setState({
      episodes: keepNewest(withoutBeginnings([...episodes, ...arrived], replay.id), replay.id),
      scores: withScores(scores, arrived),
    });
    this.listener.onEpisodes(arrived);
  }
}
