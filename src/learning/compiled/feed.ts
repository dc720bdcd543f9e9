/**
 * A feed brings minibatches into a program's arena. What there is to learn from is drawn
 * as numbers, and each number is either written into a slot by the processor or gathered
 * there by a GPU from columns that stay on the device.
 */
import type { Rng } from '../../market/rng';
import type { BatchArrays } from '../data/batchArrays';
import type { TransitionSampler } from '../data/sampler';
import type { SequenceArrays, SequenceSampler } from '../data/sequences';
import type { BatchRegions, Region, WindowRegions } from './program';

/** Copies what was drawn into a slot. */
export type SlotWriter = (slot: number, drawn: number) => void;

interface FeedOf<Kind extends string> {
  readonly kind: Kind;
  readonly batchSize: number;
  /** 32-bit words that describe a slot to a GPU. */
  readonly wordsPerSlot: number;
  draw(random: Rng): number;
  writeInto(arena: Float32Array): SlotWriter;
  /** Writes a slot's words at `at`. */
  describe(drawn: number, words: Uint32Array, at: number): void;
  /** Lists everything that minibatches are made of, on the scales that the learner sees. */
  columns(): readonly Float32Array[];
}

/** Feeds transitions: a number is a row of the dataset, and the words are the rows of s and s′. */
export class TransitionFeed implements FeedOf<'transitions'> {
  readonly kind = 'transitions';
  readonly wordsPerSlot = 2;

  constructor(
    readonly regions: BatchRegions,
    private readonly sampler: Pick<TransitionSampler, 'draw' | 'write' | 'successor' | 'columns'>,
  ) {}

  get batchSize(): number {
    return this.regions.size;
  }

  draw(random: Rng): number {
    return this.sampler.draw(random);
  }

  writeInto(arena: Float32Array): SlotWriter {
    const { regions, sampler } = this;
    const batch: BatchArrays = {
      size: regions.size,
      observations: view(arena, regions.observations),
      actions: view(arena, regions.actions),
      rewards: view(arena, regions.rewards),
      nextObservations: view(arena, regions.nextObservations),
      terminals: view(arena, regions.terminals),
    };
    return (slot, row) => sampler.write(batch, slot, row);
  }

  describe(row: number, words: Uint32Array, at: number): void {
    words[at] = row;
    words[at + 1] = this.sampler.successor(row);
  }

  columns(): Float32Array[] {
    const { observations, actions, rewards, terminals } = this.sampler.columns();
    return [observations, actions, rewards, terminals];
  }
}

/** Feeds windows: a number is a place in the sampler's order, and the words say where it lies. */
export class WindowFeed implements FeedOf<'windows'> {
  readonly kind = 'windows';
  /** First row, steps until the window or the episode ends, and the first step's number. */
  readonly wordsPerSlot = 3;

  constructor(
    readonly regions: WindowRegions,
    readonly sampler: Pick<SequenceSampler, 'draw' | 'write' | 'windowAt' | 'columns' | 'scales'>,
  ) {}

  get batchSize(): number {
    return this.regions.size;
  }

  draw(random: Rng): number {
    return this.sampler.draw(random);
  }

  writeInto(arena: Float32Array): SlotWriter {
    const { regions, sampler } = this;
    const batch: SequenceArrays = {
      size: regions.size,
      context: regions.context,
      returnsToGo: view(arena, regions.returnsToGo),
      observations: view(arena, regions.observations),
      actions: view(arena, regions.actions),
      timesteps: view(arena, regions.timesteps),
      mask: view(arena, regions.mask),
    };
    return (slot, place) => sampler.write(batch, slot, place);
  }

  describe(place: number, words: Uint32Array, at: number): void {
    const { row, range } = this.sampler.windowAt(place);
    words[at] = row;
    words[at + 1] = Math.min(this.regions.context, range.end - row);
    words[at + 2] = row - range.start;
  }

  columns(): Float32Array[] {
    const { observations, actions, returnsToGo } = this.sampler.columns();
    return [observations, actions, returnsToGo];
  }
}

export type Feed = TransitionFeed | WindowFeed;

function view(arena: Float32Array, { offset, length }: Region): Float32Array {
  return arena.subarray(offset, offset + length);
}
