/**
 * A live session, in which an agent trades in a market at the speed that was asked for, episode
 * after episode, in slices short enough that commands are served in between. It does everything
 * that the market worker does except being a worker: it has no timers and no ports, and the clock
 * is passed in.
 *
 * A frame never spans two episodes: the next one begins when the page has been sent
 * all of the one before. At infinite speed that makes frames the limit.
 *
 * A person may quote for an episode: then the agent plays the same one beside
 * them, decision by decision, and the session waits when both have ended.
 */
import type { AgentSpec } from '../agents/agentSpec';
import type { ManualQuotes } from '../agents/manual/manualQuotes';
import type { AnyPolicy } from '../agents/policies/policySnapshot';
import type { EnvConfig } from '../env/config';
import type { AgentSeat } from '../env/agentSeat';
import type { DecisionContext, RewardWeights } from '../env/types';
import type { Rival } from '../env/marketMakingEnv';
import type { EpisodeSettings, Fallback, MarketSessionConfig, PutTogether } from '../protocol/api';
import type { AgentDescription, EpisodeOrigin } from '../protocol/episodeOrigin';
import type { EpisodeWorld } from '../protocol/episodeWorld';
import {
  HEADER,
  RIVAL_ID_SUFFIX,
  SO_FAR_ID_MARK,
  type EpisodeRecord,
  type Frame,
} from '../protocol/frames';
import type { DecisionQuestion, SurfaceRequest, WhyAnswer } from '../protocol/decisions';
import { DecisionProbe, type LiveSubject, type SurfaceTask } from './decisionProbe';
import { EpisodePlay, type MarketPlay } from './episodePlay';
import type { EpisodeTitle } from './episodeRecorder';
import { FrameFeed } from './frameFeed';
import { writePlay, writeRival } from './frameState';
import { ManualGame } from './manualGame';
import { LiveAgent } from './liveAgent';
import { ObservationWatch } from './observationWatch';
import { Pacer } from './pacer';
import { describeAgent, playKeyOf } from './playIdentity';
import { FallbackAgent } from './fallbackAgent';
import { SessionMarket, readsOther } from './sessionMarket';

export interface SessionEvents {
  onEpisode(episode: EpisodeRecord): void;
  /** The agent could not go on; one that quotes nothing has taken its place. */
  onAgentFailure(error: unknown): void;
}

/** Decisions between two looks at the clock. */
const DECISIONS_PER_LOOK = 4;
/** Milliseconds over which decisions per second are counted. */
const RATE_WINDOW_MS = 500;

export class MarketSession {
  private market: SessionMarket;
  private play: MarketPlay;
  /** Game of a person who quotes in the agent's place; null otherwise. */
  private manual: ManualGame | null = null;
  private weights: RewardWeights;
  private readonly liveAgent: LiveAgent;
  private readonly pacer: Pacer;
  private readonly watch = new ObservationWatch();
  private readonly fallbackAgent = new FallbackAgent();
  private readonly probe = new DecisionProbe();
  private readonly feed = new FrameFeed();
  private episode: number;
  private seed: number;
  private isPaused = false;
  private isDirty = true;
  private rateFromMs: number;
  private stepsInWindow = 0;
  private stepsPerSecond = 0;
  /** Who plays, with the key of who plays where; null once any of it has changed. */
  private player: { readonly agent: AgentDescription; readonly playKey: number } | null = null;

  /**
   * @param firstEpisode its number
   * @param now wall clock in milliseconds, monotonic
   * @throws InvalidInputError when the agent does not fit the environment
   */
  constructor(
    config: MarketSessionConfig & PutTogether,
    firstEpisode: number,
    private readonly now: () => number,
    private readonly events: SessionEvents,
  ) {
    this.episode = firstEpisode - 1;
    this.seed = config.seed;
    this.isPaused = config.isPaused ?? false;
    this.market = new SessionMarket(config);
    this.weights = config.weights;
    this.liveAgent = new LiveAgent(config.agent, config.env);
    this.play = this.createPlay(config.env);
    this.fallbackAgent.set(config.fallback ?? null, this.env.config);
    this.pacer = new Pacer(config.speed, config.env.decisionIntervalSeconds, now());
    this.rateFromMs = now();
    this.beginEpisode(config.seed);
  }

  /** Whether there is something that no frame has shown yet. */
  get hasNews(): boolean {
    return this.isDirty || !this.feed.isEmpty;
  }

