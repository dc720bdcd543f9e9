/**
 * A recorded market that an agent trades in. The tape is right: nothing that the agent does changes
 * it, and its fills are those that the tape bears out (see the fill models). What it takes lies
 * over the book, so that no recorded lot trades twice.
 *
 * The clock starts at 0 with every episode, which is a window of one split of the tape. There is no
 * efficient price: nobody knows what a recorded market was worth.
 */
import type { TapeSplit } from '../../market/config';
import { Rng } from '../../market/rng';
import {
  AGENT_OWNER,
  BUY,
  NO_ORDER,
  SELL,
  type BookView,
  type CancelListener,
  type MarketListener,
  type MarketSeat,
  type MarketSource,
  type Side,
} from '../../market/types';
import {
  FARTHEST_TICKS,
  InvalidInputError,
  MOST_CONTRACTS,
  requireWhole,
} from '../../market/validation';
import { CancelWatch } from '../book/cancelWatch';
import { RecordedBook } from '../book/recordedBook';
import { RowKind, type MarketStatus, type Tape, type TapeSpan } from '../tape';
import { LevelFillModel } from './levelFillModel';
import { OrderFillModel } from './orderFillModel';
import { isBehind, type FillModel, type OwnOrder, type RowView } from './ownOrder';
import { RecordedView } from './recordedView';
import { startAt, windowStarts } from './splits';
import { takeLots } from './takeLots';
import { TakenLots, type TakenState } from './takenLots';
import { buildCheckpoints, type TapeCheckpoint } from './checkpoints';
import { TapeCursor } from './tapeCursor';

/** n of the level fill model as cancels of ES have it. */
export const MEASURED_QUEUE_EXPONENT = 3.6;

export interface RecordedMarketOptions {
  readonly split: TapeSplit;
  /** Length of an episode: windows of the split are this long. */
  readonly windowNs: number;
  /** n of the level fill model, from 1 to Infinity; tapes of orders need none. */
  readonly queueExponent?: number | undefined;
  /** Of this tape; built where they are not given. */
  readonly checkpoints?: readonly TapeCheckpoint[];
}

/** How much of the market the agent was since the episode began. */
export interface Participation {
  /** Lots that the tape traded, and that the agent did. */
  readonly tapeVolume: number;
  readonly ownVolume: number;
  /** Mean share of the agent in the lots at the prices of its orders, over events. */
  readonly queueShare: number;
}

export interface RecordedMarketState {
  readonly place: TapeCheckpoint;
  readonly owns: readonly OwnOrder[];
  readonly taken: TakenState;
  readonly numbers: readonly number[];
}

export class RecordedMarket implements MarketSource {
  readonly efficientPriceTicks = NaN;
  readonly efficientDriftTicks = 0;
  readonly isRecorded = true;
  readonly queueExponent: number | undefined;
  eventCount = 0;
  tradeCount = 0;
  private readonly recorded = new RecordedBook();
  private readonly view = new RecordedView(this.recorded);
  private readonly taken = new TakenLots();
  private readonly cursor: TapeCursor;
  private readonly fills: FillModel;
  private readonly starts: readonly TapeSpan[];
  private readonly rng = new Rng(0);
  private readonly row: RowView = {
    kind: 0,
    side: 0,
    price: 0,
    size: 0,
    order: 0,
    flags: 0,
  };
  private listener: MarketListener | null = null;
  private cancelListener: CancelListener | null = null;
  private readonly cancels: CancelWatch;
  private latencyNs = 0;
  private nextId = 1;
  /** Place of the episode in the tape, and its length so far. */
  private startNs = 0;
  private clockNs = 0;
  private tapeVolume = 0;
  private ownVolume = 0;
  private shareSum = 0;
  private shareCount = 0;

  /** @throws InvalidInputError for a tape without a book, or a split without room for an episode */
  constructor(
    readonly tape: Tape,
    options: RecordedMarketOptions,
  ) {
    const { header } = tape;
    if (header.queues === 'none') {
      throw new InvalidInputError('tape', 'a recording with a book', 'trades alone');
    }
    this.cancels = new CancelWatch(this.recorded, header);
    this.starts = windowStarts(header, options.split, options.windowNs);
    this.cursor = new TapeCursor(
      tape,
      options.checkpoints ?? buildCheckpoints(tape),
      this.recorded,
    );
    const { queueExponent = MEASURED_QUEUE_EXPONENT } = options;
    this.queueExponent = header.queues === 'orders' ? undefined : queueExponent;
    this.fills =
      header.queues === 'orders'
        ? new OrderFillModel(this.recorded, this.taken)
        : new LevelFillModel(this.recorded, this.taken, queueExponent, header.queues === 'levels');
    this.reset(0);
  }

