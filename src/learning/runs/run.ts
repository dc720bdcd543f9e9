/**
 * A run trains a learner over a dataset. It knows its position in its phases, has an engine that
 * makes the updates, takes snapshots, and goes on when a device is lost. All that is the same for
 * every learner; what differs is a RunDefinition. Whoever drives a run decides how many updates to
 * make at a time.
 */
import type { CriticSnapshot } from '../../agents/policies/criticPair';
import type { AnyPolicy } from '../../agents/policies/policySnapshot';
import type { Rng, RngState } from '../../market/rng';
import { InvalidInputError } from '../../market/validation';
import type { Learner } from '../algorithms/config';
import { initialState } from '../algorithms/initialState';
import type { PolicyLearner, SequenceLearner } from '../algorithms/learners';
import { withParameters, type LearnerState } from '../algorithms/learnerState';
import { NO_METRICS, type ReportedMetric } from '../algorithms/trainingMetrics';
import type { Dataset } from '../data/dataset';
import { DeviceRecovery, type Clock } from './deviceRecovery';
import type { Engine, EngineReading } from './engine';
import type { PhaseName, RunState } from './runState';
import type { TrainingProgress, TrainingStart, TrainingTask } from './training';

/** Means of the metrics that a learner has; those that it lacks are NaN in a report. */
type RunMeans = Readonly<Partial<Record<ReportedMetric, number>>>;

export interface RunPhase {
  readonly name: PhaseName;
  /** Update, counted over all phases, at which it ends. */
  readonly end: number;
  readonly learner: PolicyLearner | SequenceLearner;
  readonly openEngine: (state: LearnerState) => Promise<Engine<RunMeans>>;
  /** Picks the critics out of the parameters; null for a learner without any. */
  readonly criticsOf: ((parameters: LearnerState['parameters']) => CriticSnapshot) | null;
}

/** Everything that stays the same over a run. */
export interface RunDefinition<Policy extends AnyPolicy> {
  readonly task: TrainingTask;
  readonly algorithm: Learner;
  /** Whether it began with the weights of another run. */
  readonly isFineTuned: boolean;
  readonly dataset: Dataset;
  /** Random stream of the run: initial weights, then minibatches. */
  readonly random: Rng;
  /** Phases in their order; each begins with those of the parameters before it that it has. */
  readonly phases: readonly RunPhase[];
  /** @param parameters as Engine.readPolicy gives them */
  readonly policyOf: (parameters: Float32Array, version: number, updates: number) => Policy;
  /** Makes the record that storage keeps. */
  readonly stateOf: (position: RunPosition) => RunState;
}

/** Place of a run in its phases. */
export interface RunPosition {
  readonly phase: PhaseName;
  /** Updates made, over all phases. */
  readonly update: number;
  /** Version of the newest snapshot; −1 before the first. */
  readonly policyVersion: number;
  readonly random: RngState;
  readonly learner: LearnerState;
}

export class Run<Policy extends AnyPolicy> {
  readonly totalUpdates: number;
  update = 0;
  policyVersion = -1;

  /** Opens the engine of a lost device again, at the position of the last snapshot. */
  private readonly recovery: DeviceRecovery<RunPosition>;
  /** Resolves when what was asked for last has succeeded or failed. */
  private last: Promise<void> = Promise.resolve();

  private constructor(
    readonly definition: RunDefinition<Policy>,
    private phase: RunPhase,
    private engine: Engine<RunMeans>,
    clock: Clock,
  ) {
    this.recovery = new DeviceRecovery((safe) => this.goBackTo(safe), clock);
    this.totalUpdates = definition.phases[definition.phases.length - 1].end;
  }

  /**
   * Opens the run that `definition` was made for.
   * @param start the same that it was made with
   * @param clock waits for another device where one was lost
   * @throws InvalidInputError when the parts of a checkpoint do not fit
   */
  static async open<Policy extends AnyPolicy>(
    definition: RunDefinition<Policy>,
    start: TrainingStart,
    clock: Clock,
  ): Promise<Run<Policy>> {
    const { random } = definition;
    if (start.kind === 'resume') {
      const { checkpoint } = start.from;
      const phase = phaseNamed(definition, 'phase' in checkpoint ? checkpoint.phase : 'training');
      random.restore(checkpoint.random);
      const run = new Run(definition, phase, await phase.openEngine(checkpoint.learner), clock);
      run.update = checkpoint.update;
      run.policyVersion = checkpoint.policyVersion;
      return run;
    }
    const [phase] = definition.phases;
    const fresh = initialState(phase.learner, random);
    const state =
      start.kind === 'fineTune'
        ? withParameters(fresh, start.from.checkpoint.learner.parameters)
        : fresh;
    return new Run(definition, phase, await phase.openEngine(state), clock);
  }

