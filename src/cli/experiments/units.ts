/**
 * Trains and evaluates the policies of an experiment as units of work, on this machine or on many:
 * what is in the store is not computed again.
 */
import { readAgentFile } from '../../agents/files/agentFile';
import type { PolicySnapshot } from '../../agents/policies/policySnapshot';
import type { EpisodeMetrics } from '../../evaluation/metrics';
import { sameJson } from '../../market/canonicalJson';
import { parseRunConfig, type RunConfig } from '../../protocol/run';
import type { Scenario } from '../program/settings';
import type { SweepEngine } from '../sweeps/engine';
import { parseEvaluated } from '../sweeps/performer';
import { StoreError, type UnitStore } from '../sweeps/store';
import { evaluateUnit, trainUnit, type NamedUnit, type UnitSetting } from '../sweeps/units';
import { networkOf } from '../training/training';
import type { ExperimentJob } from '../work/work';

/** Who performs the units of an experiment, and where they are kept. */
export interface ExperimentUnits {
  readonly engine: SweepEngine;
  readonly store: UnitStore;
  readonly setting: UnitSetting;
}

/**
 * Gives the run that a job is the training of.
 * @returns null where a unit cannot make it: its updates are changed, or its data are not a run's
 */
export function runOfJob(job: ExperimentJob): RunConfig | null {
  const { collected, hook, learning, decisionTransformer, weights, engine, seed } = job;
  if (collected === undefined || hook !== undefined) return null;
  return { ...collected, learning, decisionTransformer, weights, engine, trainingSeed: seed };
}

/** @throws UnitFailedError when training was given up, such as by a loss that is no number */
export async function trainedPolicy(
  units: ExperimentUnits,
  run: RunConfig,
): Promise<PolicySnapshot> {
  const artefact = await artefactOf(units, trainUnit(run, units.setting));
  return networkOf(readAgentFile(artefact, parseRunConfig).policy);
}

/** Whether a policy is evaluated as it was trained, on episodes of its run's seed. */
export const isEvaluatedAsTrained = (run: RunConfig, scenario: Scenario, seed: number): boolean =>
  run.seed === seed &&
  sameJson([run.market, run.env, run.weights], [scenario.market, scenario.env, scenario.weights]);

/** Gives the first episodes of a run's stream of evaluation. */
export async function evaluatedEpisodes(
  units: ExperimentUnits,
  run: RunConfig,
  episodes: number,
): Promise<readonly EpisodeMetrics[]> {
  const unit = evaluateUnit(run, units.setting, 'evaluation', episodes);
  return parseEvaluated(await artefactOf(units, unit));
}

async function artefactOf(
  { engine, store }: ExperimentUnits,
  unit: NamedUnit,
): Promise<Uint8Array> {
  await engine.perform(unit);
  const artefact = await store.read('artefacts', unit.name);
  if (artefact === null) throw new StoreError(`The store ${store.place} lost ${unit.name}.`);
  return artefact;
}
