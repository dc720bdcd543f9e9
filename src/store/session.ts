/**
 * The session is everything that the page knows while it is open: a store with the initial state,
 * and one controller for each thing that a person does. The store holds what people change or read
 * slowly; what streams is in the feed's ring. A session is built once, in main.tsx, with the lab it
 * talks to.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BundledAgent, BundledAgentName } from '../lab/bundledAgents';
import { EditJournal } from '../lab/storage/editJournal';
import type { Lab, LabEvents } from '../lab/types';
import { HEADER } from '../protocol/frames';
import type { RunSummary } from '../protocol/run';
import { Drafts } from './drafts';
import { MapsController } from './maps/maps';
import { ReplayedDecisions } from './maps/replayedDecision';
import { LessonController } from './lessons/lessonController';
import { AgentFiles } from './live/agentFiles';
import { BundledAgentLoader } from './live/bundledAgents';
import { FileOpener } from './fileOpener';
import { FactsController } from './live/facts';
import { FrameRing } from './live/frameRing';
import { LiveFeed } from './live/liveFeed';
import { openingSession } from './live/openingSession';
import { Playback } from './live/playback';
import { RivalRunLoader } from './live/rivalRuns';
import { View } from './live/view';
import { WorkersController } from './live/workers';
import { ManualController } from './manual/manualController';
import { Notices } from './notices';
import { EpisodeFiles } from './replay/episodeFiles';
import type { BranchController, BranchServices } from './branch/branchController';
import { EpisodeRepository } from './replay/episodeRepository';
import { ReplayController } from './replay/replayController';
import { BaselineController } from './runs/baselines';
import { RunEvaluationController } from './runs/evaluationController';
import { RunComparisons } from './runs/runComparisons';
import { FinalWordController } from './runs/finalWord';
import type { TabStorage } from './runs/runDeletion';
import { RunImports } from './runs/runImports';
import { RunRepository } from './runs/runRepository';
import { WatchedRunController } from './runs/watchedRun';
import type { LinkMoment } from './settings/linkMoment';
import { SHARE_TEXTS } from '../content/share';
import { LAZY_FILES } from './lazyFiles';
import { rivalsOfRun } from './settings/rivalConfigs';
import { rivalEntries, rivalsSetting, type RivalEntry } from './settings/rivals';
import { settingsOfRun } from './settings/sections';
import { SettingsController } from './settings/settingsController';
import type { SweepController, SweepServices } from './sweeps/sweepController';
import { SweepResults } from './sweeps/sweepResults';
import type { OpenStorage } from './storageAccess';
import { initialState, type Opening, type SessionState } from './state';
import { FitController } from './tapes/fitController';
import { TapeController } from './tapes/tapeController';
import { TrainingController } from './training/trainingController';
import type { VersionController } from './versions/versionController';

export interface SessionOptions extends Opening {
  readonly createLab: (events: LabEvents) => Lab;
  /** Loads an agent; rejects with what is wrong with its file. */
  readonly loadAgent: (name: BundledAgentName) => Promise<BundledAgent>;
  /** Opens storage; rejects with a StorageError where the browser keeps nothing. */
  readonly openStorage: OpenStorage;
  /** Fetches the file of a link; rejects with what is wrong with it. */
  readonly loadAgentFile: (path: string) => Promise<File>;
  /** Fetches the recording that comes with the page. */
  readonly loadTape: () => Promise<File>;
  /** Takes labels at once; absent where a page that goes away loses them. */
  readonly journal?: EditJournal;
  /** Outlasts a reload of this tab; absent where a deletion cannot be undone after one. */
  readonly tabStorage?: TabStorage | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Makes an id that no run of any browser has. */
  readonly newId: () => string;
}