  get book(): BookView {
    return this.view;
  }

  get timeNs(): number {
    return this.clockNs;
  }

  /** Nanoseconds from the start of the tape to that of the episode. */
  get episodeStartNs(): number {
    return this.startNs;
  }

  get status(): MarketStatus {
    if (this.startNs + this.clockNs < this.tape.header.openNs) return 'auction';
    return this.cursor.status;
  }

  /**
   * Whether something is missing from here on: an episode ends at a gap and where the tape ends.
   */
  get isInterrupted(): boolean {
    return this.cursor.status === 'gap' || this.cursor.nextEventNs === Infinity;
  }

  get participation(): Participation {
    const { tapeVolume, ownVolume, shareSum, shareCount } = this;
    return {
      tapeVolume,
      ownVolume,
      queueShare: shareCount === 0 ? 0 : shareSum / shareCount,
    };
  }

  get queueShare(): number {
    return this.participation.queueShare;
  }

  seat(owner: number): MarketSeat {
    if (owner === AGENT_OWNER) return this;
    throw new InvalidInputError('seat', `${AGENT_OWNER}: a tape has room for one agent`, owner);
  }

  setListener(listener: MarketListener | null): void {
    this.listener = listener;
  }

  /** Cancels are known where single orders are. */
  setCancelListener(listener: CancelListener | null): void {
    this.cancelListener = this.tape.header.queues === 'orders' ? listener : null;
  }

  /** Nanoseconds from the last event to the recorder; undefined where the file does not say. */
  get marketDataLatencyNs(): number | undefined {
    return this.tape.header.hasLatencies ? this.latencyNs : undefined;
  }

  reset(seed: number): void {
    this.rng.seed(seed);
    this.startNs = startAt(this.starts, this.rng.uniform());
    this.cursor.seek(this.startNs);
    this.view.owns = [];
    this.taken.clear();
    this.view.bestBid = 0;
    this.view.bestAsk = 0;
    this.view.follow();
    while (!this.view.hasPrices && this.cursor.nextEventNs < Infinity) {
      this.startNs = this.cursor.nextEventNs;
      this.cursor.skipEvent();
      this.view.follow();
    }
    this.clockNs = 0;
    this.latencyNs = 0;
    this.nextId = 1;
    this.eventCount = 0;
    this.tradeCount = 0;
    this.tapeVolume = 0;
    this.ownVolume = 0;
    this.shareSum = 0;
    this.shareCount = 0;
  }

  advanceTo(untilNs: number): void {
    const { cursor, startNs } = this;
    const lastNs = Math.min(startNs + untilNs, this.tape.header.endNs);
    while (cursor.nextEventNs <= lastNs) {
      this.clockNs = Math.max(this.clockNs, cursor.nextEventNs - startNs);
      this.happen();
    }
    if (untilNs > this.clockNs) this.clockNs = untilNs;
  }

  submitLimit(side: Side, priceTicks: number, size: number): number {
    const middle = Math.floor(this.view.midHalfTicks / 2);
    requireWhole('size', size, 1, MOST_CONTRACTS);
    requireWhole('priceTicks', priceTicks, middle - FARTHEST_TICKS, middle + FARTHEST_TICKS);
    this.withdrawOwn(side, priceTicks);
    const id = this.nextId++;
    const left = size - this.take(id, side, priceTicks, size);
    if (left === 0) return NO_ORDER;
    const own = {
      id,
      side,
      price: priceTicks,
      left,
      ahead: 0,
      arrival: 0,
      pending: 0,
      reached: 0,
    };
    this.fills.join(own);
    // Priority: the better price first, then the earlier.
    const { owns } = this.view;
    const place = owns.findIndex((other) => isBehind(own, other.price) && other.side === side);
    owns.splice(place < 0 ? owns.length : place, 0, own);
    return id;
  }

  submitMarket(side: Side, size: number): number {
    requireWhole('size', size, 1, MOST_CONTRACTS);
    const limit = side === BUY ? Infinity : -Infinity;
    this.withdrawOwn(side, limit);
    return this.take(this.nextId++, side, limit, size);
  }

  cancelOrder(orderId: number): number {
    const own = this.view.find(orderId);
    if (own === null) return 0;
    this.view.owns = this.view.owns.filter((other) => other !== own);
    return own.left;
  }

  reduceOrder(orderId: number, size: number): void {
    const own = this.view.find(orderId);
    if (own === null) return;
    requireWhole('size', size, 0, own.left);
    if (size === 0) this.cancelOrder(orderId);
    else own.left = size;
  }

