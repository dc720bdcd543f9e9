/**
 * Compares the runs on screen again whenever a weight moves, for all panels that show them at once.
 * What does not depend on the weights is computed once for each run: what it is compared with, its
 * keys, and the metrics that nothing weights.
 */
import { REWARD_TERMS, type RewardWeights } from '../../env/types';
import type { EpisodeMetrics } from '../../evaluation/metrics';
import type { RunConfig, RunSummary } from '../../protocol/run';
import { comparisonOf, type Comparison } from './metrics';
import { groupOf } from './runGroups';
import type { BundledResult } from './baselinesState';
import { entriesOf, entryOf, type Entry } from './entries';
import { compareEntries, type ComparedAgent } from './runs';
import { baselinesAmong, defaultPin, scenarioKey, scenarioOf, type Baselines } from './scenarios';

/** What a comparison depends on, as the session's state has it. */
interface Given {
  readonly runs: readonly RunSummary[];
  readonly weights: RewardWeights;
  /** Key of the agent that others are compared with; null for the default one. */
  readonly pinned: string | null;
  /** Baselines in the scenario on screen; null takes those of the newest run. */
  readonly found: Baselines | null;
  /** The agent that comes with the page; null while it is not evaluated. */
  readonly bundled: BundledResult | null;
}

export interface Compared {
  readonly agents: readonly ComparedAgent[];
  readonly pinned: string | null;
  /** Baselines among them; null where there are none. */
  readonly baselines: Baselines | null;
}

interface Kept {
  readonly reference: readonly EpisodeMetrics[];
  readonly comparison: Comparison;
}

export class RunComparisons {
  private newest: { readonly given: Given; readonly compared: Compared } | null = null;
  private readonly scenarios = new WeakMap<RunConfig, string>();
  private readonly groups = new WeakMap<RunSummary, string>();
  private readonly entries = new WeakMap<RunSummary, Entry>();
  private readonly comparisons = new WeakMap<Entry, Kept>();

  /** Compares every agent with the pinned one, as compareRuns does. */
  compare(given: Given): Compared {
    if (this.newest !== null && isSame(this.newest.given, given)) return this.newest.compared;
    const { runs, weights, found, bundled } = given;
    const baselines = found ?? baselinesAmong(runs);
    const pinned = given.pinned ?? defaultPin(baselines?.rows);
    const entries = entriesOf(runs, baselines, pinned, (run) => this.entryOf(run), bundled);
    const agents = compareEntries(entries, weights, pinned, (entry, reference) =>
      this.comparisonOf(entry, reference),
    );
    const compared = { agents, pinned, baselines };
    this.newest = { given, compared };
    return compared;
  }

  /** Key of the group of a run, see groupOf. */
  readonly groupOf = (run: RunSummary): string => kept(this.groups, run, groupOf);

  private entryOf(run: RunSummary): Entry {
    const key = (config: RunConfig) => kept(this.scenarios, config, scenarioKey);
    return kept(this.entries, run, () => entryOf(run, scenarioOf(run, key)));
  }

  private comparisonOf(entry: Entry, reference: readonly EpisodeMetrics[]): Comparison {
    const known = this.comparisons.get(entry);
    if (known?.reference === reference) return known.comparison;
    const comparison = comparisonOf({ ...entry, reference });
    this.comparisons.set(entry, { reference, comparison });
    return comparison;
  }
}

const isSame = (a: Given, b: Given): boolean =>
  a.runs === b.runs &&
  a.pinned === b.pinned &&
  a.found === b.found &&
  a.bundled === b.bundled &&
  REWARD_TERMS.every((term) => a.weights[term] === b.weights[term]);

/** Gives what is kept for a key, or makes and keeps it. */
function kept<Key extends object, Value>(
  values: WeakMap<Key, Value>,
  key: Key,
  make: (key: Key) => Value,
): Value {
  const known = values.get(key);
  if (known !== undefined) return known;
  const made = make(key);
  values.set(key, made);
  return made;
}
