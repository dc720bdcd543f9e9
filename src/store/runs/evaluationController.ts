/**
 * Evaluates the policy of a run that came without an evaluation: an imported agent, or one that was
 * stopped. It plays the episodes that the run's own scenario gives, beside the baselines, in the
 * collectors. Where no clone came with it, a gate that the run brought along stays: it was judged
 * with more at hand.
 */
import type { StoreApi } from 'zustand/vanilla';
import { NO_MODELS } from '../../agents/policies/examinationModels';
import { missingModelsText } from '../../content/missingModels';
import type { Lab } from '../../lab/types';
import { reasonOf } from '../../market/validation';
import { RUN_TEXTS } from '../../content/runs';
import type { RunSummary } from '../../protocol/run';
import { targetShare } from '../settings/learningConfigs';
import type { SessionState } from '../state';
import { marketFailure } from '../tapes/missingTape';
import { isInTraining } from './isInTraining';
import type { RunRepository } from './runRepository';

const isEvaluated = ({ evaluation }: RunSummary) =>
  evaluation.some(({ metrics }) => metrics.length > 0);

export class RunEvaluationController {
  private abort = new AbortController();

  constructor(
    private readonly store: StoreApi<SessionState>,
    private readonly lab: Pick<Lab, 'evaluatePolicy'>,
    private readonly runs: RunRepository,
    private readonly notify: (message: string, details?: string) => void,
  ) {}

  /**
   * Evaluates one run at a time; another request waits for nobody, and does nothing. Nor is a run
   * evaluated that some tab trains.
   */
  async evaluate(id: string): Promise<void> {
    const state = this.store.getState();
    if (state.evaluatedRun !== null || isInTraining(id, state)) return;
    this.abort = new AbortController();
    const { signal } = this.abort;
    this.store.setState({ evaluatedRun: { id, done: 0, total: 0 } });
    try {
      await this.work(id, signal);
    } catch (error) {
      const now = this.store.getState();
      const run = now.runs.find((one) => one.id === id);
      const reason =
        run === undefined
          ? reasonOf(error)
          : marketFailure(reasonOf(error), run.config.market, now);
      if (!signal.aborted) this.notify(`The run could not be evaluated. ${reason}`);
    } finally {
      this.store.setState({ evaluatedRun: null });
    }
  }

  /** Gives the evaluation up; what was measured so far is dropped. */
  cancel(): void {
    this.abort.abort();
  }

  private async work(id: string, signal: AbortSignal): Promise<void> {
    const record = await this.runs.record(id);
    signal.throwIfAborted();
    if (record === null || record.policy === null) return;
    const { config, policy, models = NO_MODELS } = record;
    const rows = await this.lab.evaluatePolicy(
      { config, policy, models, targetShare: targetShare(this.store.getState().settings) },
      (done, total) => {
        if (!signal.aborted) this.store.setState({ evaluatedRun: { id, done, total } });
      },
      signal,
    );
    signal.throwIfAborted();
    const [own, ...others] = rows;
    const brought = record.evaluation.find(({ examined }) => examined !== undefined)?.examined;
    const examined = models.clone === null ? (brought ?? own.examined) : own.examined;
    const evaluation = [{ ...own, examined }, ...others];
    const isKept = await this.runs.amend(id, (run) =>
      run.update === record.update && !isEvaluated(run) ? { evaluation } : null,
    );
    // It may have been deleted meanwhile, or trained further in another tab.
    const run = this.store.getState().runs.find((one) => one.id === id);
    if (run === undefined) return;
    const missing = missingModelsText({ ...record, name: run.name });
    if (!isKept) this.notify(RUN_TEXTS.trainedFurther(run.name));
    else if (missing !== '') this.notify(missing);
  }
}