  /**
   * Begins a new episode under new settings, at once; the one under way is dropped.
   * @throws InvalidInputError, and nothing changes, when the agent does not fit them
   */
  configure(settings: EpisodeSettings & PutTogether): void {
    const market = new SessionMarket(settings);
    const play = this.createPlay(settings.env, market);
    this.liveAgent.moveTo(settings.env);
    this.fallbackAgent.moveTo(play.env.config);
    this.market = market;
    this.player = null;
    this.watch.forget();
    this.probe.forget();
    this.play = play;
    this.endManual();
    this.pacer.setDecisionSeconds(settings.env.decisionIntervalSeconds);
    this.beginEpisode(settings.seed);
  }

  /**
   * Changes the agent from the next decision on; one that reads other observations begins the
   * episode anew.
   * @throws InvalidInputError, and nothing changes, when it does not fit
   */
  setAgent(spec: AgentSpec): void {
    this.liveAgent.setAgent(spec);
    this.noteChange();
  }

  /** Lets the newest policy trade from the next decision on, and every newer one after it. */
  followPolicies(targetShare: number, title?: string, run?: string): void {
    this.guard(() => this.liveAgent.followPolicies(targetShare, title, run));
    this.noteChange();
  }

  /** Keeps the agent that trades, and forgets the newest policy: another run begins. */
  forgetPolicies(): void {
    this.liveAgent.forgetPolicies();
  }

  /**
   * Sets what the agent is told that it earned, from the next step on, and under which weights an
   * agent of every weighting takes its next decision: the environment tells both.
   */
  setWeights(weights: RewardWeights): void {
    this.weights = weights;
    this.noteChange();
    this.env.setWeights(weights);
    this.manual?.rival.env.setWeights(weights);
  }

  /** Keeps a policy of the trainer, and adopts it if the session follows them. */
  offerPolicy(policy: AnyPolicy): void {
    this.guard(() => this.liveAgent.offerPolicy(policy));
    this.noteChange();
  }

  /**
   * Changes the fallback from the next decision on.
   * @throws InvalidInputError, and nothing changes, when its agent does not fit
   */
  setFallback(fallback: Fallback | null): void {
    this.fallbackAgent.set(fallback, this.env.config);
    this.noteChange();
  }

  /**
   * Begins a new episode, at once, in which a person quotes and the agent plays
   * beside them. The agent stays as it is until that ends: requests for another one
   * wait.
   * @param inOneBook whether the agent trades in the person's book, not in one of its own
   */
  quoteManually(seed: number, quotes: ManualQuotes, inOneBook = false): void {
    this.endManual();
    const { market, liveAgent, weights } = this;
    const { config: env } = this.env;
    const { observation } = liveAgent;
    if (inOneBook) {
      const guest = { rival: this.agentAsRival(env), name: liveAgent.name };
      this.play = market.createPlay(env, observation, weights, this.feed, guest);
      const { rivalSeats } = this.play;
      const seat = rivalSeats[rivalSeats.length - 1];
      this.manual = new ManualGame(new EpisodePlay(seat, null), env, quotes);
    } else {
      const twin = market.createPlay(env, observation, weights, null);
      this.manual = new ManualGame(twin, env, quotes);
    }
    this.liveAgent.hold();
    this.beginEpisode(seed);
  }

  /**
   * Sets the quotes of a person from the next decision on; does nothing while nobody
   * quotes by hand.
   */
  setManualQuotes(quotes: ManualQuotes): void {
    this.manual?.setQuotes(quotes);
  }

  /** Lets the agent trade again, in a new episode; does nothing while nobody quotes by hand. */
  leaveManual(): void {
    if (this.manual === null) return;
    this.endManual();
    this.beginEpisode(this.seed + 1);
  }

  setSpeed(speed: number): void {
    this.pacer.setSpeed(speed, this.now());
  }

  pause(): void {
    this.isPaused = true;
    this.isDirty = true;
  }

  resume(): void {
    this.isPaused = false;
    this.pacer.skipTo(this.now());
  }

  /** Takes one decision while paused; does nothing otherwise. */
  stepOnce(): void {
    if (!this.isPaused) return;
    if (!this.env.isActive) {
      if (this.manual !== null) return;
      this.beginEpisode(this.seed + 1);
    }
    this.decide();
    this.settleManual(Infinity);
  }

  /**
   * Takes the decisions that are due, for about `budgetMs` of wall time at most.
   * @returns milliseconds until there is more to do; 0 when there is now
   */
  run(budgetMs: number): number {
    if (this.isPaused) return Infinity;
    const start = this.now();
    this.pacer.accrue(start);
    let taken = 0;
    while (this.pacer.isDue) {
      if (this.feed.isFull) return Infinity;
      if (!this.env.isActive) {
        if (this.manual !== null) return this.settleManual(start + budgetMs) ? Infinity : 0;
        if (this.hasNews) return Infinity;
        this.beginEpisode(this.seed + 1);
      }
      this.pacer.spend();
      this.decide();
      taken += 1;
      if (taken % DECISIONS_PER_LOOK === 0 && this.now() - start >= budgetMs) return 0;
    }
    return this.pacer.msUntilDue;
  }

