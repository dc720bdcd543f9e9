/**
 * Everything the page knows while it is open. What people change, or read
 * slowly, is in a zustand store; what streams is in the ring beside it. Built
 * once in main.tsx with the lab it talks to; nothing here is a module global.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { PercentileHistory } from '../charts/percentileHistory';
import type { AgentSpec } from '../agents/agentSpec';
import { policySpec } from '../agents/policies/policySpec';
import {
  BUNDLED_AGENT_NAMES,
  type BundledAgent,
  type BundledAgentName,
} from '../lab/bundledAgents';
import type { LabStorage } from '../lab/storage/types';
import type { Lab, LabEvents, WorkerName, WorkerStatus } from '../lab/types';
import { InvalidInputError } from '../market/validation';
import { HEADER, type EpisodeRecord } from '../protocol/frames';
import {
  FALLBACK_AGENT,
  baselineSpec,
  envConfig,
  fallbackOf,
  liveAgent,
  marketConfig,
  rewardWeights,
  speedValue,
  titled,
} from './settings/configs';
import { episodeBytes, readEpisode } from './replay/episodeFiles';
import { targetShare } from './settings/learningConfigs';
import { keepNewest, storeEpisode } from './replay/episodes';
import { EpisodeRepository } from './replay/episodeRepository';
import { BaselineController } from './runs/baselines';
import { INITIAL_BASELINES } from './runs/baselinesState';
import { FactsController } from './live/facts';
import { INITIAL_FACTS } from './live/factsState';
import type { BundledAgents, BundledAgentState } from './live/bundledAgentState';
import { FrameRing } from './live/frameRing';
import { ManualController } from './manual/manualController';
import { INITIAL_MANUAL } from './manual/manualState';
import { LessonController } from './lessons/lessonController';
import { INITIAL_LESSONS } from './lessons/lessonState';
import { NO_NOTICES, withNotice } from './notices';
import { readReadout } from './live/readout';
import { ReplayController } from './replay/replayController';
import { INITIAL_REPLAY } from './replay/replayState';
import type { ReplayPlayer } from './replay/replayPlayer';
import { DEFAULT_SETTINGS, type Settings } from './settings/settings';
import { SettingsController } from './settings/settingsController';
import { startingStatus, type SessionState } from './state';
import { IDLE_TRAINING } from './training/training';
import { RunRepository } from './runs/runRepository';
import { TrainingController } from './training/trainingController';
import { tunedSettings } from './settings/tuning';
import { View } from './live/view';

/** Milliseconds between updates of what React shows. */
const READOUT_INTERVAL = 250;

export interface SessionOptions {
  readonly createLab: (events: LabEvents) => Lab;
  /** Rejects with what is wrong with the file. */
  readonly loadAgent: (name: BundledAgentName) => Promise<BundledAgent>;
  /** Rejects with a StorageError where the browser keeps nothing. */
  readonly openStorage: () => Promise<LabStorage>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** An id that no run of any browser has. */
  readonly newId: () => string;
  readonly settings: Settings;
  readonly problems: readonly InvalidInputError[];
  /** Start with the market's clock stopped: the user prefers reduced motion. */
  readonly startPaused: boolean;
}

export class Session {
  readonly store: StoreApi<SessionState>;
  readonly ring = new FrameRing();
  /** How unusual the live agent's observations were, frame by frame. */
  readonly percentiles = new PercentileHistory();

  /** What is on screen, live or replayed. */
  readonly view: View;
  /** What people set, with undo, and its way to the lab. */
  readonly settings: SettingsController;
  /** Training and what came of it. */
  readonly controller: TrainingController;
  /** The runs there are. */
  readonly repository: RunRepository;
  /** Episodes that outlast the visit. */
  readonly episodeRepository: EpisodeRepository;
  /** The baselines that runs are seen beside. */
  readonly baselines: BaselineController;
  /** Stylised facts of the markets that were watched. */
  readonly facts: FactsController;
  readonly lessons: LessonController;
  /** A person in the agent's seat. */
  readonly manual: ManualController;
  /** Episodes seen again. */
  readonly replayController: ReplayController;

  private readonly lab: Lab;
  private readonly arrivedEpisodes: EpisodeRecord[] = [];
  /** The link asks for a policy of an earlier visit. */
  private readonly asksForTrained: boolean = false;
  private lastReadout = Number.NEGATIVE_INFINITY;
  private lastAdvance = Number.NaN;
  private drawnRevision = -1;

