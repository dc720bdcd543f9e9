/**
 * Keeps the last runs of a session, because one learner may need another's: a Decision Transformer
 * may take its returns from the critic of an IQL run before it, and any outcome comes with the
 * critics that valued the same data under the same rewards.
 */
import { engineChoice, type EngineChoice, type BackendName } from '../algorithms/engineChoice';
import { needsCritic } from '../algorithms/decisionTransformerConfig';
import type { CriticSnapshot } from '../../agents/policies/criticPair';
import type { DecisionTransformerSnapshot } from '../../agents/policies/decisionTransformerSnapshot';
import type { AnyPolicy, PolicySnapshot } from '../../agents/policies/policySnapshot';
import { sameJson } from '../../market/canonicalJson';
import type { Dataset } from '../data/dataset';
import { deviationLabels, returnLabels, termReturnLabels } from '../data/returnLabels';
import {
  defineTransformerRun,
  transformerCheckpointOf,
  type TransformerTask,
} from './decisionTransformerRun';

import type { Clock } from './deviceRecovery';
import type { EngineHooks } from './engine';
import { definePolicyRun } from './policyRun';
import { Run } from './run';
import type { RunState } from './runState';
import type {
  TrainingListeners,
  TrainingOutcome,
  TrainingResult,
  TrainingStart,
  TrainingTask,
} from './training';
import type { TrainingLoop } from './trainingLoop';

export class LastRuns {
  private policyRun: Run<PolicySnapshot> | null = null;
  private transformerRun: Run<DecisionTransformerSnapshot> | null = null;
  /** Whichever of the two was at work last. */
  private newest: Run<AnyPolicy> | null = null;

  constructor(
    private readonly loop: TrainingLoop,
    private readonly clock: Clock,
    private readonly backend: BackendName,
    private readonly hooks: EngineHooks,
  ) {}

  /** See TrainingSession.learn. */
  async learn(
    dataset: Dataset,
    task: TrainingTask,
    start: TrainingStart,
    listeners: TrainingListeners,
  ): Promise<TrainingOutcome> {
    const { decisionTransformer } = task;
    return decisionTransformer === null
      ? await this.learnPolicy(dataset, task, start, listeners)
      : await this.learnTransformer(dataset, { ...task, decisionTransformer }, start, listeners);
  }

  /** Records the state of the newest run; null before the first. */
  async state(): Promise<RunState | null> {
    return (await this.newest?.state()) ?? null;
  }

  dispose(): void {
    this.policyRun?.dispose();
    this.transformerRun?.dispose();
    this.policyRun = null;
    this.transformerRun = null;
    this.newest = null;
  }

  private async learnPolicy(
    dataset: Dataset,
    task: TrainingTask,
    start: TrainingStart,
    listeners: TrainingListeners<PolicySnapshot>,
  ): Promise<TrainingResult<PolicySnapshot> & TrainingOutcome> {
    const choice = this.choiceOf(task);
    const definition = definePolicyRun(dataset, task, start, choice, this.hooks);
    const run = await Run.open(definition, start, this.clock);
    this.policyRun?.dispose();
    this.policyRun = run;
    this.newest = run;
    const result = await this.loop.work(run, listeners);
    return withCritics(result, await run.critics());
  }

  private async learnTransformer(
    dataset: Dataset,
    task: TransformerTask,
    start: TrainingStart,
    listeners: TrainingListeners,
  ): Promise<TrainingOutcome> {
    // A start that does not fit is refused before a critic is trained in vain.
    if (start.kind === 'fineTune') transformerCheckpointOf(start.from);
    const left =
      start.kind === 'resume' && start.from.kind === 'decisionTransformer'
        ? start.from.checkpoint
        : null;
    const usesCritic = needsCritic(task.decisionTransformer.returnLabel);
    if (usesCritic && left === null && task.learning.conditioning === 'weights') {
      termReturnLabels(dataset, task);
    }
    if (usesCritic && left === null) {
      const stopped = await this.learnCritic(dataset, task, start, listeners);
      if (stopped !== null) return stopped;
    }
    const critics = usesCritic && left === null ? await this.policyRun?.critics() : null;
    const isTold = task.learning.conditioning === 'weights';
    const labels =
      left?.labels ??
      (isTold
        ? deviationLabels(termReturnLabels(dataset, task), task.weights)
        : returnLabels(dataset, task, critics ?? null));
    // A run that was stopped while it trained its critic has nothing of its own to resume.
    const ownStart: TrainingStart =
      start.kind === 'resume' && left === null ? { kind: 'fresh' } : start;
    const run = await Run.open(
      defineTransformerRun(dataset, task, labels, ownStart, this.choiceOf(task)),
      ownStart,
      this.clock,
    );
    this.transformerRun?.dispose();
    this.transformerRun = run;
    this.newest = run;
    const { updates, cloningUpdates } = task.learning;
    const before = usesCritic ? updates + cloningUpdates : 0;
    const result = await this.loop.work(run, {
      onPolicy: (policy) => listeners.onPolicy(policy),
      onProgress: (progress) =>
        listeners.onProgress({
          ...progress,
          update: before + progress.update,
          totalUpdates: before + progress.totalUpdates,
        }),
    });
    return withCritics(result, await this.criticsFor(dataset, task));
  }

  /**
   * Trains the critic of a Decision Transformer, unless the last run is that critic already.
   * @param start resumed, it is where the critic was left; else the critic starts afresh
   * @returns the outcome that ends the whole training; null when the critic is done
   */
  private async learnCritic(
    dataset: Dataset,
    task: TransformerTask,
    start: TrainingStart,
    listeners: TrainingListeners,
  ): Promise<TrainingOutcome | null> {
    const critic: TrainingTask = {
      ...task,
      engine: this.choiceOf(task).engine,
      decisionTransformer: null,
      // Its returns are those of the run's own weights.
      learning: { ...task.learning, algorithm: 'iql', conditioning: 'fixed' },
    };
    const { policyRun } = this;
    const isDone =
      policyRun !== null &&
      policyRun.update === policyRun.totalUpdates &&
      policyRun.isOf(dataset) &&
      !policyRun.definition.isFineTuned &&
      sameJson(policyRun.definition.task, critic);
    if (start.kind !== 'resume' && isDone) return null;
    const begin: TrainingStart = start.kind === 'resume' ? start : { kind: 'fresh' };
    const outcome = await this.learnPolicy(dataset, critic, begin, {
      // The live market takes no policy from a critic's training.
      onPolicy: () => {},
      onProgress: (progress) =>
        listeners.onProgress({
          ...progress,
          phase: 'critic',
          totalUpdates: progress.totalUpdates + task.decisionTransformer.updates,
          secondsLeft: Number.NaN,
        }),
    });
    return outcome.status === 'finished' ? null : outcome;
  }

  /** Reads the critics of the last run of IQL, where it learned what a task's actions are worth. */
  private async criticsFor(
    dataset: Dataset,
    { weights, dollarsPerTick }: TrainingTask,
  ): Promise<CriticSnapshot | null> {
    const { policyRun } = this;
    if (policyRun === null || !policyRun.isOf(dataset)) return null;
    const { task } = policyRun.definition;
    const isSame = sameJson([task.weights, task.dollarsPerTick], [weights, dollarsPerTick]);
    return isSame ? await policyRun.critics() : null;
  }

  private choiceOf({ engine }: TrainingTask): EngineChoice {
    return engineChoice(this.backend, engine);
  }
}

const withCritics = <Policy extends AnyPolicy>(
  result: TrainingResult<Policy>,
  critics: CriticSnapshot | null,
) => (critics === null ? result : { ...result, critics });