  writeFrame(frame: Frame, nowMs: number): void {
    this.countRate(nowMs);
    writePlay(frame, this.play, {
      episode: this.episode,
      seed: this.seed,
      policyVersion: this.manual === null ? this.liveAgent.policyVersion : Number.NaN,
      stepsPerSecond: this.isPaused ? 0 : this.stepsPerSecond,
      marketHash: this.market.hash,
    });
    this.watch.write(frame.header);
    frame.header[HEADER.isFallbackQuoting] = Number(this.fallbackAgent.isActive);
    frame.header[HEADER.playKey] = this.identify().playKey;
    writeRival(frame, this.manual?.rival ?? null);
    this.feed.drainInto(frame);
    this.isDirty = false;
  }

  /** A copy of the episode under way, as far as it has come. */
  recordSoFar(): EpisodeRecord {
    const policyVersion = this.manual === null ? this.liveAgent.policyVersion : Number.NaN;
    const { title, origin, liveAgent, world } = this;
    const record = this.play.record({ ...title, policyVersion }, origin, liveAgent.spec, world);
    return { ...record, id: `${record.id}${SO_FAR_ID_MARK}${record.steps}` };
  }

  /** Begins to make a surface of what the live agent, or a recorded one, would quote. */
  surface(request: SurfaceRequest): SurfaceTask {
    return this.probe.surface(request, this.subject);
  }

  /** Explains the newest quotes of the live agent, or those of a recorded decision. */
  why(question: DecisionQuestion): WhyAnswer {
    return this.probe.why(question, this.subject);
  }

  /** The agent that trades, as one that is asked about its decisions. */
  private get subject(): LiveSubject {
    const { liveAgent, fallbackAgent, manual, play } = this;
    const { spec, name, agent } = liveAgent;
    const { context, config: env } = (manual?.rival ?? play).env;
    return { spec, name, agent, context, env, isReplaced: fallbackAgent.isActive };
  }

  private get env(): AgentSeat {
    return this.play.env;
  }

  private get title(): Pick<EpisodeTitle, 'episode' | 'seed' | 'market'> {
    const { episode, seed, market } = this;
    return { episode, seed, market: market.recorded };
  }

  private get origin(): Omit<EpisodeOrigin, 'playKey'> {
    const { fallbackAgent, weights } = this;
    return { agent: this.identify().agent, fallback: fallbackAgent.settings, weights };
  }

  /** What its episodes are simulated again in; null where the agent trades in a person's book. */
  private get world(): Omit<EpisodeWorld, 'env' | 'isOneAgent'> | null {
    const { manual, market, weights, fallbackAgent } = this;
    if (manual !== null && manual.twin === null) return null;
    const { rivals } = market.config;
    const fallback = fallbackAgent.settings;
    return { weights, fallback, ...(rivals !== undefined && { rivals }) };
  }

  private identify(): NonNullable<typeof this.player> {
    if (this.player !== null) return this.player;
    const { market, liveAgent, fallbackAgent, weights, env } = this;
    const agent = describeAgent(liveAgent.spec);
    const fallback = fallbackAgent.settings;
    const heardWeights = liveAgent.hearsRewards || liveAgent.isToldWeights ? weights : null;
    const world = { market: market.config, env: env.config };
    const playKey = playKeyOf({ agent, fallback, ...world, heardWeights });
    this.player = { agent, playKey };
    return this.player;
  }

  private noteChange(): void {
    this.isDirty = true;
    this.player = null;
    if (this.followObservation()) this.beginEpisode(this.seed);
  }

  /** Builds the play that frames show, with the observations that the live agent reads. */
  private createPlay(env: EnvConfig, market = this.market): MarketPlay {
    return market.createPlay(env, this.liveAgent.observation, this.weights, this.feed);
  }

  /**
   * Builds another environment where the agent reads other observations than this one gives.
   * @returns whether it did; an episode has to begin in it then
   */
  private followObservation(): boolean {
    const { config } = this.play.env;
    if (!readsOther(this.liveAgent.observation, config)) return false;
    this.play = this.createPlay(config);
    this.fallbackAgent.moveTo(this.env.config);
    this.watch.forget();
    this.probe.forget();
    return true;
  }

  private beginEpisode(seed: number): void {
    this.episode += 1;
    this.seed = seed;
    this.feed.clear();
    this.play.start(seed);
    const { manual } = this;
    if (manual?.twin === null) manual.rival.begin();
    else manual?.twin.start(seed);
    this.guard(() => this.liveAgent.reset(seed));
    this.fallbackAgent.reset(seed);
    this.watch.clear();
    this.isDirty = true;
  }

