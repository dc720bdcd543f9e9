/**
 * Performs units on the threads of a pool. The result is in the store before anybody is told, and
 * depends on the unit alone: neither times nor who computed it are part of an artefact.
 */
import { z } from 'zod';
import type { AgentCard } from '../../agents/files/agentFile';
import { agentSpecOf, readAgentFile, writeAgentFile } from '../../agents/files/agentFile';
import { asJson, episodeMetricsSchema } from '../../agents/files/cardMetrics';
import { deriveSeeds } from '../../agents/seeds';
import type { EpisodeMetrics } from '../../evaluation/metrics';
import { datasetHash } from '../../learning/data/datasetHash';
import { concatenateShards } from '../../learning/data/datasetOperations';
import { countSchema, textSchema } from '../../market/fieldSchemas';
import { parseJson } from '../../market/json';
import { parseInput } from '../../market/parseInput';
import { InvalidInputError } from '../../market/validation';
import { collectionOf, parseRunConfig, trainingTaskOf, type RunConfig } from '../../protocol/run';
import { cutEpisodes } from '../work/playing';
import type { WorkPool } from '../work/workPool';
import { DatasetCache, type CachedDataset } from './datasetCache';
import { jsonBytes, textOf, type UnitStore } from './store';
import { collectUnit, trainUnit, type NamedUnit, type Unit, type UnitOf } from './units';

/** A unit that fails however often it is tried. */
export class FinalUnitError extends Error {
  override readonly name = 'FinalUnitError';
}

const collectedSchema = z.strictObject({
  hash: textSchema(16),
  rows: countSchema,
  episodes: countSchema,
});

export class UnitPerformer {
  private readonly datasets = new DatasetCache();
  /** Units under way by name: a second caller waits for the first. */
  private readonly underWay = new Map<string, Promise<Uint8Array>>();

  /** @param build of this lab; units of another are refused */
  constructor(
    private readonly pool: WorkPool,
    private readonly store: UnitStore,
    private readonly build: string,
  ) {}

  /**
   * Computes a unit, and what it needs and the store lacks, and stores the artefacts.
   * @throws FinalUnitError where trying again is of no use; StoreError; Error of the work
   */
  async perform({ name, unit }: NamedUnit): Promise<Uint8Array> {
    const running = this.underWay.get(name);
    if (running !== undefined) return await running;
    const work = this.compute(unit).then(async (artefact) => {
      await this.store.write('artefacts', name, artefact);
      return artefact;
    });
    this.underWay.set(name, work);
    try {
      return await work;
    } finally {
      this.underWay.delete(name);
    }
  }

  private async compute(unit: Unit): Promise<Uint8Array> {
    if (unit.build !== this.build) {
      throw new InvalidInputError('unit.build', this.build, unit.build);
    }
    if (unit.kind === 'train') return await this.train(unit);
    if (unit.kind === 'evaluate') return jsonBytes(asJson(await this.evaluate(unit)));
    const { hash, dataset } = await this.collect(unit.run);
    return jsonBytes({ hash, rows: dataset.rows, episodes: dataset.episodeSeeds.length });
  }

  private collect(run: RunConfig): Promise<CachedDataset> {
    return this.datasets.get(collectUnit(run, this.build).name, async () => {
      const request = collectionOf(run);
      const pieces = cutEpisodes(request.episodes, request.env.episodeLength);
      const shards = await Promise.all(
        pieces.map((episodes) => this.pool.perform('collect', { ...request, episodes })),
      );
      const dataset = concatenateShards(shards);
      return { dataset, hash: datasetHash([dataset]) };
    });
  }

  private async train({ run, backend }: UnitOf<'train'>): Promise<Uint8Array> {
    const expected = parseCollected(await this.needed(collectUnit(run, this.build)));
    const { dataset, hash } = await this.collect(run);
    if (hash !== expected.hash) {
      throw new FinalUnitError(
        `dataset: expected hash ${expected.hash}, got ${hash}: this machine plays other episodes than the one that named them`,
      );
    }
    const job = { ...trainingTaskOf(run), shards: [dataset], backend };
    const { outcome } = await this.pool.perform('train', job);
    if (outcome.status === 'diverged') {
      throw new FinalUnitError(`training diverged at update ${outcome.update}`);
    }
    const card: AgentCard<RunConfig> = {
      name: 'sweep',
      description: '',
      config: run,
      datasetHash: hash,
      targetReturn: null,
      evaluation: null,
      gate: null,
    };
    // Versions count the policies that a run happened to show.
    return writeAgentFile(card, { ...outcome.policy, version: 0 });
  }

  private async evaluate(unit: UnitOf<'evaluate'>): Promise<readonly EpisodeMetrics[]> {
    const { run, backend, stream, episodes } = unit;
    const { market, env, weights, seed } = run;
    const trained = trainUnit(run, { build: this.build, backend });
    const agent = agentSpecOf(readAgentFile(await this.needed(trained), parseRunConfig));
    const seeds = deriveSeeds(seed, stream, episodes);
    return await this.pool.perform('evaluate', { market, env, weights, agent, seeds });
  }

  /** Gives the artefact that another unit left, or performs it. */
  private async needed(unit: NamedUnit): Promise<Uint8Array> {
    return (await this.store.read('artefacts', unit.name)) ?? (await this.perform(unit));
  }
}

/** @throws InvalidInputError for what no unit of collection left */
const parseCollected = (artefact: Uint8Array): z.output<typeof collectedSchema> =>
  parseInput(collectedSchema, parseJson(textOf(artefact), 'collect'), 'collect');

/** @throws InvalidInputError for what no unit of evaluation left */
export const parseEvaluated = (artefact: Uint8Array): readonly EpisodeMetrics[] =>
  parseInput(episodeMetricsSchema, parseJson(textOf(artefact), 'evaluate'), 'evaluate');