export class Session {
  readonly store: StoreApi<SessionState>;
  readonly notices: Notices;
  /** Takes what the live market sends. */
  readonly feed: LiveFeed;
  /** Shows what is on screen, live or replayed. */
  readonly view: View;
  /** Plays and pauses what is on screen, live or replayed. */
  readonly playback: Playback;
  readonly replay: ReplayController;
  readonly episodeFiles: EpisodeFiles;
  /** Opens files that are dropped on the page. */
  readonly files: FileOpener;
  /** Keeps the episodes that outlast the visit. */
  readonly episodes: EpisodeRepository;
  /** Changes settings, with undo, and passes them on to the lab. */
  readonly settings: SettingsController;
  readonly training: TrainingController;
  readonly runs: RunRepository;
  readonly imports: RunImports;
  /** What is being typed and not taken yet. */
  readonly drafts = new Drafts();
  readonly watchedRun: WatchedRunController;
  /** Shows agents of files that links name, or that are dropped on a demo. */
  readonly agentFiles: AgentFiles;
  /** Evaluates the baselines beside which runs are seen. */
  readonly baselines: BaselineController;
  /** Compares the runs on screen, for every panel that shows them. */
  readonly comparisons = new RunComparisons();
  /** Evaluates the policies of runs that were not. */
  readonly evaluations: RunEvaluationController;
  /** Evaluates a chosen run on fresh seeds. */
  readonly finalWord: FinalWordController;
  /** Measures the stylised facts of markets. */
  readonly facts: FactsController;
  /** Keeps recordings, and lets agents trade on one. */
  readonly tapes: TapeController;
  /** Fits markets to recordings. */
  readonly fits: FitController;
  readonly lessons: LessonController;
  /** Lets a person quote in place of the agent. */
  readonly manual: ManualController;
  /** Asks the agent on screen about its decisions. */
  readonly maps: MapsController;
  readonly workers: WorkersController;
  /** Opens results of sweeps, and shows sweeps with every metric. */
  readonly sweepResults: SweepResults;
  private readonly bundledAgents: BundledAgentLoader;
  private readonly rivalRuns: RivalRunLoader;
  private readonly lab: Lab;
  /** Makes and keeps sweeps; null until their panel was opened, with which their code comes. */
  private sweeps: SweepController | null = null;
  /** Offers newer versions of the page; null until its code has loaded. */
  versions: VersionController | null = null;
  /** Plays on from moments of episodes; null until their panel was opened. */
  private branches: BranchController | null = null;

