/**
 * The fit controller fits markets to stored recordings, one at a time, and lets one that was fitted
 * take the place of the market. Fits are kept while the page is open; what outlasts it is the
 * market in the link, in runs and in a file.
 */
import type { StoreApi } from 'zustand/vanilla';
import { tapeNotices } from '../../content/tapes';
import type { FittedMarket } from '../../evaluation/fit/fitRecording';
import type { Lab } from '../../lab/types';
import type { MarketPreset } from '../../market/config';
import { valuesText } from '../../market/fields';
import { reasonOf } from '../../market/validation';
import type { Playback } from '../live/playback';
import type { Notices } from '../notices';
import type { SettingsController } from '../settings/settingsController';
import type { SessionState } from '../state';
import type { TapesState } from './tapesState';

export class FitController {
  private abort: AbortController | null = null;

  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly lab: Pick<Lab, 'fitTape'>,
    private readonly settings: SettingsController,
    private readonly playback: Pick<Playback, 'showLive' | 'setPlaying'>,
    private readonly notices: Notices,
  ) {}

  /** Fits a market to a recording; does nothing while another fit is under way. */
  async fit(hash: string, preset: MarketPreset): Promise<void> {
    if (this.abort !== null) return;
    const abort = new AbortController();
    this.abort = abort;
    this.show({ fitting: { hash, share: 0 }, fitFailure: null });
    try {
      const fit = await this.lab.fitTape(
        { hash, preset },
        (share) => {
          if (this.abort === abort) this.show({ fitting: { hash, share } });
        },
        abort.signal,
      );
      if (fit === null) this.show({ fitFailure: { hash, message: tapeNotices.notStored } });
      else this.show({ fits: { ...this.tapes.fits, [hash]: fit } });
    } catch (error) {
      if (!abort.signal.aborted) this.show({ fitFailure: { hash, message: reasonOf(error) } });
    } finally {
      if (this.abort === abort) this.abort = null;
      this.show({ fitting: null });
    }
  }

  /** Ends the fit under way; what was fitted before stays. */
  cancel(): void {
    this.abort?.abort();
  }

  /** Puts a fitted market in the place of the market: one step of undo. */
  use({ market }: FittedMarket, name: string): void {
    this.settings.setMany({
      preset: market.preset,
      regime: 'base',
      parameters: valuesText({ ...market.parameters }),
      tape: '',
    });
    this.settings.applyMarket();
    this.playback.showLive();
    this.playback.setPlaying(true);
    this.show({ isOpen: false });
    this.notices.tell(tapeNotices.fitted(name));
  }

  private get tapes(): TapesState {
    return this.store.getState().tapes;
  }

  private show(change: Partial<TapesState>): void {
    this.store.setState({ tapes: { ...this.tapes, ...change } });
  }
}