  private decide(): void {
    const { play, manual } = this;
    if (manual === null) {
      this.letAgentPlay(play);
      if (!play.isActive) this.handOver(play, this.liveAgent.policyVersion);
    } else {
      this.decideManually(manual);
    }
    this.stepsInWindow += 1;
  }

  /** Takes one decision of the person and one of the agent. */
  private decideManually(manual: ManualGame): void {
    const { play } = this;
    const { rival, twin } = manual;
    manual.act(play.env.context);
    const takesPart = twin === null && (rival.isActive || rival.env.isFlattening);
    if (takesPart) rival.beginStep();
    play.step(manual.action, manual.name, Number.NaN);
    if (takesPart) {
      const { action, name } = this.decision();
      rival.endStep(action, name, this.identify().playKey);
    }
    if (twin?.isActive === true) this.letAgentPlay(twin);
  }

  /** The agent as one who trades in a person's book. */
  private agentAsRival(config: EnvConfig): Rival {
    return {
      config,
      weights: this.weights,
      trader: {
        // The session resets the agent itself.
        reset: () => {},
        act: (context, action) => {
          this.letAgentDecide(context, this.manual?.rival ?? null);
          action.set(this.decision().action);
        },
        observeReward: (reward) => this.liveAgent.agent.observeReward?.(reward),
      },
    };
  }

  /** Takes one decision of the agent, or of its fallback. */
  private letAgentPlay(play: MarketPlay): void {
    this.letAgentDecide(play.env.context, play);
    const { action, name } = this.decision();
    const { reward } = play.step(action, name, this.identify().playKey);
    this.liveAgent.agent.observeReward?.(reward);
  }

  /** @param play that the decision is recorded with */
  private letAgentDecide(context: DecisionContext, play: EpisodePlay | null): void {
    const { liveAgent, watch, fallbackAgent, probe, env } = this;
    probe.note(context, env.config);
    watch.follow(liveAgent.reference, liveAgent.policyVersion);
    watch.observe(context.observation);
    // The agent decides even while another quotes: it may have a memory.
    this.guard(() => liveAgent.act(context));
    fallbackAgent.act(context, watch);
    play?.decisions.note(context, liveAgent, fallbackAgent);
  }

  /** What was decided last, and by whom. */
  private decision(): { readonly action: Float64Array; readonly name: string } {
    return this.fallbackAgent.isActive ? this.fallbackAgent : this.liveAgent;
  }

  /**
   * Plays the agent's episode to its end once the person's has ended, and hands both
   * over, the person's last.
   * @returns whether that is done; not when time runs out at `untilMs`
   */
  private settleManual(untilMs: number): boolean {
    const { play, manual } = this;
    if (manual === null || manual.isSettled || play.isActive) return true;
    const { rival, twin } = manual;
    if (twin !== null && !this.playOn(twin, untilMs)) return false;
    manual.isSettled = true;
    this.isDirty = true;
    this.handOver(rival, this.liveAgent.policyVersion, RIVAL_ID_SUFFIX);
    this.handOver(play, Number.NaN);
    return true;
  }

  /** Plays an episode on. @returns whether it is over; not when time runs out at `untilMs` */
  private playOn(play: MarketPlay, untilMs: number): boolean {
    for (let taken = 1; play.isActive; taken += 1) {
      this.letAgentPlay(play);
      if (taken % DECISIONS_PER_LOOK === 0 && this.now() >= untilMs) return false;
    }
    return true;
  }

  private handOver(play: EpisodePlay, policyVersion: number, idSuffix = ''): void {
    const { title, origin, liveAgent, world } = this;
    const record = play.record({ ...title, policyVersion }, origin, liveAgent.spec, world);
    this.events.onEpisode({ ...record, id: `${record.id}${idSuffix}` });
  }

  private endManual(): void {
    const { manual, play } = this;
    if (manual === null) return;
    this.manual = null;
    // The agent leaves the person's book.
    if (manual.rival.env.market === play.env.market) {
      this.play = this.createPlay(play.env.config);
    }
    this.guard(() => this.liveAgent.release());
    this.player = null;
    // Whoever ends it begins an episode.
    this.followObservation();
  }

  /** An agent that throws stands down: from then on nothing is quoted. */
  private guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.liveAgent.standDown();
      this.player = null;
      this.events.onAgentFailure(error);
    }
  }

  private countRate(nowMs: number): void {
    const elapsed = nowMs - this.rateFromMs;
    if (elapsed < RATE_WINDOW_MS) return;
    this.stepsPerSecond = (1000 * this.stepsInWindow) / elapsed;
    this.stepsInWindow = 0;
    this.rateFromMs = nowMs;
  }
}
