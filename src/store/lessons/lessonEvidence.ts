/**
 * What a lesson is checked by: facts of what happened since it began. The plans themselves load
 * with the panel of the lessons.
 */
import { REWARD_TERMS, type RewardTerm } from '../../env/types';
import type { TargetPoint } from '../../lab/types';
import type { MarketConfig } from '../../market/config';
import type { AgentDescription } from '../../protocol/episodeOrigin';
import { FILL, FILL_LENGTH, SAMPLE, SAMPLE_LENGTH } from '../../protocol/frames';
import type { RunSummary } from '../../protocol/run';
import type { StoredEpisode } from '../replay/episodes';
import type { ReplayPlayer } from '../replay/replayPlayer';
import type { Settings } from '../settings/settings';

/** Facts of a completed episode that lessons ask for. */
export interface EpisodeFact {
  readonly id: string;
  readonly seed: number;
  readonly market: MarketConfig;
  /** Who played the whole of it; null where the agent changed in its course. */
  readonly agent: AgentDescription | null;
  /** Whether a fallback stood ready for the whole of it. */
  readonly hasFallback: boolean;
  readonly contracts: number;
  /** Mean over steps of |inventory|, in contracts. */
  readonly meanAbsInventory: number;
  /** Unweighted reward terms, in dollars. */
  readonly terms: Readonly<Record<RewardTerm, number>>;
}

export interface LessonEvidence {
  /** Episodes completed since the lesson began, oldest first. */
  readonly episodes: readonly EpisodeFact[];
  /** Runs that ended since the lesson began, oldest first. */
  readonly runs: readonly RunSummary[];
  /**
   * Returns that each Decision Transformer among them achieved for what it was asked, by the run's
   * id.
   */
  readonly targets: ReadonlyMap<string, readonly TargetPoint[]>;
  /** Replay on screen; null while live. */
  readonly replay: ReplayPlayer | null;
  /** Setting that says after how many unusual decisions the fallback quotes. */
  readonly fallback: Settings['fallback'];
}

export const NO_EVIDENCE: LessonEvidence = {
  episodes: [],
  runs: [],
  targets: new Map(),
  replay: null,
  fallback: 'off',
};

/** A number that a step shows, with the unit it is read in. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: 'dollars' | 'dollars a contract' | 'contracts' | 'ticks' | 'checks';
}

export interface StepResult {
  readonly done: boolean;
  readonly measured: readonly Measurement[];
}

export interface LessonPlan {
  readonly setup: Partial<Settings>;
  /** Gives a result for each step of the lesson's text. */
  readonly check: (evidence: LessonEvidence) => readonly StepResult[];
}

export function episodeFact({ record, origin, termSums }: StoredEpisode): EpisodeFact {
  let contracts = 0;
  for (let fill = FILL.size; fill < record.fills.length; fill += FILL_LENGTH) {
    contracts += record.fills[fill];
  }
  let absInventory = 0;
  for (let step = 0; step < record.steps; step++) {
    absInventory += Math.abs(record.samples[step * SAMPLE_LENGTH + SAMPLE.inventory]);
  }
  return {
    id: record.id,
    seed: record.seed,
    market: record.market,
    agent: origin === null || Number.isNaN(origin.playKey) ? null : origin.agent,
    hasFallback: origin !== null && origin.fallback !== null && !Number.isNaN(origin.playKey),
    contracts,
    meanAbsInventory: absInventory / Math.max(1, record.steps),
    terms: Object.fromEntries(REWARD_TERMS.map((term, index) => [term, termSums[index]])) as Record<
      RewardTerm,
      number
    >,
  };
}
