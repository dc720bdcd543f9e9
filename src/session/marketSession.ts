/**
 * A live session, in which an agent trades in a market at the speed that was asked for, episode
 * after episode, in slices short enough that commands are served in between. It does everything
 * that the market worker does except being a worker: it has no timers and no ports, and the clock
 * is passed in.
 *
 * A frame never spans two episodes: the next one begins when the page has been sent all of the one
 * before. At infinite speed that makes frames the limit.
 *
 * A person may quote for an episode: then the agent plays the same one beside them, decision by
 * decision, and the session waits when both have ended.
 */
import type { AgentSpec } from '../agents/agentSpec';
import type { ManualQuotes } from '../agents/manual/manualQuotes';
import type { AnyPolicy } from '../agents/policies/policySnapshot';
import type { EnvConfig } from '../env/config';
import type { AgentSeat } from '../env/agentSeat';
import type { RewardWeights } from '../env/types';
import type { EpisodeSettings, Fallback, MarketSessionConfig, PutTogether } from '../protocol/api';
import type { Played } from '../protocol/episodePlayers';
import { HEADER, type EpisodeRecord, type Frame } from '../protocol/frames';
import type { DecisionQuestion, SurfaceRequest, WhyAnswer } from '../protocol/decisions';
import { DecisionMaker, type DecisionWorld } from './decisionMaker';
import type { LiveSubject, SurfaceTask } from './decisionProbe';
import { EpisodePlay, type MarketPlay } from './episodePlay';
import {
  PERSON,
  recordOf,
  recordSoFar,
  recordsOfGame,
  type KnownEpisode,
  type Quoter,
} from './episodeRecords';
import { FrameFeed } from './frameFeed';
import { writePlay, writeRival } from './frameState';
import { ManualGame } from './manualGame';
import { Pacer } from './pacer';
import { SessionMarket, readsOther } from './sessionMarket';
import { StepRate } from './stepRate';

export interface SessionEvents {
  onEpisode(episode: EpisodeRecord): void;
  /** The agent could not go on; one that quotes nothing has taken its place. */
  onAgentFailure(error: unknown): void;
}

/** Decisions between two looks at the clock. */
const DECISIONS_PER_LOOK = 4;

