/** Which units a sweep asked for, so that a store can tell how far it is and what nobody needs. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { listSchema, textSchema } from '../../market/fieldSchemas';
import { parseJson } from '../../market/json';
import { parseInput } from '../../market/parseInput';
import { readFailure, isGivenUp } from './failures';
import { jsonBytes, textOf, type UnitStore } from './store';
import { checkUnitName, type NamedUnit } from './units';

/** Most units of a sweep: those of 100,000 points with ten data seeds. */
const MOST_UNITS = 3_000_000;
const LONGEST_COMMAND = 20_000;

const manifestSchema = z.strictObject({
  build: textSchema(80),
  /** The command as it was typed. */
  command: textSchema(LONGEST_COMMAND),
  units: listSchema(textSchema(60), MOST_UNITS, 'units').transform((names) =>
    names.map((name) => checkUnitName(name, 'sweep.units')),
  ),
});
export type Manifest = z.output<typeof manifestSchema>;

/** Gives the name of a sweep: the same plan has the same, whoever runs it, in parts or whole. */
export function sweepName(units: readonly NamedUnit[]): string {
  const hash = createHash('sha256').update(units.map(({ name }) => name).join('\n'));
  return hash.digest('hex').slice(0, 40);
}

/** Writes which units a sweep needs; one that goes on replaces its entry. */
export async function writeManifest(
  store: UnitStore,
  name: string,
  manifest: Manifest,
): Promise<void> {
  const command = manifest.command.slice(0, LONGEST_COMMAND);
  await store.write('sweeps', name, jsonBytes({ ...manifest, command }));
}

export async function readManifests(store: UnitStore): Promise<ReadonlyMap<string, Manifest>> {
  const manifests = new Map<string, Manifest>();
  for (const { name } of await store.list('sweeps')) {
    const content = await store.read('sweeps', name);
    if (content === null) continue;
    manifests.set(name, parseInput(manifestSchema, parseJson(textOf(content), 'sweep'), 'sweep'));
  }
  return manifests;
}

export interface SweepStatus {
  readonly command: string;
  readonly build: string;
  readonly units: number;
  readonly stored: number;
  /** Units that were given up. */
  readonly failed: number;
}

/** Says of every sweep that a store knows how far it is. */
export async function statusOf(store: UnitStore): Promise<SweepStatus[]> {
  const artefacts = new Set((await store.list('artefacts')).map(({ name }) => name));
  const failures = new Set<string>();
  for (const { name } of await store.list('failures')) {
    const failure = await readFailure(store, name);
    if (failure !== null && isGivenUp(failure)) failures.add(name);
  }
  return [...(await readManifests(store)).values()].map(({ command, build, units }) => ({
    command,
    build,
    units: units.length,
    stored: units.filter((name) => artefacts.has(name)).length,
    failed: units.filter((name) => failures.has(name) && !artefacts.has(name)).length,
  }));
}
