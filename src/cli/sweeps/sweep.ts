/**
 * Runs a sweep: every point and data seed is a chain of units, collect, train, evaluate. The chains
 * do not wait for each other, a unit that several need is performed once, and one that fails ends
 * its own chains alone. What chooses plays other episodes than what reports.
 */
import { createHash } from 'node:crypto';
import type { EpisodeMetrics } from '../../evaluation/metrics';
import { paretoFront } from '../../evaluation/front';
import type { RunConfig } from '../../protocol/run';
import { SweepStoppedError, type SweepEngine, type UnitOutcome } from './engine';
import { UnitFailedError } from './failures';
import { gainOf, metricInterval, type SweepMetricName } from './metrics';
import { parseEvaluated } from './performer';
import type { SweepPoint } from './plan';
import { contentDigest, StoreError, type UnitStore } from './store';
import {
  collectUnit,
  EPISODE_STREAMS,
  evaluateUnit,
  trainUnit,
  type EpisodeStream,
  type NamedUnit,
  type UnitSetting,
} from './units';

/** Times that an artefact is asked for which is gone as soon as it is there. */
const MOST_READS = 3;

export interface SweepRequest {
  readonly points: readonly SweepPoint[];
  /** Number of data seeds: the run's own and those that follow it. */
  readonly seeds: number;
  readonly setting: UnitSetting;
  /** Episodes of each policy, in each stream. */
  readonly episodes: number;
  readonly metric: SweepMetricName;
  /** Metrics of the front: more, or less, is better of each by its own table. */
  readonly front: readonly [SweepMetricName, SweepMetricName];
  /**
   * Part of the points that is computed here, such as 2 of 5; null for all, with choice and report.
   */
  readonly shard: Shard | null;
}

export interface Shard {
  readonly part: number;
  readonly of: number;
}

/** Episodes of a point by data seed; null where a unit failed or was not reached. */
export type PlayedPoint = readonly (readonly EpisodeMetrics[])[] | null;

export interface SweepResult {
  readonly played: readonly PlayedPoint[];
  /** Index of the best point by the metric; null where there is none. */
  readonly best: number | null;
  /** Indices of the points on the front. */
  readonly front: readonly number[];
  /** Episodes by point that nothing was chosen on, of the best and the front. */
  readonly reported: ReadonlyMap<number, readonly (readonly EpisodeMetrics[])[]>;
  readonly units: Readonly<Record<UnitOutcome, number>>;
  readonly failures: readonly UnitFailedError[];
  /** Whether it was stopped before its end. */
  readonly isStopped: boolean;
  /** Hash over all artefacts by their names: equal on whatever machines they were computed. */
  readonly digest: string;
}

export interface SweepProgress {
  readonly done: number;
  readonly failed: number;
  readonly total: number;
}

export class Sweep {
  private readonly outcomes = new Map<string, Promise<Uint8Array>>();
  private readonly digests = new Map<string, string>();
  private readonly counts: Record<UnitOutcome, number> = { computed: 0, stored: 0 };
  private readonly failures = new Map<string, UnitFailedError>();
  private readonly planned: number;
  private isStopped = false;

  constructor(
    private readonly request: SweepRequest,
    private readonly engine: SweepEngine,
    private readonly store: UnitStore,
    private readonly onProgress: (progress: SweepProgress) => void = () => {},
  ) {
    this.planned = unitsOf(request).length;
  }

  /**
   * Performs whatever the store lacks, chooses, and reports.
   * @throws StoreError where the store cannot be used
   */
  async run(): Promise<SweepResult> {
    const { points, shard } = this.request;
    const own = points.map((_, index) => shard === null || index % shard.of === shard.part - 1);
    const played = await Promise.all(
      points.map(async ({ run }, index) =>
        own[index] ? await this.play(run, 'validation') : null,
      ),
    );
    const choice = shard === null ? chooseAmong(played, this.request) : { best: null, front: [] };
    const shown = new Set([...choice.front, ...(choice.best === null ? [] : [choice.best])]);
    const reported = await Promise.all(
      [...shown].map(
        async (index) => [index, await this.play(points[index].run, 'evaluation')] as const,
      ),
    );
    return {
      played,
      ...choice,
      reported: new Map(reported.flatMap(([index, one]) => (one === null ? [] : [[index, one]]))),
      units: this.counts,
      failures: [...this.failures.values()],
      isStopped: this.isStopped,
      digest: this.digest(),
    };
  }

  /** Names of all units that were planned or asked for. */
  unitNames(): string[] {
    const planned = unitsOf(this.request).map(({ name }) => name);
    return [...new Set([...planned, ...this.outcomes.keys()])];
  }

