/**
 * The stream from the market worker to the page: one transferred buffer per frame, 10 to 15 a
 * second, at most two in flight. The page sends the buffer back as its acknowledgement, and the
 * worker fills it again.
 *
 * A frame is a header (the state right now), a ladder (sizes around the mid), and the decision
 * steps and fills since the previous frame. All numbers are float64; NaN means "there is none" and
 * is shown as a dash.
 */
import { REWARD_TERMS } from '../env/types';
import type { MarketConfig } from '../market/config';
import { MOST_SEATS } from '../market/types';
import type { RecordedDecider } from './recordedDecisions';
import type { BesideAgent } from './besideAgent';
import type { EpisodeOrigin } from './episodeOrigin';
import type { EpisodeParent, EpisodeWorld } from './episodeWorld';

const indexed = <const Names extends readonly string[]>(names: Names) =>
  Object.fromEntries(names.map((name, index) => [name, index])) as {
    readonly [Name in Names[number]]: number;
  };

/**
 * Numbers per unusual feature: its index in the observation, its value, and the ends of its usual
 * range.
 */
export const UNUSUAL_FIELDS = 4;

/** The three features furthest from their training mean, the furthest first. */
const UNUSUAL_HEADER_FIELDS = [
  'unusual1',
  'unusual1Value',
  'unusual1Low',
  'unusual1High',
  'unusual2',
  'unusual2Value',
  'unusual2Low',
  'unusual2High',
  'unusual3',
  'unusual3Value',
  'unusual3Low',
  'unusual3High',
] as const;

/**
 * Fields of the agent that plays an episode beside a person; all are NaN while nobody quotes by
 * hand.
 */
const RIVAL_HEADER_FIELDS = [
  'rivalEquityDollars',
  'rivalInventory',
  'rivalFills',
  /** Its unweighted reward terms, summed over the episode so far, in the order of REWARD_TERMS. */
  'rivalSpreadCapture',
  'rivalAdverseSelection',
  'rivalInventoryPnl',
  'rivalFees',
  'rivalInventoryPenalty',
  'rivalSpreadPenalty',
] as const;

/**
 * Fields of a header that tell the state of an episode, live or recorded, in the order of the
 * header. Prices are in ticks, money in dollars, times in seconds, sizes in contracts.
 */
export const STATE_FIELDS = [
  'episode',
  'seed',
  'step',
  'episodeLength',
  'timeSeconds',
  'bestBid',
  'bestAsk',
  'inventory',
  'averageEntryTicks',
  'realisedDollars',
  'unrealisedDollars',
  'feesDollars',
  'equityDollars',
  /** Contracts that the agent has traded in the episode so far. */
  'contractsSoFar',
  'bidPrice',
  'bidSize',
  'bidAhead',
  'bidLevelSize',
  'askPrice',
  'askSize',
  'askAhead',
  'askLevelSize',
  /** NaN when the agent is no trained policy. */
  'policyVersion',
] as const;

/** State at the end of the frame, and what only a live session knows. */
export const HEADER_FIELDS = [
  ...STATE_FIELDS,
  'stepsPerSecond',
  /**
   * Percentile of the observation among the agent's training data, by how unusual it is; NaN when
   * it has none.
   */
  'oodPercentile',
  /** Share of the newest decisions beyond the 99th percentile. */
  'oodShare',
  /** Those decisions: fewer than are watched at most where the episode or the agent is new. */
  'oodRecentDecisions',
  /**
   * Decisions since the agent came to this market, over all episodes, and the share of them beyond
   * the 99th percentile: what the deploy gate measures on its own episodes.
   */
  'oodDecisions',
  'oodTotalShare',
  /** 1 while the fallback quotes in the agent's place. */
  'isFallbackQuoting',
  /** Fills of the episode so far. */
  'fillsSoFar',
  /** Contracts of everybody's trades in the episode so far. */
  'marketContracts',
  /** Contracts of the agent's trades, over those of everybody's. */
  'shareOfVolume',
  /** Hash of the market's config: another hash means another market. */
  'marketHash',
  /** Key of who plays where, see EpisodeOrigin. */
  'playKey',
  ...RIVAL_HEADER_FIELDS,
  ...UNUSUAL_HEADER_FIELDS,
  'ladderBasePrice',
  'sampleCount',
  'fillCount',
] as const;
export const HEADER = indexed(HEADER_FIELDS);
export const HEADER_LENGTH = HEADER_FIELDS.length;
/** Index in a header of the first of the rival's reward terms. */
export const HEADER_RIVAL_TERMS = HEADER.rivalSpreadCapture;