  isOf(dataset: Dataset): boolean {
    return this.definition.dataset === dataset;
  }

  /** Starts up to `limit` updates, all of one phase. @returns how many */
  async updateMany(limit: number): Promise<number> {
    return await this.inTurn(async () => {
      if (this.update >= this.phase.end) await this.enterNextPhase();
      const updates = Math.min(limit, this.phase.end - this.update);
      this.engine.updateMany(updates, this.definition.random);
      this.update += updates;
      return updates;
    });
  }

  /**
   * Reads the means over the updates since the last call; waits for them. When the device was lost
   * the run is back at its last snapshot, and the means are not numbers.
   * @throws DeviceLostError when it was lost twice without a snapshot in between
   */
  async readMetrics(): Promise<EngineReading<RunMeans>> {
    return await this.inTurn(() => this.recovery.surviving(() => this.engine.readMetrics()));
  }

  /** Takes the policy as it is now, under the next version. */
  async snapshot(): Promise<Policy> {
    return await this.inTurn(async () => {
      this.policyVersion += 1;
      const version = this.policyVersion;
      const [parameters, updates] = await this.recovery.surviving(async () => {
        const { update, engine } = this;
        if (engine.canBeLost) this.recovery.keep(await this.position());
        return [await engine.readPolicy(), update] as const;
      });
      return this.definition.policyOf(parameters, version, updates);
    });
  }

  /** Records where the run can go on as if it had never stopped, as storage keeps it. */
  async state(): Promise<RunState> {
    return await this.inTurn(async () =>
      this.definition.stateOf(await this.recovery.surviving(() => this.position())),
    );
  }

  /** Reads the target networks as they are now; null in a phase without critics. */
  async critics(): Promise<CriticSnapshot | null> {
    return await this.inTurn(async () => {
      const { criticsOf } = this.phase;
      if (criticsOf === null) return null;
      const { parameters } = await this.recovery.surviving(() => this.engine.saveState());
      return criticsOf(parameters);
    });
  }

  progress(means: RunMeans, updatesPerSecond: number): TrainingProgress {
    const { update, totalUpdates, policyVersion } = this;
    return {
      ...NO_METRICS,
      ...means,
      algorithm: this.definition.algorithm,
      phase: this.phase.name,
      update,
      totalUpdates,
      updatesPerSecond,
      secondsLeft: (totalUpdates - update) / updatesPerSecond,
      policyVersion,
    };
  }

  dispose(): void {
    this.engine.dispose();
  }

  /**
   * Does one thing at a time: the page asks for a state while updates are made, and two readings
   * that found the device lost would each open another.
   */
  private async inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.last.then(work);
    this.last = turn.then(ignore, ignore);
    return await turn;
  }

  private async position(): Promise<RunPosition> {
    const { update, policyVersion } = this;
    const random = this.definition.random.snapshot();
    const phase = this.phase.name;
    return { phase, update, policyVersion, random, learner: await this.engine.saveState() };
  }

  private async enterNextPhase(): Promise<void> {
    const { parameters } = await this.recovery.surviving(() => this.engine.saveState());
    // A device that was lost may have taken the run back into its phase.
    if (this.update < this.phase.end) return;
    const { phases, random } = this.definition;
    const next = phases[phases.indexOf(this.phase) + 1];
    const state = withParameters(initialState(next.learner, random), parameters);
    const engine = await next.openEngine(state);
    this.engine.dispose();
    this.engine = engine;
    this.phase = next;
  }

  private async goBackTo(safe: RunPosition): Promise<void> {
    const phase = phaseNamed(this.definition, safe.phase);
    const engine = await phase.openEngine(safe.learner);
    this.engine.dispose();
    this.engine = engine;
    this.definition.random.restore(safe.random);
    this.phase = phase;
    this.update = safe.update;
  }
}

/** Drops an outcome: a turn that waits needs to know only that it is over. */
function ignore(): void {}

function phaseNamed(
  { phases }: Pick<RunDefinition<AnyPolicy>, 'phases'>,
  name: PhaseName,
): RunPhase {
  const phase = phases.find((candidate) => candidate.name === name);
  if (phase !== undefined) return phase;
  const names = phases.map((candidate) => candidate.name).join(' or ');
  throw new InvalidInputError('checkpoint.phase', names, name);
}