  private digest(): string {
    const hash = createHash('sha256');
    const names = [...this.digests.keys()].sort();
    for (const name of names) hash.update(`${name} ${this.digests.get(name)}\n`);
    return hash.digest('hex').slice(0, 16);
  }

  /** Performs the chains of a point. */
  private async play(run: RunConfig, stream: EpisodeStream): Promise<PlayedPoint> {
    const { seeds, setting, episodes } = this.request;
    const chains = seedsOf(run, seeds).map(async (own) => {
      try {
        const [collect, train, evaluate] = chainOf(own, setting, stream, episodes);
        await this.artefact(collect);
        await this.artefact(train);
        return parseEvaluated(await this.artefact(evaluate));
      } catch (error) {
        if (error instanceof UnitFailedError) return null;
        if (!(error instanceof SweepStoppedError)) throw error;
        this.isStopped = true;
        return null;
      }
    });
    const played = await Promise.all(chains);
    return played.every((one) => one !== null) ? played : null;
  }

  private artefact(unit: NamedUnit): Promise<Uint8Array> {
    const known = this.outcomes.get(unit.name);
    if (known !== undefined) return known;
    const artefact = this.obtain(unit);
    this.outcomes.set(unit.name, artefact);
    return artefact;
  }

  private async obtain(unit: NamedUnit): Promise<Uint8Array> {
    try {
      for (let read = 0; read < MOST_READS; read += 1) {
        const outcome = await this.engine.perform(unit);
        const artefact = await this.store.read('artefacts', unit.name);
        if (artefact === null) continue;
        this.counts[outcome] += 1;
        this.digests.set(unit.name, contentDigest(artefact));
        return artefact;
      }
      throw new StoreError(`The store ${this.store.place} loses what is written to it.`);
    } catch (error) {
      if (error instanceof UnitFailedError) this.failures.set(unit.name, error);
      throw error;
    } finally {
      const { computed, stored } = this.counts;
      const [done, failed] = [computed + stored, this.failures.size];
      this.onProgress({ done, failed, total: Math.max(this.outcomes.size, this.planned) });
    }
  }
}

/** Gives a run with the data seed of the sweep and those that follow it. */
function seedsOf(run: RunConfig, seeds: number): RunConfig[] {
  return Array.from({ length: seeds }, (_, index) => ({
    ...run,
    seed: run.seed + index,
    trainingSeed: run.trainingSeed === null ? null : run.trainingSeed + index,
  }));
}

function chainOf(
  run: RunConfig,
  setting: UnitSetting,
  stream: EpisodeStream,
  episodes: number,
): [NamedUnit, NamedUnit, NamedUnit] {
  return [
    collectUnit(run, setting.build),
    trainUnit(run, setting),
    evaluateUnit(run, setting, stream, episodes),
  ];
}

/** Names all units that a point may need: those that choose by it, and those that report of it. */
export function unitNamesOf(
  run: RunConfig,
  { seeds, setting, episodes }: Pick<SweepRequest, 'seeds' | 'setting' | 'episodes'>,
): ReadonlySet<string> {
  const units = seedsOf(run, seeds).flatMap((own) =>
    EPISODE_STREAMS.flatMap((stream) => chainOf(own, setting, stream, episodes)),
  );
  return new Set(units.map(({ name }) => name));
}

/**
 * Lists the units that a sweep chooses by, each once; those that report are known after the choice.
 */
export function unitsOf({ points, seeds, setting, episodes, shard }: SweepRequest): NamedUnit[] {
  const units = points
    .filter((_, index) => shard === null || index % shard.of === shard.part - 1)
    .flatMap(({ run }) => seedsOf(run, seeds))
    .flatMap((run) => chainOf(run, setting, 'validation', episodes));
  return [...new Map(units.map((unit) => [unit.name, unit])).values()];
}

function chooseAmong(
  played: readonly PlayedPoint[],
  { metric, front: [first, second] }: SweepRequest,
): { best: number | null; front: number[] } {
  const done = played.flatMap((one, index) => (one === null ? [] : [{ one, index }]));
  const estimate = (name: SweepMetricName, one: NonNullable<PlayedPoint>) =>
    gainOf(name, metricInterval(name, one).estimate);
  const best = done.reduce<{ index: number; gain: number } | null>((top, { one, index }) => {
    const gain = estimate(metric, one);
    return gain > (top?.gain ?? Number.NEGATIVE_INFINITY) ? { index, gain } : top;
  }, null);
  const points = done.map(({ one }) => ({
    gain: estimate(first, one),
    cost: -estimate(second, one),
  }));
  return { best: best?.index ?? null, front: paretoFront(points).map((at) => done[at].index) };
}