export class MarketSession {
  private market: SessionMarket;
  private play: MarketPlay;
  /** Game of a person who quotes in the agent's place; null otherwise. */
  private manual: ManualGame | null = null;
  private weights: RewardWeights;
  private readonly maker: DecisionMaker;
  private readonly pacer: Pacer;
  private readonly feed = new FrameFeed();
  private episode: number;
  private seed: number;
  private isPaused = false;
  private isDirty = true;
  private readonly rate: StepRate;

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
    this.maker = new DecisionMaker(config.agent, config.env, (error) =>
      events.onAgentFailure(error),
    );
    this.play = this.createPlay(config.env);
    this.maker.setFallback(config.fallback ?? null, this.env.config);
    this.pacer = new Pacer(config.speed, config.env.decisionIntervalSeconds, now());
    this.rate = new StepRate(now());
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
    this.maker.live.moveTo(settings.env);
    this.maker.enter(play.env.config);
    this.market = market;
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
    this.maker.live.setAgent(spec);
    this.noteChange();
  }

  /** Lets the newest policy trade from the next decision on, and every newer one after it. */
  followPolicies(targetShare: number, title?: string, run?: string): void {
    const { maker } = this;
    maker.guard(() => maker.live.followPolicies(targetShare, title, run));
    this.noteChange();
  }

  /** Keeps the agent that trades, and forgets the newest policy: another run begins. */
  forgetPolicies(): void {
    this.maker.live.forgetPolicies();
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
    const { maker } = this;
    maker.guard(() => maker.live.offerPolicy(policy));
    this.noteChange();
  }

  /**
   * Changes the fallback from the next decision on.
   * @throws InvalidInputError, and nothing changes, when its agent does not fit
   */
  setFallback(fallback: Fallback | null): void {
    this.maker.setFallback(fallback, this.env.config);
    this.noteChange();
  }

  /**
   * Begins a new episode, at once, in which a person quotes and the agent plays beside them. The
   * agent stays as it is until that ends: requests for another one wait.
   * @param inOneBook whether the agent trades in the person's book, not in one of its own
   * @returns the agent
   */
  quoteManually(seed: number, quotes: ManualQuotes, inOneBook = false): Played {
    this.endManual();
    const { market, weights } = this;
    const { live } = this.maker;
    const { config: env } = this.env;
    const { observation } = live;
    if (inOneBook) {
      const rival = this.maker.asRival(env, weights, () => this.manual?.rival ?? null);
      const guest = { rival, name: live.name };
      this.play = market.createPlay(env, observation, weights, this.feed, guest);
      const { rivalSeats } = this.play;
      const seat = rivalSeats[rivalSeats.length - 1];
      this.manual = new ManualGame(new EpisodePlay(seat, null), env, quotes);
    } else {
      const twin = market.createPlay(env, observation, weights, null);
      this.manual = new ManualGame(twin, env, quotes);
    }
    live.hold();
    this.beginEpisode(seed);
    return this.maker.played;
  }

  /**
   * Sets the quotes of a person from the next decision on; does nothing while nobody quotes by
   * hand.
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
    this.rate.look(nowMs);
    writePlay(frame, this.play, {
      episode: this.episode,
      seed: this.seed,
      policyVersion: this.quoter.policyVersion,
      stepsPerSecond: this.isPaused ? 0 : this.rate.perSecond,
      marketHash: this.market.hash,
    });
    this.maker.write(frame.header);
    frame.header[HEADER.playKey] = this.maker.identify(this.world).playKey;
    writeRival(frame, this.manual?.rival ?? null);
    this.feed.drainInto(frame);
    this.isDirty = false;
  }

  /** A copy of the episode under way, as far as it has come. */
  recordSoFar(): EpisodeRecord {
    return recordSoFar(this.play, this.known, this.quoter);
  }

  /** Begins to make a surface of what the live agent, or a recorded one, would quote. */
  surface(request: SurfaceRequest): SurfaceTask {
    return this.maker.probe.surface(request, this.subject);
  }

  /** Explains the newest quotes of the live agent, or those of a recorded decision. */
  why(question: DecisionQuestion): WhyAnswer {
    return this.maker.probe.why(question, this.subject);
  }

  /** The agent that trades, as one that is asked about its decisions. */
  private get subject(): LiveSubject {
    const { maker, manual, play } = this;
    const { spec, name, agent } = maker.live;
    const { context, config: env } = (manual?.rival ?? play).env;
    return { spec, name, agent, context, env, isReplaced: maker.isReplaced };
  }

  private get env(): AgentSeat {
    return this.play.env;
  }

  /** Who quotes in the episode that frames show. */
  private get quoter(): Quoter {
    if (this.manual !== null) return PERSON;
    return { isByHand: false, policyVersion: this.maker.live.policyVersion };
  }

  /** What its record says of the episode under way, beside what was played. */
  private get known(): KnownEpisode {
    const { episode, seed, market, weights, maker, manual } = this;
    const { agent, actsOnWeights } = maker.identify(this.world);
    return {
      episode,
      seed,
      market,
      agent,
      actsOnWeights,
      spec: maker.live.spec,
      fallback: maker.fallbackSettings,
      weights,
      isSharedByHand: manual !== null && manual.twin === null,
    };
  }

  /** Where decisions are taken now, and under which weights. */
  private get world(): DecisionWorld {
    const { market, env, weights } = this;
    return { market: market.config, env: env.config, weights };
  }

  private noteChange(): void {
    this.isDirty = true;
    this.maker.noteChange();
    if (this.followObservation()) this.beginEpisode(this.seed);
  }

  /** Builds the play that frames show, with the observations that the live agent reads. */
  private createPlay(env: EnvConfig, market = this.market): MarketPlay {
    return market.createPlay(env, this.maker.live.observation, this.weights, this.feed);
  }

  /**
   * Builds another environment where the agent reads other observations than this one gives.
   * @returns whether it did; an episode has to begin in it then
   */
  private followObservation(): boolean {
    const { config } = this.play.env;
    if (!readsOther(this.maker.live.observation, config)) return false;
    this.play = this.createPlay(config);
    this.maker.enter(this.env.config);
    return true;
  }

  private beginEpisode(seed: number): void {
    this.episode += 1;
    this.seed = seed;
    this.feed.clear();
    this.play.start(seed);
    this.manual?.begin(seed);
    this.maker.reset(seed);
    this.isDirty = true;
  }

  private decide(): void {
    const { play, manual } = this;
    if (manual === null) {
      this.maker.takeStep(play, this.world);
      if (!play.isActive) {
        this.events.onEpisode(recordOf(play, this.known, this.quoter));
      }
    } else {
      manual.takeStep(play, this.maker, this.world);
    }
    this.rate.count();
  }

  /**
   * Plays the agent's episode to its end once the person's has ended, and hands both over, the
   * person's last.
   * @returns whether that is done; not when time runs out at `untilMs`
   */
  private settleManual(untilMs: number): boolean {
    const { play, manual, maker } = this;
    if (manual === null || manual.isSettled || play.isActive) return true;
    const { rival, twin } = manual;
    if (twin !== null && !this.playOn(twin, untilMs)) return false;
    manual.isSettled = true;
    this.isDirty = true;
    const { agents, persons } = recordsOfGame(rival, play, this.known, maker.live.policyVersion);
    this.events.onEpisode(agents);
    this.events.onEpisode(persons);
    return true;
  }

  /** Plays an episode on. @returns whether it is over; not when time runs out at `untilMs` */
  private playOn(play: MarketPlay, untilMs: number): boolean {
    for (let taken = 1; play.isActive; taken += 1) {
      this.maker.takeStep(play, this.world);
      if (taken % DECISIONS_PER_LOOK === 0 && this.now() >= untilMs) return false;
    }
    return true;
  }

  private endManual(): void {
    const { manual, play } = this;
    if (manual === null) return;
    this.manual = null;
    // The agent leaves the person's book.
    if (manual.rival.env.market === play.env.market) {
      this.play = this.createPlay(play.env.config);
    }
    this.maker.guard(() => this.maker.live.release());
    this.maker.noteChange();
    // Whoever ends it begins an episode.
    this.followObservation();
  }
}
