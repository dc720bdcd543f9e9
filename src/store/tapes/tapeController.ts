/**
 * The tape controller keeps the recordings that a person brings: it reads their files into storage,
 * lists, names and deletes them, and lets agents trade on one. What is played is a setting, so that
 * it can be undone and is in the link; this controller sees to it that it is there.
 */
import type { StoreApi } from 'zustand/vanilla';
import { tapeNotices } from '../../content/tapes';
import { BUNDLED_TAPE } from '../../lab/bundledTape';
import { keepsNothing, StorageError } from '../../lab/storage/storageError';
import { readingClaim, usingClaim } from '../../lab/storage/tapeClaims';
import type { LabStorage, StoredTape } from '../../lab/storage/types';
import type { Lab } from '../../lab/types';
import type { TapeOutcome } from '../../protocol/api';
import { reasonOf } from '../../market/validation';
import type { ReadProgress } from '../../recordings/readRecording';
import { runNameUnderWay } from '../live/liveAgentTitle';
import type { Playback } from '../live/playback';
import type { Notices } from '../notices';
import type { RunRepository } from '../runs/runRepository';
import { readTapeText } from '../settings/tapeFields';
import { chosenTape } from '../settings/tape';
import type { SettingsController } from '../settings/settingsController';
import type { SessionState } from '../state';
import { isRunning } from '../training/training';
import { playableTape } from './playableTape';
import { holdUsedTapes, usedTapes } from './tapeUse';
import type { TapesState } from './tapesState';

export interface TapeControllerOptions {
  /** Fetches the recording that comes with the page; rejects where it cannot. */
  readonly loadTape: () => Promise<File>;
  /** Monotonic clock, in milliseconds. */
  readonly clock: () => number;
  readonly newId: () => string;
  /** Starts a training under the settings on screen. */
  readonly train: () => void;
}

/** Share of the bytes and milliseconds after which the time left is told. */
const TOLD_SHARE = 0.02;
const TOLD_MS = 500;