  constructor(private readonly options: SessionOptions) {
    const problems = [...options.problems];
    let { settings } = options;
    if (settings.agent === 'trained') {
      this.asksForTrained = true;
      const { agent } = DEFAULT_SETTINGS;
      settings = { ...settings, agent, ...tunedSettings(agent, settings.preset) };
    }
    this.store = createStore<SessionState>(() => ({
      settings,
      past: [],
      future: [],
      applied: settings,
      mode: 'live',
      playing: !options.startPaused,
      replay: INITIAL_REPLAY,
      selectedFill: null,
      statuses: {
        market: startingStatus('market'),
        collector: startingStatus('collector'),
        trainer: startingStatus('trainer'),
      },
      backend: null,
      bundled: {
        pretrainedEs: { kind: 'loading' },
        pretrainedToxic: { kind: 'loading' },
        pretrainedTransformer: { kind: 'loading' },
      },
      training: IDLE_TRAINING,
      runs: [],
      keepsRuns: true,
      unsavedRuns: [],
      heldRuns: [],
      runUnderWay: null,
      interruptedRun: null,
      deletedRun: null,
      baselines: INITIAL_BASELINES,
      pinned: null,
      watchedRun: null,
      episodes: [],
      facts: INITIAL_FACTS,
      lessons: INITIAL_LESSONS,
      manual: INITIAL_MANUAL,
      readout: readReadout(this.ring.header, this.ring.termSums),
      notices: problems.reduce((notices, { message }) => withNotice(notices, message), NO_NOTICES),
    }));
    this.lab = options.createLab({
      onFrame: (frame) => {
        this.ring.push(frame);
        this.percentiles.push(frame.header[HEADER.oodPercentile]);
        this.manual.noteFrame();
      },
      onEpisode: (episode) => this.arrivedEpisodes.push(episode),
      onStatus: (status) => this.receiveStatus(status),
      onBackend: (backend) => this.store.setState({ backend }),
      onTraining: (event) => this.controller.receive(event),
      onEvaluation: (rows) => this.controller.receiveEvaluation(rows),
    });
    this.facts = new FactsController(this.store, this.lab);
    this.replayController = new ReplayController(this.store, () => this.showReadout());
    this.view = new View(this.store, this.ring, this.replayController);
    this.settings = new SettingsController(this.store, this.lab, {
      now: () => this.lastAdvance,
      undelete: () => this.repository.isDeletionNewest() && this.repository.undelete(),
      adoptRun: (id) => void this.adoptRun(id),
      leaveManual: () => this.manual.leave(),
    });
    this.manual = new ManualController(this.store, this.lab, {
      header: () => this.ring.header,
      now: () => this.ring.now,
      showLive: () => this.showLive(),
      setPlaying: (playing) => this.setPlaying(playing),
      setSpeed: (speed) => this.settings.set('speed', speed),
    });
    this.lessons = new LessonController(this.store, {
      setUp: (changes) => {
        this.manual.leave();
        this.showLive();
        this.settings.setMany(changes);
        this.settings.applyMarket();
        if (!this.state.playing) this.togglePlay();
      },
      replay: () => this.replayController.player,
      liveEpisode: () => this.ring.header[HEADER.episode],
    });
    this.repository = new RunRepository(this.store, {
      openStorage: options.openStorage,
      notify: (message, details) => this.notify(message, details),
      now: options.now,
      newId: options.newId,
    });
    this.episodeRepository = new EpisodeRepository(this.store, this.repository, options.newId);
    this.baselines = new BaselineController(this.store, this.lab, this.repository);
    this.controller = new TrainingController(this.store, this.lab, this.repository, {
      onFirstPolicy: () => {
        if (this.state.settings.agent !== 'trained') this.settings.set('agent', 'trained');
      },
      now: options.now,
      newId: options.newId,
      notify: (message, details) => this.notify(message, details),
    });
  }

  start(): void {
    const { settings, playing } = this.state;
    this.lab.start({
      market: marketConfig(settings),
      env: envConfig(settings),
      weights: rewardWeights(settings),
      agent: openingAgent(settings, this.state.bundled),
      seed: settings.seed,
      speed: speedValue(settings.speed),
      fallback: fallbackOf(settings, settings.preset),
    });
    if (!playing) this.lab.pause();
    void this.showStoredRuns();
    void this.episodeRepository.load();
    // All of them now: once the page has loaded, the network is not used.
    for (const name of BUNDLED_AGENT_NAMES) this.loadBundled(name);
  }