/** Price levels in a frame's ladder; row r is at price ladderBasePrice + r. */
export const LADDER_ROWS = 41;
/** Numbers of a ladder: bid contracts and ask contracts, row by row. */
export const LADDER_LENGTH = LADDER_ROWS * 2;

/**
 * Fields of a sample, which is one decision step. Its reward terms are unweighted, in the order of
 * REWARD_TERMS.
 */
export const SAMPLE_FIELDS = [
  'step',
  'timeSeconds',
  'bestBid',
  'bestAsk',
  'bidPrice',
  'askPrice',
  'inventory',
  'equityDollars',
  ...REWARD_TERMS,
  'bidSkew',
  'askSkew',
  'spread',
  'bidSizeFraction',
  'askSizeFraction',
] as const;
export const SAMPLE = indexed(SAMPLE_FIELDS);
export const SAMPLE_LENGTH = SAMPLE_FIELDS.length;
/** Index in a sample of its first reward term. */
export const SAMPLE_TERMS = SAMPLE.spreadCapture;

/**
 * Fields of one of the agent's fills. `side` is +1 when the agent bought; mid is the one just
 * before. Contracts ahead of the quote, and all at its price, are those at the decision before the
 * fill; NaN when the quote was not there yet.
 */
export const FILL_FIELDS = [
  'step',
  'timeSeconds',
  'side',
  'priceTicks',
  'size',
  'midTicks',
  'isMaker',
  'aheadContracts',
  'levelContracts',
  'feeDollars',
] as const;
export const FILL = indexed(FILL_FIELDS);
export const FILL_LENGTH = FILL_FIELDS.length;

/**
 * Fields of one of those who trade in the agent's book: quotes as the market holds them, and the
 * episode so far. All are NaN where there is nobody; a quote's are where there is none.
 */
export const RIVAL_FIELDS = [
  'bidPrice',
  'bidSize',
  'askPrice',
  'askSize',
  'inventory',
  'equityDollars',
  'shareOfVolume',
  'fills',
] as const;
export const RIVAL = indexed(RIVAL_FIELDS);
export const RIVAL_LENGTH = RIVAL_FIELDS.length;
/** Seats of a market beside the agent's. */
export const MOST_RIVALS = MOST_SEATS - 1;

export const MAX_SAMPLES_PER_FRAME = 2048;
export const MAX_FILLS_PER_FRAME = 1024;
const FRAME_LENGTH =
  HEADER_LENGTH +
  LADDER_LENGTH +
  MOST_RIVALS * RIVAL_LENGTH +
  MAX_SAMPLES_PER_FRAME * SAMPLE_LENGTH +
  MAX_FILLS_PER_FRAME * FILL_LENGTH;

/** Views over one buffer; rows are row-major. */
export interface Frame {
  readonly buffer: ArrayBuffer;
  readonly header: Float64Array;
  readonly ladder: Float64Array;
  /** MOST_RIVALS × RIVAL_LENGTH. */
  readonly rivals: Float64Array;
  readonly samples: Float64Array;
  readonly fills: Float64Array;
}

export function createFrame(): Frame {
  return openFrame(new ArrayBuffer(FRAME_LENGTH * Float64Array.BYTES_PER_ELEMENT));
}

