/** Keeps every step of the episode under way, and hands over the whole of it at its end. */
import type { EnvConfig } from '../env/config';
import {
  FILL_LENGTH,
  QUEUE_LENGTH,
  RECORD_LADDER_LENGTH,
  RECORD_LADDER_LEVELS,
  RIVAL_LENGTH,
  SAMPLE_LENGTH,
  type EpisodeRecord,
} from '../protocol/frames';
import type { MarketConfig } from '../market/config';
import type { BookView } from '../market/types';
import { Rows } from './rows';

/** Title of an episode: the part of its record that only the session knows. */
export interface EpisodeTitle {
  readonly episode: number;
  readonly seed: number;
  readonly market: MarketConfig;
  readonly agentName: string;
  /** Whether a person quoted in all of it. */
  readonly isByHand: boolean;
  /** Version of the policy; NaN when the agent is no trained policy. */
  readonly policyVersion: number;
}

export class EpisodeRecorder {
  private readonly samples = new Rows<Float64Array>(SAMPLE_LENGTH, (n) => new Float64Array(n));
  private readonly fills = new Rows<Float64Array>(FILL_LENGTH, (n) => new Float64Array(n));
  private readonly queue = new Rows<Float64Array>(QUEUE_LENGTH, (n) => new Float64Array(n));
  private readonly ladder = new Rows<Int32Array>(RECORD_LADDER_LENGTH, (n) => new Int32Array(n));
  private readonly volume = new Rows<Float64Array>(1, (n) => new Float64Array(n));
  private readonly contracts = new Float64Array(1);
  private rivals: Rows<Float64Array> | null = null;
  private rivalNames: readonly string[] = [];
  private readonly levels = new Int32Array(RECORD_LADDER_LENGTH);

  /** @param rivalNames of those whose rows `pushRivals` is given */
  clear(rivalNames: readonly string[]): void {
    this.rivalNames = rivalNames;
    const width = rivalNames.length * RIVAL_LENGTH;
    this.rivals = width === 0 ? null : new Rows(width, (n) => new Float64Array(n));
    this.samples.clear();
    this.fills.clear();
    this.queue.clear();
    this.ladder.clear();
    this.volume.clear();
  }

  /**
   * @param sample SAMPLE_LENGTH numbers
   * @param queue QUEUE_LENGTH numbers
   * @param marketContracts of everybody's trades so far
   */
  pushStep(
    sample: Float64Array,
    queue: Float64Array,
    book: BookView,
    marketContracts: number,
  ): void {
    this.samples.push(sample);
    this.queue.push(queue);
    this.contracts[0] = marketContracts;
    this.volume.push(this.contracts);
    for (let level = 0; level < RECORD_LADDER_LEVELS; level += 1) {
      this.levels[level] = book.sizeAt(book.bestBid - level);
      this.levels[RECORD_LADDER_LEVELS + level] = book.sizeAt(book.bestAsk + level);
    }
    this.ladder.push(this.levels);
  }

  /** @param rows a row of RIVAL_LENGTH numbers for each rival, and perhaps more */
  pushRivals(rows: Float64Array): void {
    this.rivals?.push(rows.subarray(0, this.rivalNames.length * RIVAL_LENGTH));
  }

  /** @param fill FILL_LENGTH numbers */
  pushFill(fill: Float64Array): void {
    this.fills.push(fill);
  }

  /** A copy of the episode so far, in buffers that may be transferred. */
  record(
    { episode, seed, market, agentName, isByHand, policyVersion }: EpisodeTitle,
    env: EnvConfig,
  ): EpisodeRecord {
    return {
      id: `${episode}-${seed}`,
      episode,
      seed,
      market,
      agentName,
      isByHand,
      policyVersion,
      tickSize: env.tickSize,
      tickValueDollars: env.tickValueDollars,
      maxInventory: env.maxInventory,
      steps: this.samples.count,
      samples: this.samples.copy(),
      fills: this.fills.copy(),
      ladder: this.ladder.copy(),
      queue: this.queue.copy(),
      marketContracts: this.volume.copy(),
      ...(this.rivals !== null && { rivalNames: this.rivalNames, rivals: this.rivals.copy() }),
    };
  }
}