  dispose(): void {
    this.facts.cancel();
    this.baselines.cancel();
    this.episodeRepository.dispose();
    this.repository.dispose();
    this.lab.dispose();
  }

  get state(): SessionState {
    return this.store.getState();
  }

  /** The replayed episode; null while live. */
  get replay(): ReplayPlayer | null {
    return this.replayController.player;
  }

  /**
   * Once per animation frame. Moves replay's clock and refreshes the slow readout.
   * @returns true when the charts have something new to draw
   */
  advance(milliseconds: number): boolean {
    const elapsed = Number.isNaN(this.lastAdvance) ? 0 : milliseconds - this.lastAdvance;
    this.lastAdvance = milliseconds;
    const moved = this.replayController.advance(
      elapsed / 1000,
      speedValue(this.state.settings.speed),
    );
    if (milliseconds - this.lastReadout >= READOUT_INTERVAL) {
      this.lastReadout = milliseconds;
      this.refreshReadout();
    }
    const news = moved || (this.state.mode === 'live' && this.ring.revision !== this.drawnRevision);
    this.drawnRevision = this.ring.revision;
    return news;
  }

  private refreshReadout(): void {
    this.controller.showProgress();
    if (this.arrivedEpisodes.length > 0) {
      const stored = this.arrivedEpisodes.splice(0).map((record) => storeEpisode(record));
      this.store.setState({
        episodes: keepNewest([...this.state.episodes, ...stored], this.state.replay.id),
      });
      this.manual.receive(stored);
      if (!this.manual.isActive && this.settings.pendingMarketChanges() > 0) {
        this.settings.applyMarket();
      }
    }
    this.lessons.refresh();
    this.showReadout();
  }

  private showReadout(): void {
    const readout = readReadout(this.view.header, this.view.termSums);
    if (readout.key !== this.state.readout.key) this.store.setState({ readout });
  }

  // Transport.

  togglePlay(): void {
    if (this.replay !== null) {
      this.replayController.toggle();
      return;
    }
    if (this.state.manual.phase !== 'over') this.setPlaying(!this.state.playing);
  }

  private setPlaying(playing: boolean): void {
    if (playing === this.state.playing) return;
    if (playing) this.lab.resume();
    else this.lab.pause();
    this.store.setState({ playing });
    if (playing) this.manual.noteStart();
  }

  step(): void {
    if (this.replay !== null) {
      this.replayController.stepOnce();
      return;
    }
    if (this.state.manual.phase === 'over') return;
    this.setPlaying(false);
    this.lab.stepOnce();
    this.manual.noteStart();
  }

  showLive(): void {
    this.selectFill(null);
    this.replayController.close();
    this.showReadout();
  }

  /**
   * Opens a completed episode; the newest when none is named, and the one under way, as
   * far as it has come, when none is complete.
   */
  showReplay(id?: string): void {
    if (this.state.episodes.length === 0) {
      void this.replaySoFar();
      return;
    }
    this.selectFill(null);
    if (this.manual.isActive) this.setPlaying(false);
    this.replayController.open(id);
  }

  /** Opens the episode under way, as far as it has come. @returns whether there was something to open */
  private async replaySoFar(): Promise<boolean> {
    const record = await this.lab.recordSoFar().catch(() => null);
    if (record === null || record.steps === 0) return false;
    this.store.setState({ episodes: [...this.state.episodes, storeEpisode(record)] });
    this.showReplay();
    return true;
  }

  /** The replayed episode as a file, or the last completed one; null when there is none. */
  episodeFile(): { readonly blob: Blob; readonly name: string } | null {
    const stored = this.replay === null ? this.state.episodes.at(-1) : this.replayController.stored;
    if (stored === undefined || stored === null) return null;
    const { episode, seed } = stored.record;
    return {
      blob: new Blob([episodeBytes(stored)]),
      name: `nanoarb-episode-${episode}-seed-${seed}.safetensors`,
    };
  }

  /** Opens a file in replay; one that is refused is told of, and nothing changes. */
  async openEpisodeFile(file: File): Promise<void> {
    try {
      const stored = await readEpisode(file, file.name, this.state.episodes);
      const { episodes } = this.state;
      if (!episodes.includes(stored)) {
        // Open before anything is dropped to make room.
        this.store.setState({ episodes: keepNewest([...episodes, stored], stored.record.id) });
      }
      this.showReplay(stored.record.id);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.notify(`${file.name} was not opened. ${error.message}`);
    }
  }