  constructor(private readonly options: SessionOptions) {
    const { now, newId, openStorage, journal = new EditJournal(null, now) } = options;
    const store = createStore<SessionState>(() => initialState(options));
    const lab = options.createLab({
      onFrame: (frame) => this.feed.receiveFrame(frame),
      onEpisode: (episode) => this.feed.receiveEpisode(episode),
      onStatus: (status) => this.workers.receive(status),
      onBackend: (backend) => store.setState({ backend }),
      onTraining: (event) => this.training.receive(event),
      onEvaluation: (rows, models) => this.training.receiveEvaluation(rows, models),
    });
    const ring = new FrameRing();
    this.store = store;
    this.lab = lab;
    this.notices = new Notices(store);
    const notify = (message: string, details?: string) => this.notices.add(message, details);

    this.replay = new ReplayController(store, () => {
      this.view.followPlayhead();
      this.feed.showReadout();
    });
    this.view = new View(store, ring, this.replay);
    this.playback = new Playback(store, lab, this.view, this.replay, {
      onStart: () => this.manual.noteStart(),
      onChange: () => this.feed.showReadout(),
    });
    this.feed = new LiveFeed(store, ring, this.view, this.replay, {
      onFrame: () => {
        this.manual.noteFrame();
        this.maps.noteFrame();
      },
      onEpisodes: (episodes) => {
        this.manual.receive(episodes);
        if (!this.manual.isActive) this.settings.applyPendingMarket();
      },
      onReadout: () => {
        this.training.showProgress();
        this.lessons.refresh();
      },
    });

    this.settings = new SettingsController(store, lab, {
      now: () => this.feed.milliseconds,
      undelete: () =>
        this.sweeps?.isNewest() === true
          ? this.sweeps.undelete()
          : this.runs.deletion.isNewest() && this.runs.deletion.undelete(),
      tradeTrained: () => this.watchedRun.tradeTrained(),
      pinAgent: () => this.watchedRun.pin(),
      playTape: (tape) => this.tapes.playLinked(tape),
      leaveManual: () => this.manual.leave(),
    });
    this.manual = new ManualController(store, lab, {
      header: () => ring.header,
      now: () => ring.now,
      showLive: () => this.playback.showLive(),
      setPlaying: (playing) => this.playback.setPlaying(playing),
      setSpeed: (speed) => this.settings.set('speed', speed),
    });
    this.lessons = new LessonController(store, {
      setUp: (changes) => {
        this.manual.leave();
        this.playback.showLive();
        this.settings.setMany(changes);
        this.settings.applyMarket();
        this.playback.setPlaying(true);
      },
      restart: () => {
        this.manual.leave();
        this.playback.showLive();
        this.settings.applyMarket();
        this.playback.setPlaying(true);
      },
      replay: () => this.replay.player,
      liveEpisode: () => ring.header[HEADER.episode],
    });

    this.runs = new RunRepository(store, {
      openStorage,
      notify,
      now,
      journal,
      tabStorage: options.tabStorage ?? null,
    });
    this.imports = new RunImports(store, this.runs, { now, newId });
    this.watchedRun = new WatchedRunController(
      store,
      lab,
      this.runs,
      this.settings,
      this.playback,
      this.notices,
    );
    this.agentFiles = new AgentFiles(
      store,
      this.imports,
      this.watchedRun,
      this.notices,
      options.loadAgentFile,
    );
    this.baselines = new BaselineController(store, lab, this.runs);
    this.evaluations = new RunEvaluationController(store, lab, this.runs, notify);
    this.finalWord = new FinalWordController(store, lab, this.runs, now);
    this.training = new TrainingController(store, lab, this.runs, {
      onFirstPolicy: (id) => this.watchedRun.noteFirstPolicy(id),
      onRunEnd: (run) => this.sweeps?.receiveRun(run),
      notify,
      now,
      newId,
    });

    this.episodes = new EpisodeRepository(store, this.runs, newId);
    this.episodeFiles = new EpisodeFiles(store, this.replay, this.playback, this.notices);
    this.tapes = new TapeController(
      store,
      lab,
      this.runs,
      this.settings,
      this.playback,
      this.notices,
      {
        loadTape: options.loadTape,
        clock: () => performance.now(),
        newId,
        train: () => this.training.train(null),
      },
    );
    this.fits = new FitController(store, lab, this.settings, this.playback, this.notices);
    this.sweepResults = new SweepResults(store, this.notices, newId);
    this.files = new FileOpener(
      this.episodeFiles,
      this.imports,
      this.training,
      this.tapes,
      this.sweepResults,
      this.notices,
    );
    this.facts = new FactsController(store, lab);
    const replayed = new ReplayedDecisions(this.replay);
    this.maps = new MapsController(store, lab, {
      recorded: () => replayed.current(),
      now: () => performance.now(),
    });
    this.workers = new WorkersController(store, lab, this.manual, this.notices);
    this.bundledAgents = new BundledAgentLoader(
      store,
      lab,
      this.settings,
      this.notices,
      options.loadAgent,
    );
    this.rivalRuns = new RivalRunLoader(store, this.runs, this.settings, this.notices);
  }

  /** Opens the market. Its clock waits for those who are to trade: nobody stands in for them. */
  start(): void {
    const { settings, bundled, playing } = this.state;
    const isTrained = this.options.settings.agent === 'trained';
    const traders = [settings.agent, ...rivalEntries(settings).map(({ who }) => who)];
    const waits =
      isTrained || traders.some((who) => typeof who !== 'string' || Object.hasOwn(bundled, who));
    const isPaused = waits || !playing;
    this.lab.start({ ...openingSession(settings, this.state), isPaused });
    const runs = this.loadRuns();
    const agents = [this.bundledAgents.loadAll(traders), this.rivalRuns.loadAll()];
    void this.episodes.load();
    const { tape } = this.options.settings;
    if (tape !== '') this.tapes.playLinked(tape);
    void this.tapes.load();
    const areThere = Promise.all([...agents, isTrained ? runs : null]);
    if (waits) void areThere.finally(() => this.playback.goOn());
    const { moment = null } = this.options;
    if (moment !== null) void areThere.then(() => this.openMoment(moment));
  }

