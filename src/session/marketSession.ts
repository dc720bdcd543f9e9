/**
 * One live session: an agent trading in a market at the speed that was asked
 * for, episode after episode, in slices short enough that commands are served in
 * between. Everything the market worker does except being a worker: no timers,
 * no ports, the clock is passed in.
 *
 * A frame never spans two episodes: the next one begins when the page has been
 * sent all of the one before. At infinite speed that makes frames the limit.
 */
import type { AgentSpec } from '../agents/agentSpec';
import type { MarketConfig } from '../market/config';
import type { AnyPolicy } from '../agents/policySnapshot';
import type { RewardWeights } from '../env/types';
import { MarketMakingEnv } from '../env/marketMakingEnv';
import { createMarket } from '../market/createMarket';
import type { EpisodeSettings, Fallback, MarketSessionConfig } from '../protocol/api';
import { HEADER, type EpisodeRecord, type Frame } from '../protocol/frames';
import { EpisodeRecorder } from './episodeRecorder';
import { FrameFeed } from './frameFeed';
import { writeHeader, writeLadder } from './frameState';
import { LiveAgentSeat } from './liveAgentSeat';
import { ObservationWatch } from './observationWatch';
import { Pacer } from './pacer';
import { StandIn } from './standIn';
import { StepRows } from './stepRows';

export interface SessionEvents {
  onEpisode(episode: EpisodeRecord): void;
  /** The agent could not go on; one that quotes nothing has taken its place. */
  onAgentFailure(error: unknown): void;
}

/** Decisions between two looks at the clock. */
const DECISIONS_PER_LOOK = 4;
/** Over which decisions per second are counted. */
const RATE_WINDOW_MS = 500;

export class MarketSession {
  private market: MarketConfig;
  private env: MarketMakingEnv;
  private weights: RewardWeights;
  private readonly seat: LiveAgentSeat;
  private readonly pacer: Pacer;
  private readonly watch = new ObservationWatch();
  private readonly standIn = new StandIn();
  private readonly feed = new FrameFeed();
  private readonly recorder = new EpisodeRecorder();
  private readonly rows = new StepRows();
  /** Who has traded in this episode, in turn. */
  private readonly traders: string[] = [];
  private episode: number;
  private seed: number;
  private isPaused = false;
  private isDirty = true;
  private rateFromMs: number;
  private stepsInWindow = 0;
  private stepsPerSecond = 0;

  /**
   * @param firstEpisode its number
   * @param now wall clock in milliseconds, monotonic
   * @throws InvalidInputError when the agent does not fit the environment
   */
  constructor(
    config: MarketSessionConfig,
    firstEpisode: number,
    private readonly now: () => number,
    private readonly events: SessionEvents,
  ) {
    this.episode = firstEpisode - 1;
    this.seed = config.seed;
    this.market = config.market;
    this.weights = config.weights;
    this.env = createEnvironment(config, config.weights);
    this.seat = new LiveAgentSeat(config.agent, config.env);
    this.standIn.set(config.fallback ?? null, config.env);
    this.pacer = new Pacer(config.speed, config.env.decisionIntervalSeconds, now());
    this.rateFromMs = now();
    this.beginEpisode(config.seed);
  }

  /** Something no frame has shown yet. */
  get hasNews(): boolean {
    return this.isDirty || !this.feed.isEmpty;
  }

  /**
   * A new episode under new settings, at once; the one under way is dropped.
   * @throws InvalidInputError, and nothing changes, when the agent does not fit them
   */
  configure(settings: EpisodeSettings): void {
    const env = createEnvironment(settings, this.weights);
    this.seat.moveTo(settings.env);
    this.standIn.moveTo(settings.env);
    this.market = settings.market;
    this.env = env;
    this.pacer.setDecisionSeconds(settings.env.decisionIntervalSeconds);
    this.beginEpisode(settings.seed);
  }

  /** From the next decision on. @throws InvalidInputError, and nothing changes, when it does not fit */
  setAgent(spec: AgentSpec): void {
    this.seat.setAgent(spec);
    this.isDirty = true;
  }

