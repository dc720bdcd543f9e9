/**
 * A seat that plays episodes, with everything that is kept of the one under way: its rows for
 * frames, its record, its totals. `MarketPlay` also drives the market; a seat in the book of
 * another play is stepped with that.
 */
import type { AgentSpec } from '../agents/agentSpec';
import type { AgentSeat } from '../env/agentSeat';
import type { MarketMakingEnv, StepResult } from '../env/marketMakingEnv';
import { REWARD_TERM_COUNT } from '../env/types';
import { NANOSECONDS_PER_SECOND } from '../market/types';
import type { EpisodeOrigin } from '../protocol/episodeOrigin';
import type { EpisodeWorld } from '../protocol/episodeWorld';
import { namesInTurn } from '../protocol/episodePlayers';
import type { EpisodeRecord } from '../protocol/frames';
import { observationLayout } from '../env/observationLayout';
import type { RecordedDecider } from '../protocol/recordedDecisions';
import { DecisionRecorder } from './decisionRecorder';
import { EpisodeRecorder, type EpisodeTitle } from './episodeRecorder';
import type { FrameFeed } from './frameFeed';
import { RivalRows } from './rivalRows';
import { StepRows } from './stepRows';

export class EpisodePlay {
  /** Unweighted reward terms, summed over the episode so far. */
  readonly termSums = new Float64Array(REWARD_TERM_COUNT);
  fillCount = 0;
  protected readonly recorder = new EpisodeRecorder();
  /** Rows of the decisions behind the quotes. */
  readonly decisions: DecisionRecorder;
  private readonly rows = new StepRows();
  /** Names of those who traded in this episode, in turn. */
  private readonly traders: string[] = [];
  /** Key of who has played since the start; NaN once that has changed. */
  private playKey = Number.NaN;

  /** @param feed is given every step and fill; null where no frame shows them */
  constructor(
    readonly env: AgentSeat,
    private readonly feed: FrameFeed | null,
  ) {
    this.decisions = new DecisionRecorder(observationLayout(env.config.observation));
  }

  /** Whether the episode still runs. */
  get isActive(): boolean {
    return this.env.isActive;
  }

  /** The seat has begun an episode. @param rivalNames of those in the same book */
  begin(rivalNames: readonly string[] = []): void {
    this.termSums.fill(0);
    this.fillCount = 0;
    this.recorder.clear(rivalNames);
    this.decisions.clear();
    this.traders.length = 0;
    this.playKey = Number.NaN;
    this.rows.startNs = this.env.market.timeNs;
  }

  /** A step is about to be taken. */
  beginStep(): void {
    this.rows.beginStep(this.env);
  }

  /**
   * A step has been taken.
   * @param trader the name of whoever chose the action
   * @param playKey see EpisodeOrigin
   */
  endStep(action: Float64Array, trader: string, playKey: number): StepResult {
    const { env, rows, recorder, feed, traders } = this;
    if (traders.length === 0) this.playKey = playKey;
    else if (this.playKey !== playKey) this.playKey = Number.NaN;
    if (traders.at(-1) !== trader) traders.push(trader);
    const { result } = env;
    rows.read(env, result.rewardTerms, action);
    for (let term = 0; term < REWARD_TERM_COUNT; term += 1) {
      this.termSums[term] += result.rewardTerms[term];
    }
    this.decisions.endStep();
    feed?.pushSample(rows.sample);
    recorder.pushStep(rows.sample, rows.queue, env.market.book, env.marketContracts);
    this.fillCount += env.fills.count;
    for (let index = 0; index < env.fills.count; index += 1) {
      const fill = rows.readFill(env, index);
      feed?.pushFill(fill);
      recorder.pushFill(fill);
    }
    return result;
  }

  /**
   * A copy of the episode so far, in buffers that may be transferred.
   * @param origin what is known of it at this moment, but for its key; null for an episode that the
   *   live market did not play
   * @param agent that decided, at this moment; without one its decisions are left out
   * @param world it is simulated again in; null where it cannot be
   */
  record(
    title: Omit<EpisodeTitle, 'agentName'>,
    origin: Omit<EpisodeOrigin, 'playKey'> | null,
    agent: AgentSpec | null = null,
    world: Omit<EpisodeWorld, 'env' | 'isOneAgent'> | null = null,
  ): EpisodeRecord {
    const { playKey } = this;
    const { config: env } = this.env;
    const named = { ...title, agentName: namesInTurn(this.traders) };
    return {
      ...this.recorder.record(named, env),
      ...(agent !== null && this.decided(agent)),
      ...(world !== null && { world: { ...world, env, isOneAgent: !Number.isNaN(playKey) } }),
      ...(origin !== null && { origin: { ...origin, ...this.place, playKey } }),
    };
  }

  /** Where on a recording it is. */
  private get place(): Pick<EpisodeOrigin, 'startSeconds'> {
    const { episodeStartNs } = this.env.market;
    return episodeStartNs === undefined
      ? {}
      : { startSeconds: episodeStartNs / NANOSECONDS_PER_SECOND };
  }

  private decided(agent: AgentSpec): Pick<EpisodeRecord, 'decisions' | 'decider'> {
    const decisions = this.decisions.copy();
    if (decisions === null) return {};
    const { layout, firstStep } = this.decisions;
    const { episodeLength, decisionIntervalSeconds, maxOrderSize } = this.env.config;
    const decider: RecordedDecider = {
      agent,
      observationKey: layout.key,
      episodeSeconds: episodeLength * decisionIntervalSeconds,
      maxOrderSize,
      firstStep,
    };
    return { decisions, decider };
  }
}

/** A play that has the market to itself, but for the rivals in it. */
export class MarketPlay extends EpisodePlay {
  readonly rivalRows: RivalRows;

  /** @param rivalNames of the book's rivals, in their order */
  constructor(
    private readonly book: MarketMakingEnv,
    feed: FrameFeed | null,
    private readonly rivalNames: readonly string[] = [],
  ) {
    super(book, feed);
    this.rivalRows = new RivalRows(book.rivalSeats);
  }

  get rivalSeats(): readonly AgentSeat[] {
    return this.book.rivalSeats;
  }

  start(seed: number): void {
    this.book.reset({ seed });
    this.begin(this.rivalNames);
    this.rivalRows.begin();
  }

  /** Takes a step. @param trader the name of whoever chose the action */
  step(action: Float64Array, trader: string, playKey: number): StepResult {
    this.beginStep();
    this.rivalRows.beginStep();
    this.book.step(action);
    this.rivalRows.endStep();
    this.recorder.pushRivals(this.rivalRows.rows);
    return this.endStep(action, trader, playKey);
  }
}
