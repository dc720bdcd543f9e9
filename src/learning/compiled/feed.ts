/**
 * A feed brings minibatches into a program's arena. What there is to learn from is drawn as
 * numbers, and each number is either written into a slot by the processor or gathered there by a
 * GPU from columns that stay on the device.
 */
import type { Rng } from '../../market/rng';
import type { BatchArrays } from '../data/batchArrays';
import type { AnySampler, TransitionSampler, WeightedSampler } from '../data/sampler';
import type {
  AnySequenceSampler,
  SequenceArrays,
  SequenceSampler,
  WeightedSequenceSampler,
} from '../data/sequences';
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
    const batch = batchOf(arena, this.regions);
    return (slot, row) => this.sampler.write(batch, slot, row);
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

/**
 * Feeds transitions that are paid under weightings: the words are the rows of s and s′, and the
 * weighting.
 */
export class WeightedFeed implements FeedOf<'weighted'> {
  readonly kind = 'weighted';
  readonly wordsPerSlot = 3;

  constructor(
    readonly regions: BatchRegions,
    private readonly sampler: WeightedSampler,
  ) {}

  get batchSize(): number {
    return this.regions.size;
  }

  draw(random: Rng): number {
    return this.sampler.draw(random);
  }

  writeInto(arena: Float32Array): SlotWriter {
    const batch = batchOf(arena, this.regions);
    return (slot, drawn) => this.sampler.write(batch, slot, drawn);
  }

  describe(drawn: number, words: Uint32Array, at: number): void {
    const row = this.sampler.rowOf(drawn);
    words[at] = row;
    words[at + 1] = this.sampler.successor(row);
    words[at + 2] = this.sampler.weightingOf(drawn);
  }

  columns(): Float32Array[] {
    const { observations, actions, terms, terminals, weightings } = this.sampler.columns();
    return [observations, actions, terms, terminals, weightings.weights, weightings.inputs];
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
    const batch = windowsOf(arena, this.regions);
    return (slot, place) => this.sampler.write(batch, slot, place);
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

/** Feeds windows that are labelled under weightings: the words of a window, and the weighting. */
export class WeightedWindowFeed implements FeedOf<'weightedWindows'> {
  readonly kind = 'weightedWindows';
  readonly wordsPerSlot = 4;

  constructor(
    readonly regions: WindowRegions,
    readonly sampler: WeightedSequenceSampler,
  ) {}

  get batchSize(): number {
    return this.regions.size;
  }

  draw(random: Rng): number {
    return this.sampler.draw(random);
  }

  writeInto(arena: Float32Array): SlotWriter {
    const batch = windowsOf(arena, this.regions);
    return (slot, drawn) => this.sampler.write(batch, slot, drawn);
  }

  describe(drawn: number, words: Uint32Array, at: number): void {
    const { row, range } = this.sampler.windowAt(drawn);
    words[at] = row;
    words[at + 1] = Math.min(this.regions.context, range.end - row);
    words[at + 2] = row - range.start;
    words[at + 3] = this.sampler.weightingOf(drawn);
  }

  columns(): Float32Array[] {
    const { observations, actions, termReturns, weightings } = this.sampler.columns();
    return [observations, actions, termReturns, weightings.weights, weightings.inputs];
  }
}

export type Feed = TransitionFeed | WeightedFeed | WindowFeed | WeightedWindowFeed;

/** The feed of a learner of windows. */
export const windowFeed = (
  regions: WindowRegions,
  sampler: AnySequenceSampler,
): WindowFeed | WeightedWindowFeed =>
  sampler.kind === 'weightedWindows'
    ? new WeightedWindowFeed(regions, sampler)
    : new WindowFeed(regions, sampler);

const windowsOf = (arena: Float32Array, regions: WindowRegions): SequenceArrays => ({
  size: regions.size,
  context: regions.context,
  returnsToGo: view(arena, regions.returnsToGo),
  observations: view(arena, regions.observations),
  actions: view(arena, regions.actions),
  timesteps: view(arena, regions.timesteps),
  mask: view(arena, regions.mask),
});

/** The feed of a learner of single transitions. */
export const transitionFeed = (
  regions: BatchRegions,
  sampler: AnySampler,
): TransitionFeed | WeightedFeed =>
  sampler.kind === 'weighted'
    ? new WeightedFeed(regions, sampler)
    : new TransitionFeed(regions, sampler);

const batchOf = (arena: Float32Array, regions: BatchRegions): BatchArrays => ({
  size: regions.size,
  observations: view(arena, regions.observations),
  actions: view(arena, regions.actions),
  rewards: view(arena, regions.rewards),
  nextObservations: view(arena, regions.nextObservations),
  terminals: view(arena, regions.terminals),
  termWeights: view(arena, regions.termWeights),
});

function view(arena: Float32Array, { offset, length }: Region): Float32Array {
  return arena.subarray(offset, offset + length);
}
