/** Keeps track of gradients while a tape is walked back: where they are, and which have begun. */
import type { Region } from './program';
import type { Scratch } from './scratch';
import type { Value } from './value';

export class Gradients {
  /** Gradients by storage, each laid out like its storage. */
  private readonly regions = new Map<Region, Region>();
  /** Addresses, one per twin, of the values whose gradient has begun. */
  private readonly begun = new Set<number>();

  constructor(readonly scratch: Scratch) {}

  /**
   * Gives the address of a value's gradient, once everything that depends on it has added to it.
   * @throws RangeError when nothing does
   */
  of(value: Value): number {
    if (!addressesOf(value).every((address) => this.begun.has(address))) {
      throw new RangeError('tape: no loss depends on a value that was recorded');
    }
    return this.addressOf(value);
  }

  /** Says where a part of a value's gradient goes, and whether it is added to what is there. */
  into(value: Value): { readonly gradient: number; readonly accumulate: boolean } {
    const addresses = addressesOf(value);
    const accumulate = addresses.some((address) => this.begun.has(address));
    for (const address of addresses) this.begun.add(address);
    return { gradient: this.addressOf(value), accumulate };
  }

  /** Says where all of a value's gradient goes. @throws RangeError when there is a part already */
  wholeOf(value: Value): number {
    const { gradient, accumulate } = this.into(value);
    if (accumulate) throw new RangeError('tape: a gradient that cannot be added to another');
    return gradient;
  }

  /** Gives the memory back when the operation that made the storage has been walked past. */
  release(storage: Region): void {
    const region = this.regions.get(storage);
    if (region !== undefined) this.scratch.release(region);
    this.regions.delete(storage);
  }

  releaseAll(): void {
    for (const storage of this.regions.keys()) this.release(storage);
  }

  private addressOf({ storage, address }: Value): number {
    const region = this.regions.get(storage) ?? this.scratch.take(storage.length);
    this.regions.set(storage, region);
    return region.offset + address - storage.offset;
  }
}

function addressesOf({ twins, rows, width, address }: Value): number[] {
  return Array.from({ length: twins }, (_, twin) => address + twin * rows * width);
}
