/** Makes the record with which a run begins: a config and a name, and no results. */
import { MARKET_VERSION } from '../../market/version';
import type { RunConfig, RunRecord, RunSummary } from '../../protocol/run';

/**
 * Makes the record of a run that begins now.
 * @param start.createdAt milliseconds since 1970
 * @param start.others the runs whose names are taken
 */
export function newRun(
  config: RunConfig,
  start: {
    readonly id: string;
    readonly createdAt: number;
    readonly parentId: string | null;
    readonly others: readonly RunSummary[];
  },
): RunRecord {
  const { id, createdAt, parentId, others } = start;
  const highest = runNumbers(others).reduce((most, one) => Math.max(most, one), 0);
  return {
    id,
    name: `Run ${1 + highest}`,
    notes: '',
    tags: [],
    status: 'running',
    createdAt,
    config,
    parentId,
    datasetHash: null,
    update: 0,
    totalUpdates: 0,
    hasPolicy: false,
    evaluation: [],
    failure: '',
    history: null,
    policy: null,
    marketVersion: MARKET_VERSION,
  };
}

/** Longest name of a run. */
const MAX_NAME_LENGTH = 60;

/** Gives a name that is not taken: "Run 3 (2)" where there is a Run 3. */
export function uniqueName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let copy = 2; taken.has(name); copy += 1) {
    const mark = ` (${copy})`;
    name = `${wanted.slice(0, MAX_NAME_LENGTH - mark.length)}${mark}`;
  }
  return name;
}

/** Lists the N of every run that is called "Run N". */
function runNumbers(runs: readonly RunSummary[]): number[] {
  return runs.flatMap(({ name }) => {
    const match = /^Run (\d{1,6})$/.exec(name);
    return match === null ? [] : [Number(match[1])];
  });
}