/** @throws RangeError when the buffer is not a frame's */
export function openFrame(buffer: ArrayBuffer): Frame {
  const expected = FRAME_LENGTH * Float64Array.BYTES_PER_ELEMENT;
  if (buffer.byteLength !== expected) {
    throw new RangeError(`frame: expected ${expected} bytes, got ${buffer.byteLength}`);
  }
  let offset = 0;
  const take = (length: number) => {
    const view = new Float64Array(buffer, offset, length);
    offset += view.byteLength;
    return view;
  };
  return {
    buffer,
    header: take(HEADER_LENGTH),
    ladder: take(LADDER_LENGTH),
    rivals: take(MOST_RIVALS * RIVAL_LENGTH),
    samples: take(MAX_SAMPLES_PER_FRAME * SAMPLE_LENGTH),
    fills: take(MAX_FILLS_PER_FRAME * FILL_LENGTH),
  };
}

/** Messages from the worker to the page over the stream port. */
export type StreamMessage =
  | { readonly type: 'frame'; readonly buffer: ArrayBuffer }
  | { readonly type: 'episode'; readonly episode: EpisodeRecord }
  | { readonly type: 'failure'; readonly message: string; readonly details: string };

/** Acknowledgement from the page to the worker over the stream port. */
export interface FrameAcknowledgement {
  readonly type: 'acknowledge';
  readonly buffer: ArrayBuffer;
}

/** Best levels a side that an episode record keeps for its ladder. */
export const RECORD_LADDER_LEVELS = 10;
/** Numbers of a step's ladder: sizes at bestBid, bestBid − 1, …; then at bestAsk, bestAsk + 1, … */
export const RECORD_LADDER_LENGTH = 2 * RECORD_LADDER_LEVELS;

/**
 * Fields of the agent's own quotes in their queues: contracts of the quote, contracts ahead of it
 * and all contracts at its price; NaN without a quote.
 */
export const QUEUE_FIELDS = [
  'bidSize',
  'bidAhead',
  'bidLevelSize',
  'askSize',
  'askAhead',
  'askLevelSize',
] as const;
export const QUEUE = indexed(QUEUE_FIELDS);
export const QUEUE_LENGTH = QUEUE_FIELDS.length;

/** End of the id of the agent's record beside a person's: both have one number and one seed. */
export const RIVAL_ID_SUFFIX = '-agent';

/** Mark in the id of a record of an episode under way, before the number of its steps. */
export const SO_FAR_ID_MARK = '-so-far-';

/**
 * A whole episode, with enough to replay it without simulating: rows as in frames, and for every
 * step the book and the place of the agent's quotes in its queues.
 */
export interface EpisodeRecord {
  readonly id: string;
  readonly episode: number;
  readonly seed: number;
  /** Market that it was played in. */
  readonly market: MarketConfig;
  readonly agentName: string;
  /** Whether a person quoted in all of it. */
  readonly isByHand: boolean;
  readonly policyVersion: number;
  readonly tickSize: number;
  readonly tickValueDollars: number;
  readonly maxInventory: number;
  readonly steps: number;
  /** steps × SAMPLE_LENGTH. */
  readonly samples: Float64Array;
  /** fills × FILL_LENGTH. */
  readonly fills: Float64Array;
  /** steps × RECORD_LADDER_LENGTH. */
  readonly ladder: Int32Array;
  /** steps × QUEUE_LENGTH. */
  readonly queue: Float64Array;
  /** Names of those who traded in the same book; absent where nobody did. */
  readonly rivalNames?: readonly string[];
  /** steps × names × RIVAL_LENGTH. */
  readonly rivals?: Float64Array;
  /** Agent that played the same episode beside a person; absent where none did. */
  readonly beside?: BesideAgent;
  /** points × BESIDE_LENGTH of that agent. */
  readonly besideCurve?: Float64Array;
  /** [steps] contracts of everybody's trades so far; absent from records of earlier versions. */
  readonly marketContracts?: Float64Array;
  /** A row for each decision, see recordedDecisions.ts; absent where none was recorded. */
  readonly decisions?: Float32Array;
  /** Who decided; absent where no decision was recorded. */
  readonly decider?: RecordedDecider;
  /** Absent from an episode that was read from a file or from storage. */
  readonly origin?: EpisodeOrigin;
  /**
   * What it is simulated again in; absent from records of earlier versions, and where an agent
   * traded in the book of a person.
   */
  readonly world?: EpisodeWorld;
  /** Episode that it follows up to a step; absent from one that was played from its start. */
  readonly parent?: EpisodeParent;
}