  snapshot(): RecordedMarketState {
    return {
      place: this.cursor.checkpoint(),
      owns: this.view.owns.map((own) => ({ ...own })),
      taken: this.taken.snapshot(),
      numbers: [
        this.startNs,
        this.clockNs,
        this.latencyNs,
        this.nextId,
        this.view.bestBid,
        this.view.bestAsk,
        this.eventCount,
        this.tradeCount,
        this.tapeVolume,
        this.ownVolume,
        this.shareSum,
        this.shareCount,
      ],
    };
  }

  restore(state: unknown): void {
    const { place, owns, taken, numbers } = state as RecordedMarketState;
    this.cursor.restore(place);
    this.view.owns = owns.map((own) => ({ ...own }));
    this.taken.restore(taken);
    [
      this.startNs,
      this.clockNs,
      this.latencyNs,
      this.nextId,
      this.view.bestBid,
      this.view.bestAsk,
      this.eventCount,
      this.tradeCount,
      this.tapeVolume,
      this.ownVolume,
      this.shareSum,
      this.shareCount,
    ] = numbers;
  }

  /** One recorded event, from its first row to its last. */
  private happen(): void {
    const { cursor, recorded, row, fills, taken, view } = this;
    const { chunks, header } = this.tape;
    cursor.timeNs = cursor.nextEventNs;
    const isOpen = this.status === 'open';
    let isLast = false;
    if (header.hasLatencies) {
      const latencyNs = chunks[cursor.chunk].latenciesNs[cursor.row];
      this.latencyNs = Math.max(0, latencyNs + header.latencyShiftNs);
    }
    while (!isLast && cursor.chunk < chunks.length) {
      const chunk = chunks[cursor.chunk];
      const at = cursor.row;
      const kind = chunk.kinds[at];
      if (kind === RowKind.trade) this.print(chunk.sides[at], chunk.prices[at], chunk.sizes[at]);
      if (view.owns.length > 0 || !taken.isEmpty) {
        row.kind = kind;
        row.side = chunk.sides[at];
        row.price = chunk.prices[at];
        row.size = chunk.sizes[at];
        row.order = chunk.orders[at];
        row.flags = chunk.flags[at];
        fills.before(view.owns, row, isOpen);
      }
      if (this.cancelListener !== null) {
        const cancel = this.cancels.before(chunk, at);
        if (cancel !== null) {
          const { price, ahead, size, levelSize } = cancel;
          this.cancelListener.onCancel(price, ahead, size, levelSize);
        }
      }
      recorded.apply(chunk, at);
      isLast = cursor.advance();
    }
    this.cancels.endEvent();
    fills.endEvent(view.owns);
    this.eventCount++;
    if (view.owns.length > 0) this.fillReached();
    const before = view.midHalfTicks;
    if (view.follow()) this.listener?.onMid(this.clockNs, before, view.midHalfTicks);
  }

  private print(aggressor: number, priceTicks: number, size: number): void {
    this.tradeCount++;
    this.tapeVolume += size;
    if (aggressor === 0) return;
    this.listener?.onTrade(this.clockNs, aggressor === BUY ? BUY : SELL, priceTicks, size);
  }

  /**
   * Shares what reached the agent's orders among them by priority. What reached a later one would
   * have met the earlier one first, so it gets what is left.
   */
  private fillReached(): void {
    const { view } = this;
    this.shareSum += view.queueShare;
    this.shareCount++;
    const used = { [BUY]: 0, [SELL]: 0 };
    // An order that is done leaves by a new list; this one is walked to its end.
    for (const own of view.owns) {
      const size = Math.min(own.left, Math.floor(own.reached - used[own.side]));
      own.reached = 0;
      if (!(size > 0)) continue;
      used[own.side] += size;
      own.left -= size;
      if (own.left === 0) view.owns = view.owns.filter((other) => other !== own);
      this.ownVolume += size;
      this.listener?.onFill(this.clockNs, own.id, own.side, own.price, size, true);
    }
  }

  /** Takes what the other side of the book offers up to a limit. @returns lots */
  private take(id: number, side: Side, limitTicks: number, size: number): number {
    if (this.status !== 'open') return 0;
    const { recorded, taken } = this;
    return takeLots(recorded, taken, side, limitTicks, size, (priceTicks, lots) => {
      this.ownVolume += lots;
      this.listener?.onFill(this.clockNs, id, side, priceTicks, lots, false);
    });
  }

  /** Cancels the agent's orders on the other side that this one would trade with. */
  private withdrawOwn(side: Side, priceTicks: number): void {
    this.view.owns = this.view.owns.filter(
      (own) => own.side === side || side * (priceTicks - own.price) < 0,
    );
  }
}