  /** To the next (+1) or previous (−1) fill; from live, in the episode that replay opens. */
  seekFill(direction: 1 | -1): void {
    if (this.state.mode === 'live' && this.state.episodes.length === 0) {
      void this.replaySoFar().then((isOpen) => isOpen && this.seekFill(direction));
      return;
    }
    if (this.state.mode === 'live') this.showReplay();
    const fill = this.replayController.seekFill(direction);
    if (fill !== null) this.store.setState({ selectedFill: fill });
  }

  /** Explains a fill of the history on screen, and goes or points to it; null for none. */
  selectFill(fill: number | null): void {
    this.store.setState({ selectedFill: fill });
    if (fill === null) this.view.hover(Number.NaN);
    else if (this.replay === null) this.view.hover(this.view.history.fillTimeAt(fill));
    else this.replayController.seekToFill(fill);
  }

  // Runs.

  /** Of earlier visits; the newest trades if the link asks for a trained policy. */
  private async showStoredRuns(): Promise<void> {
    await this.repository.load();
    if (!this.asksForTrained) return;
    const newest = this.state.runs.findLast(({ hasPolicy }) => hasPolicy);
    if (newest !== undefined) {
      await this.watchRun(newest.id);
      return;
    }
    const expected = 'a baseline until a policy is trained';
    this.notify(new InvalidInputError('agent', expected, 'trained').message);
  }

  /** Lets the run's policy trade live. */
  async watchRun(id: string): Promise<void> {
    const record = await this.repository.record(id);
    if ((record?.policy ?? null) === null) return;
    if (this.state.settings.agent !== 'trained') this.settings.set('agent', 'trained');
    this.store.setState({ watchedRun: id });
    await this.adoptRun(id);
    this.showLive();
  }

  /** Asks a Decision Transformer for the return on screen. */
  private async adoptRun(id: string): Promise<void> {
    const record = await this.repository.record(id);
    const policy = record?.policy ?? null;
    if (record === null || policy === null || this.state.watchedRun !== id) return;
    this.lab.setAgent(titled(policySpec(policy, targetShare(this.state.settings)), record.name));
  }

  /** Compares every other agent with this one. @param key of a ComparedAgent */
  pin(key: string): void {
    this.store.setState({ pinned: key });
  }

  restart(worker: WorkerName): void {
    this.lab.restart(worker);
  }

  // Notices.

  notify(message: string, details = ''): void {
    this.store.setState({ notices: withNotice(this.state.notices, message, details) });
  }

  dismiss(id: number): void {
    this.store.setState({ notices: this.state.notices.filter((notice) => notice.id !== id) });
  }

  // What loading and the workers report.

  private loadBundled(name: BundledAgentName): void {
    this.options.loadAgent(name).then(
      (agent) => this.receiveBundled(name, { kind: 'ready', agent }),
      (error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        this.receiveBundled(name, { kind: 'failed', message });
      },
    );
  }

  /** The agent waited for takes over from the baseline that traded until now, or leaves it to it. */
  private receiveBundled(name: BundledAgentName, state: BundledAgentState): void {
    const bundled = { ...this.state.bundled, [name]: state };
    this.store.setState({ bundled });
    const { settings } = this.state;
    if (state.kind === 'ready') {
      if (settings.agent === name) this.lab.setAgent(liveAgent(settings, bundled));
    } else if (state.kind === 'failed') {
      this.settings.leaveFailedAgent();
      this.notify(`A pre-trained agent could not be loaded. ${state.message}`);
    }
  }

  private receiveStatus(status: WorkerStatus): void {
    const { statuses } = this.state;
    this.store.setState({ statuses: { ...statuses, [status.worker]: status } });
    const isGone = status.state === 'restarting' || status.state === 'failed';
    if (status.worker === 'market' && isGone && this.manual.lose()) {
      this.notify('The episode by hand was lost with the market’s worker.');
    }
    if (status.state === 'ready' && status.message !== '') {
      this.notify(status.message, status.details);
    }
  }
}

/** The agent that a page opens with: never the trained one, which does not exist yet. */
function openingAgent(settings: Settings, bundled: BundledAgents): AgentSpec {
  const agent = liveAgent(settings, bundled);
  return agent.kind === 'trained' ? baselineSpec(settings, FALLBACK_AGENT) : agent;
}
