/**
 * Whether the updates of a Binance book follow each other. Each carries the ids of the first and
 * last change in it; on futures also the last id of the update before. One that does not follow
 * means that the recorder missed some: the book is unknown then until the next snapshot. Source:
 * Binance's "How to manage a local order book correctly", spot and futures.
 */
import type { TapeBuilder } from '../tapeBuilder';

/** A book that is only built from updates shows what matters after this long. */
const PATIENCE_NS = 10e9;

export class BinanceBook {
  private lastId = 0;
  private hasRows = false;
  private isWhole = false;
  private isJoining = false;
  private gapNs = -1;

  constructor(private readonly builder: TapeBuilder) {}

  /**
   * Takes a snapshot in, at the builder's time, where one is needed. Its levels follow.
   * @returns false for one that comes while the book is known
   */
  takeSnapshot(lastId: number): boolean {
    if (this.isWhole) {
      this.builder.skip('snapshotsNotNeeded');
      return false;
    }
    this.builder.status('open');
    if (this.hasRows) this.builder.clear();
    this.hasRows = true;
    this.isWhole = true;
    this.isJoining = true;
    this.gapNs = -1;
    this.lastId = lastId;
    return true;
  }

  /**
   * Takes an update in and sets the builder's time; its levels follow.
   * @param previousId last id of the update before, or null where the file does not say
   * @returns false for one that the book already has
   */
  takeUpdate(
    ids: { readonly first: number; readonly last: number; readonly previous: number | null },
    timeNs: number,
    latencyNs: number,
  ): boolean {
    const { builder } = this;
    if (this.hasRows && ids.last <= this.lastId) {
      builder.skip(this.isJoining ? 'updatesBeforeSnapshot' : 'repeatedUpdates');
      return false;
    }
    const isMissing = this.hasRows && !this.follows(ids);
    if (isMissing) {
      builder.status('gap');
      builder.endEvent();
    }
    builder.at(timeNs, latencyNs);
    if (isMissing) {
      builder.clear();
      this.isWhole = false;
      this.gapNs = timeNs;
    } else if (this.gapNs >= 0 && timeNs - this.gapNs > PATIENCE_NS) {
      builder.status('open');
      this.gapNs = -1;
    }
    this.lastId = ids.last;
    this.isJoining = false;
    this.hasRows = true;
    return true;
  }

  private follows({
    first,
    previous,
  }: {
    readonly first: number;
    readonly previous: number | null;
  }): boolean {
    const { lastId, isJoining } = this;
    if (isJoining) return (previous ?? first - 1) <= lastId;
    return previous === null ? first === lastId + 1 : previous === lastId;
  }
}
