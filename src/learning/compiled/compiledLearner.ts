/**
 * A compiled learner updates itself by a program. It draws the minibatches, knows the optimisers'
 * schedules and speaks checkpoints, so that it starts from the state of a reference learner and can
 * be compared with it at any update.
 */
import { TRAINING_METRICS, type TrainingMetric } from '../algorithms/trainingMetrics';
import { LOG_STD_MAX, LOG_STD_MIN } from '../../agents/policies/networkPolicy';
import type { Rng } from '../../market/rng';
import { InvalidInputError } from '../../market/validation';
import type { LearnerState } from '../algorithms/learnerState';
import type { Engine, EngineReading, PolicyMeans } from '../runs/engine';
import { BETA1, BETA2 } from '../algorithms/adam';
import type { Executor } from './executor';
import type { Feed } from './feed';
import {
  SCHEDULE_LENGTH,
  type PolicyProgram,
  type Program,
  type Region,
  type SequenceProgram,
} from './program';

/** The part of a program that is read while it trains. */
export interface Outlook<Means> {
  /** Parameters that act: the policy, or the whole model. */
  readonly policy: Region;
  /** Region that is read with every reading of the metrics. */
  readonly watched: Region;
  /** @param means are NaN for metrics that the program does not report */
  summarise(means: Readonly<Record<TrainingMetric, number>>, watched: Float32Array): Means;
}

export function policyOutlook({ policy, logStd }: PolicyProgram): Outlook<PolicyMeans> {
  return {
    policy,
    watched: logStd,
    summarise: (means, values) => ({
      ...means,
      policyStd: values.reduce((sum, value) => sum + clippedStd(value), 0) / values.length,
    }),
  };
}

export function sequenceOutlook({
  model,
}: SequenceProgram): Outlook<Readonly<Record<'policyLoss' | 'gradientNorm', number>>> {
  return {
    policy: model,
    watched: { offset: model.offset, length: 0 },
    summarise: ({ policyLoss, gradientNorm }) => ({ policyLoss, gradientNorm }),
  };
}

export class CompiledLearner<Means> implements Engine<Means> {
  private updates: number;
  /** Steps that each of the program's optimisers has made. */
  private readonly steps: number[];
  private reported = 0;

  /**
   * @throws InvalidInputError naming the first part of `state` that is missing or has another
   *   length
   */
  constructor(
    private readonly program: Program,
    private readonly outlook: Outlook<Means>,
    private readonly executor: Executor,
    private readonly feed: Pick<Feed, 'draw' | 'batchSize'>,
    state: LearnerState,
  ) {
    this.updates = state.updates;
    this.steps = program.optimisers.map(({ names }) => state.optimisers[names[0]]?.step ?? 0);
    for (const [field, region, values] of statePlaces(program, state)) {
      if (values?.length !== region.length) {
        const expected = `${region.length} numbers`;
        throw new InvalidInputError(`checkpoint.learner.${field}`, expected, values?.length);
      }
      executor.write(region, values);
    }
  }

  get canBeLost(): boolean {
    return this.executor.canBeLost;
  }

  /** Starts `count` updates; on a GPU it returns before they are done. */
  updateMany(count: number, random: Rng): void {
    const { feed, program } = this;
    const { length } = program.schedule;
    const drawn = new Float64Array(count * feed.batchSize);
    const schedules = new Float32Array(count * length);
    for (let update = 0; update < count; update += 1) {
      for (let slot = 0; slot < feed.batchSize; slot += 1) {
        drawn[update * feed.batchSize + slot] = feed.draw(random);
      }
      this.writeSchedule(schedules.subarray(update * length, (update + 1) * length));
    }
    this.reported += count;
    this.executor.run({ count, drawn, schedules });
  }

  async readMetrics(): Promise<EngineReading<Means>> {
    const { executor, program, outlook, reported } = this;
    const reading = executor.read([program.statistics, outlook.watched]);
    executor.write(program.statistics, new Float32Array(program.statistics.length));
    this.reported = 0;
    const [sums, watched] = await reading;
    const means = Object.fromEntries(
      TRAINING_METRICS.map((name, index) => [
        name,
        program.reports.includes(name) ? sums[index] / reported : NaN,
      ]),
    ) as Record<TrainingMetric, number>;
    return { means: outlook.summarise(means, watched), finite: sums.every(Number.isFinite) };
  }

  /** Reads the parameters that act, as they are after all updates that were started. */
  async readPolicy(): Promise<Float32Array> {
    const [policy] = await this.executor.read([this.outlook.policy]);
    return policy;
  }

  async saveState(): Promise<LearnerState> {
    const { program, updates } = this;
    const parameterNames = Object.keys(program.parameters);
    const momentNames = Object.keys(program.moments);
    const steps = new Map(
      program.optimisers.flatMap(({ names }, index) =>
        names.map((name) => [name, this.steps[index]] as const),
      ),
    );
    const regions = [
      ...parameterNames.map((name) => program.parameters[name]),
      ...momentNames.flatMap((name) => [program.moments[name].mean, program.moments[name].square]),
    ];
    const values = await this.executor.read(regions);
    const parameters = parameterNames.map((name, index) => [name, values[index]]);
    const optimisers = momentNames.map((name, index) => {
      const at = parameterNames.length + 2 * index;
      return [name, { step: steps.get(name) ?? 0, mean: values[at], square: values[at + 1] }];
    });
    return {
      updates,
      parameters: Object.fromEntries(parameters),
      optimisers: Object.fromEntries(optimisers),
    };
  }

  dispose(): void {
    this.executor.dispose();
  }

  /** Writes rate/(1 − β1ᵗ), 1/√(1 − β2ᵗ) and 1 − rate·decay of every optimiser's next step. */
  private writeSchedule(schedule: Float32Array): void {
    for (const [index, optimiser] of this.program.optimisers.entries()) {
      this.steps[index] += 1;
      const step = this.steps[index];
      const rate = optimiser.learningRate(this.updates);
      const at = index * SCHEDULE_LENGTH;
      schedule[at] = rate / (1 - BETA1 ** step);
      schedule[at + 1] = 1 / Math.sqrt(1 - BETA2 ** step);
      schedule[at + 2] = 1 - rate * optimiser.weightDecay;
    }
    this.updates += 1;
  }
}

function clippedStd(logStd: number): number {
  return Math.exp(Math.min(Math.max(logStd, LOG_STD_MIN), LOG_STD_MAX));
}

type Place = readonly [field: string, region: Region, values: Float32Array | undefined];

function statePlaces(program: Program, state: LearnerState): Place[] {
  return [
    ...Object.entries(program.parameters).map(([name, region]): Place => [
      `parameters.${name}`,
      region,
      state.parameters[name],
    ]),
    ...Object.entries(program.moments).flatMap(([name, { mean, square }]): Place[] => [
      [`optimisers.${name}.mean`, mean, state.optimisers[name]?.mean],
      [`optimisers.${name}.square`, square, state.optimisers[name]?.square],
    ]),
  ];
}