export class TapeController {
  private abort: AbortController | null = null;
  /** Files of which the instrument has to be chosen. */
  private undecided: readonly File[] = [];
  private isListed = false;
  /** Text of a recording that is to be played once the list is there. */
  private wanted: string | null = null;

  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly lab: Pick<Lab, 'readTape'>,
    private readonly repository: RunRepository,
    private readonly settings: SettingsController,
    private readonly playback: Pick<Playback, 'showLive' | 'setPlaying'>,
    private readonly notices: Notices,
    private readonly options: TapeControllerOptions,
  ) {
    holdUsedTapes(store, repository, options.newId);
  }

  /** Lists what is stored, and plays the recording that the link names. */
  async load(): Promise<void> {
    this.repository.whenChanged(() => void this.refresh());
    this.repository.whenReopened(() => void this.refresh());
    await this.refresh();
    this.isListed = true;
    if (this.wanted !== null) this.playLinked(this.wanted);
  }

  open(): void {
    this.show({ isOpen: true });
  }

  close(): void {
    this.show({ isOpen: false });
  }

  /** Plays the recording of a link, or says that this browser does not have it. */
  playLinked(text: string): void {
    const tape = readTapeText(text);
    if (tape === null) return;
    if (!this.isListed) {
      this.wanted = text;
      return;
    }
    this.wanted = null;
    const stored = this.find(tape.hash);
    if (stored !== null) {
      this.take(stored);
      return;
    }
    this.show({ missing: tape });
    if (tape.hash === BUNDLED_TAPE.hash) void this.readBundled();
    else this.notices.add(tapeNotices.missing(tape));
  }

  /** Reads the recording that comes with the page. */
  async readBundled(): Promise<void> {
    const stored = this.find(BUNDLED_TAPE.hash);
    if (stored !== null) return;
    try {
      await this.read([await this.options.loadTape()]);
    } catch (error) {
      this.show({ failure: reasonOf(error) });
    }
  }

  /**
   * Reads the files of one recording into storage, and says what became of it.
   * @param instrument which to read from files of several
   */
  async read(files: readonly File[], instrument?: string): Promise<void> {
    this.open();
    if (this.abort !== null) {
      this.notices.add(tapeNotices.busy);
      return;
    }
    const abort = new AbortController();
    this.abort = abort;
    const name = this.options.newId();
    const names = files.map((file) => file.name);
    this.undecided = [];
    const ofBytes = files.reduce((sum, { size }) => sum + size, 0);
    const reading = { names, bytes: 0, ofBytes, events: 0, secondsLeft: NaN };
    this.show({ reading, choice: null, failure: '' });
    const startMs = this.options.clock();
    const onProgress = ({ bytes, events }: ReadProgress) => {
      const secondsLeft = secondsUntil(bytes, ofBytes, this.options.clock() - startMs);
      if (this.abort === abort) {
        this.show({ reading: { names, bytes, ofBytes, events, secondsLeft } });
      }
    };
    const release = await this.claim(name);
    let outcome: TapeOutcome<StoredTape> | null = null;
    try {
      const request = { files, name, ...(instrument === undefined ? {} : { instrument }) };
      outcome = await this.lab.readTape(request, onProgress, abort.signal);
    } catch (error) {
      if (!abort.signal.aborted) this.show({ failure: reasonOf(error) });
      await this.attempt((storage) => storage.tapes.discard(name));
    } finally {
      await release();
      if (this.abort === abort) this.abort = null;
      this.show({ reading: null });
    }
    if (outcome?.kind === 'refused') this.show({ failure: outcome.message });
    if (outcome?.kind === 'choose') {
      this.undecided = files;
      this.show({ choice: { names, instruments: outcome.instruments } });
    }
    if (outcome?.kind === 'stored') await this.receive(outcome.tape);
  }

  /** Reads one instrument of the files that hold several; null reads none. */
  async choose(instrument: string | null): Promise<void> {
    const files = this.undecided;
    this.undecided = [];
    this.show({ choice: null });
    if (instrument !== null) await this.read(files, instrument);
  }

  /** Ends the reading under way; nothing of it stays. */
  cancel(): void {
    this.abort?.abort();
  }

  /** Lets the live agent trade on a recording. @returns whether it does */
  play(hash: string): boolean {
    const stored = this.find(hash);
    if (stored === null || !this.take(stored)) return false;
    this.playback.showLive();
    this.playback.setPlaying(true);
    return true;
  }

  /** Trains an agent on a recording, under the settings on screen. */
  train(hash: string): void {
    if (isRunning(this.state.training.phase) || !this.play(hash)) return;
    this.close();
    this.options.train();
  }

  /** Lets the live agent trade in the market of the lab again. */
  leave(): void {
    this.settings.setMany({ tape: '' });
    this.settings.applyMarket();
  }

  async rename(hash: string, name: string): Promise<void> {
    await this.attempt(async (storage) => {
      await storage.tapes.label(hash, { name });
      storage.tabs.announce();
    });
    await this.refresh();
  }

  /**
   * Deletes a recording; the live market leaves it first. One that this or another tab works on
   * stays, which is said.
   */
  async delete(hash: string): Promise<void> {
    const stored = this.find(hash);
    if (stored === null) return;
    const user = usedTapes(this.state).get(hash);
    if (user !== undefined) {
      const { inTraining, inUse } = tapeNotices;
      const isTraining = user === 'training';
      const failure = isTraining
        ? inTraining(stored.name, runNameUnderWay(this.state))
        : inUse(stored.name, user);
      this.show({ failure });
      return;
    }
    const held = await this.attempt((storage) => storage.tabs.held());
    if ([...(held ?? [])].some((name) => name.startsWith(usingClaim(hash)))) {
      this.show({ failure: tapeNotices.inUseElsewhere(stored.name) });
      return;
    }
    this.show({ failure: '' });
    await this.attempt(async (storage) => {
      await storage.tapes.delete(hash);
      storage.tabs.announce();
    });
    await this.refresh();
  }

  /** Shows what is stored; the live market leaves a recording that is gone. */
  private async refresh(): Promise<void> {
    const list = await this.attempt((storage) => storage.tapes.list());
    if (list === undefined) return;
    const before = this.tapes.list;
    this.show({ list });
    const { settings, applied } = this.state;
    const gone = [settings, applied]
      .map(chosenTape)
      .find((tape) => tape !== null && this.find(tape.hash) === null);
    if (gone === undefined || gone === null) return;
    const name = before.find(({ hash }) => hash === gone.hash)?.name ?? gone.instrument;
    this.leave();
    this.notices.add(tapeNotices.gone(name));
  }

  /** Puts a recording in the place of the market. @returns whether it can be played */
  private take({ header, name }: StoredTape): boolean {
    const { settings } = this.state;
    const playable = playableTape(header, settings);
    if (typeof playable === 'string') {
      this.show({ failure: `${name}: ${playable}` });
      return false;
    }
    if (playable.episodeLength < settings.episodeLength) {
      this.notices.add(tapeNotices.shorter(name, playable.episodeLength));
    }
    this.show({ failure: '', missing: null });
    this.settings.setMany(playable);
    this.settings.applyMarket();
    return true;
  }

  private async receive(tape: StoredTape): Promise<void> {
    await this.attempt((storage) => {
      storage.tabs.announce();
      storage.askToPersist();
      return Promise.resolve();
    });
    await this.refresh();
    if (this.tapes.missing?.hash === tape.hash) this.play(tape.hash);
  }

  private async claim(name: string): Promise<() => Promise<void>> {
    const release = await this.attempt((storage) => storage.tabs.claim(readingClaim(name)));
    return release ?? (() => Promise.resolve());
  }

  /** Works with storage; what fails is said where recordings are shown. */
  private async attempt<Result>(
    work: (storage: LabStorage) => Promise<Result>,
  ): Promise<Result | undefined> {
    return await this.repository.attempt(async (storage) => {
      try {
        return await work(storage);
      } catch (error) {
        if (!(error instanceof StorageError) || keepsNothing(error)) throw error;
        this.show({ failure: error.message });
        return undefined;
      }
    });
  }

  private find(hash: string): StoredTape | null {
    return this.tapes.list.find((tape) => tape.hash === hash) ?? null;
  }

  private get tapes(): TapesState {
    return this.state.tapes;
  }

  private get state(): SessionState {
    return this.store.getState();
  }

  private show(change: Partial<TapesState>): void {
    this.store.setState({ tapes: { ...this.tapes, ...change } });
  }
}

function secondsUntil(bytes: number, ofBytes: number, elapsedMs: number): number {
  const share = bytes / ofBytes;
  if (share < TOLD_SHARE || elapsedMs < TOLD_MS) return NaN;
  return ((elapsedMs / 1000) * (1 - share)) / share;
}