  /** From the next decision on the newest policy trades, and every newer one after it. */
  followPolicies(targetShare: number): void {
    this.guard(() => this.seat.followPolicies(targetShare));
    this.isDirty = true;
  }

  /** What the agent is told that it earned, from the next step on. */
  setWeights(weights: RewardWeights): void {
    this.weights = weights;
    this.env.setWeights(weights);
  }

  /** A policy from the trainer: kept, and adopted if the session follows them. */
  offerPolicy(policy: AnyPolicy): void {
    this.guard(() => this.seat.offerPolicy(policy));
    this.isDirty = true;
  }

  /** From the next decision on. @throws InvalidInputError, and nothing changes, when its agent does not fit */
  setFallback(fallback: Fallback | null): void {
    this.standIn.set(fallback, this.env.config);
    this.isDirty = true;
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

  /** One decision while paused; nothing otherwise. */
  stepOnce(): void {
    if (!this.isPaused) return;
    if (!this.env.isActive) this.beginEpisode(this.seed + 1);
    this.decide();
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
    writeHeader(frame, this.env, {
      episode: this.episode,
      seed: this.seed,
      policyVersion: this.seat.policyVersion,
      stepsPerSecond: this.isPaused ? 0 : this.stepsPerSecond,
    });
    this.watch.write(frame.header);
    frame.header[HEADER.isStandingIn] = Number(this.standIn.isActive);
    writeLadder(frame, this.env);
    this.feed.drainInto(frame);
    this.isDirty = false;
  }

  private beginEpisode(seed: number): void {
    this.episode += 1;
    this.seed = seed;
    this.feed.clear();
    this.recorder.clear();
    this.traders.length = 0;
    this.env.reset({ seed });
    this.rows.startNs = this.env.market.timeNs;
    this.guard(() => this.seat.reset(seed));
    this.standIn.reset(seed);
    this.watch.clear();
    this.isDirty = true;
  }

  private decide(): void {
    const { env, rows, seat, recorder, feed, watch, standIn } = this;
    watch.follow(seat.reference);
    watch.observe(env.context.observation);
    // The agent decides even while another quotes: it may have a memory.
    this.guard(() => seat.act(env.context));
    standIn.act(env.context, watch);
    const action = standIn.isActive ? standIn.action : seat.action;
    this.noteTrader(standIn.isActive ? standIn.name : seat.name);
    rows.beginStep(env);
    const result = env.step(action);
    seat.agent.observeReward?.(result.reward);
    rows.read(env, result.rewardTerms, action);
    feed.pushSample(rows.sample);
    recorder.pushStep(rows.sample, rows.queue, env.market.book);
    for (let index = 0; index < env.fills.count; index += 1) {
      const fill = rows.readFill(env, index);
      feed.pushFill(fill);
      recorder.pushFill(fill);
    }
    this.stepsInWindow += 1;
    if (env.isActive) return;
    this.events.onEpisode(
      recorder.record(
        {
          episode: this.episode,
          seed: this.seed,
          market: this.market,
          agentName: namesInTurn(this.traders),
          policyVersion: seat.policyVersion,
        },
        env.config,
      ),
    );
  }

  private noteTrader(name: string): void {
    if (this.traders.at(-1) !== name) this.traders.push(name);
  }

  /** An agent that throws is taken out: from then on nothing is quoted. */
  private guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.seat.takeOut();
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

/** One name, or the first and the last of several. */
function namesInTurn(names: readonly string[]): string {
  const first = names[0] ?? '';
  const last = names.at(-1) ?? first;
  if (names.length < 2) return first;
  return names.length === 2 ? `${first}, then ${last}` : `${first}, then others, then ${last}`;
}

function createEnvironment(
  { market, env }: EpisodeSettings,
  weights: RewardWeights,
): MarketMakingEnv {
  return new MarketMakingEnv(createMarket(market), env, weights);
}