  /** Lets others trade beside the agent, in a new episode. */
  changeRivals(change: (entries: readonly RivalEntry[]) => readonly RivalEntry[]): void {
    const { settings } = this.state;
    this.settings.set('rivals', rivalsSetting(change(rivalEntries(settings))));
    this.settings.applyMarket();
  }

  /** Takes the settings of a run, its rivals included, and begins an episode under them. */
  takeSettings(run: RunSummary): void {
    const rivals = rivalsSetting(rivalsOfRun(run, this.state));
    this.settings.setMany({ ...settingsOfRun(run.config), rivals });
    this.settings.applyMarket();
  }

  /** Gives the controller of sweeps, which is made when their panel opens first. */
  openSweeps(create: (services: SweepServices) => SweepController): SweepController {
    const { store, lab, runs: repository, training, settings, notices } = this;
    const { now, newId } = this.options;
    this.sweeps ??= create({
      store,
      lab,
      repository,
      training,
      settings,
      notify: (message, details) => notices.add(message, details),
      now,
      newId,
    });
    return this.sweeps;
  }

  /** Gives the controller of branches, which is made when their panel opens first. */
  openBranches(create: (services: BranchServices) => BranchController): BranchController {
    const { store, lab, runs, replay, playback, options } = this;
    this.branches ??= create({ store, lab, runs, replay, playback, newId: options.newId });
    return this.branches;
  }

  /** Takes what is unfinished, because the page may not be heard of again. */
  leave(): void {
    this.drafts.takeAll();
  }

  /** Lets go of what a frozen page must not hold. */
  freeze(): void {
    this.runs.rest();
  }

  /** Takes in what other tabs did while nobody looked. */
  comeBack(): void {
    void this.runs.refresh();
  }

  dispose(): void {
    this.facts.cancel();
    this.tapes.cancel();
    this.fits.cancel();
    this.baselines.cancel();
    this.evaluations.cancel();
    this.finalWord.cancel();
    this.sweeps?.dispose();
    this.versions?.dispose();
    this.episodes.dispose();
    this.runs.dispose();
    this.lab.dispose();
  }

  get state(): SessionState {
    return this.store.getState();
  }

  /**
   * Plays the episode of a link again, unless another agent or market stands in for what it names.
   */
  async openMoment(moment: LinkMoment, wanted = this.options.settings): Promise<void> {
    const { settings } = this.state;
    if (settings.agent !== wanted.agent) {
      this.notices.add(SHARE_TEXTS.noMoment(SHARE_TEXTS.agentMissing));
    } else if (settings.tape !== wanted.tape) {
      this.notices.add(SHARE_TEXTS.noMoment(SHARE_TEXTS.tapeMissing));
    } else {
      const { store, lab, runs, replay, playback, notices, options } = this;
      const { newId } = options;
      const shown = { store, settings: this.settings, replay, playback, notices };
      const services = { ...shown, lab, runs, newId };
      const { openLinkedMoment } = await LAZY_FILES.linkedMoment.load();
      await openLinkedMoment(services, moment);
    }
  }

  private async loadRuns(): Promise<void> {
    await this.runs.load();
    const { agentFile = null } = this.options;
    if (agentFile !== null) {
      await this.agentFiles.watchLinked(agentFile);
      return;
    }
    if (this.options.settings.agent !== 'trained') return;
    const run = this.options.run ?? null;
    await this.watchedRun.watchLinked(run);
    if (this.state.storageProblem !== null) this.watchedRun.watchLinkedLater(run);
  }
}
