/**
 * The final word on a run. Every run of a scenario is evaluated on the same seeds, which is what
 * makes runs comparable, and which makes the best of many the luckiest there too. So the chosen run
 * its clone and the baselines are evaluated once more, on seeds that no run was compared on.
 */
import type { StoreApi } from 'zustand/vanilla';
import { NO_MODELS } from '../../agents/policies/examinationModels';
import { CLONE_NAME } from '../../evaluation/baselines';
import { distinctEpisodes } from '../../evaluation/distinctEpisodes';
import type { EpisodeMetrics, EvaluationRow } from '../../evaluation/metrics';
import {
  DEFAULT_CONFIDENCE,
  meanInterval,
  pairedDifference,
  type Interval,
} from '../../evaluation/statistics';
import type { Lab } from '../../lab/types';
import type { FinalWord, RunSummary } from '../../protocol/run';
import { RUN_TEXTS } from '../../content/runs';
import { targetShare } from '../settings/learningConfigs';
import type { SessionState } from '../state';
import { marketFailure } from '../tapes/missingTape';
import { NO_FINAL_WORD, type FinalWordState } from './finalWordState';
import type { RunRepository } from './runRepository';
import { isInTraining } from './isInTraining';
import { defaultPin, scenarioOf } from './scenarios';

/** Counts the runs that were evaluated on the same seeds, this one included. */
export function candidatesOf(run: RunSummary, runs: readonly RunSummary[]): number {
  const scenario = scenarioOf(run);
  return runs.filter((other) => other.evaluation.length > 0 && scenarioOf(other) === scenario)
    .length;
}

/** Episodes that a run was compared on; none for one that was not evaluated. */
export const episodesComparedOn = ({ evaluation }: RunSummary): readonly EpisodeMetrics[] =>
  evaluation[0]?.metrics ?? [];

export interface FinalWordResult {
  readonly episodes: number;
  /** Those of them that do not overlap on a recording. */
  readonly distinct: number;
  readonly profit: Interval;
  /** Name of the baseline that it is compared with. */
  readonly rival: string;
  /** Profit minus the rival's, episode by episode. */
  readonly difference: Interval;
  /** Profit minus the clone's; null where no clone played. */
  readonly beyondClone: Interval | null;
}

/** @param pinned name of a baseline; another key, or null, stands for the default one */
export function finalWordResult(
  { rows }: FinalWord,
  pinned: string | null,
): FinalWordResult | null {
  const [own, ...others] = rows;
  const clone = others.find(({ agentName }) => agentName === CLONE_NAME);
  const baselines = others.filter((row) => row !== clone);
  const rival =
    baselines.find(({ agentName }) => agentName === pinned) ??
    baselines.find(({ agentName }) => agentName === defaultPin(baselines));
  if (own === undefined || rival === undefined) return null;
  const distinct = distinctEpisodes(own.metrics);
  const beyond = (other: EvaluationRow) =>
    pairedDifference(profitsOf(own), profitsOf(other), DEFAULT_CONFIDENCE, distinct);
  return {
    episodes: own.metrics.length,
    distinct,
    profit: meanInterval(profitsOf(own), DEFAULT_CONFIDENCE, distinct),
    rival: rival.agentName,
    difference: beyond(rival),
    beyondClone: clone === undefined ? null : beyond(clone),
  };
}

const profitsOf = ({ metrics }: EvaluationRow) =>
  metrics.map(({ profit }: EpisodeMetrics) => profit);

export class FinalWordController {
  private abort = new AbortController();

  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly lab: Pick<Lab, 'evaluateFinally'>,
    private readonly repository: RunRepository,
    /** Milliseconds since 1970: a seed that was never used. */
    private readonly now: () => number,
  ) {}

  /** Evaluates the run on fresh seeds and keeps the result with it; one at a time. */
  async measure(id: string): Promise<void> {
    this.cancel();
    if (isInTraining(id, this.store.getState())) return;
    const { signal } = this.abort;
    const record = await this.repository.record(id);
    if (record === null || record.policy === null || signal.aborted) return;
    const { config, policy, models = NO_MODELS } = record;
    const { settings, runs } = this.store.getState();
    const seed = this.now();
    try {
      const rows = await this.lab.evaluateFinally(
        { config, policy, clone: models.clone, targetShare: targetShare(settings), seed },
        (done, total) => {
          if (!signal.aborted) this.set({ runId: id, progress: { done, total }, failure: '' });
        },
        signal,
      );
      if (signal.aborted) return;
      const finalWord = { seed, candidates: Math.max(1, candidatesOf(record, runs)), rows };
      const isKept = await this.repository.amend(id, ({ update }) =>
        update === record.update ? { finalWord } : null,
      );
      const run = this.store.getState().runs.find((one) => one.id === id);
      if (isKept || run === undefined) this.set(NO_FINAL_WORD);
      else this.set({ runId: id, progress: null, failure: RUN_TEXTS.trainedFurther(run.name) });
    } catch (error) {
      if (signal.aborted) return;
      const reason = error instanceof Error ? error.message : String(error);
      const failure = marketFailure(reason, config.market, this.store.getState());
      this.set({ runId: id, progress: null, failure });
    }
  }

  cancel(): void {
    this.abort.abort();
    this.abort = new AbortController();
    if (this.store.getState().finalWord !== NO_FINAL_WORD) this.set(NO_FINAL_WORD);
  }

  private set(finalWord: FinalWordState): void {
    this.store.setState({ finalWord });
  }
}
