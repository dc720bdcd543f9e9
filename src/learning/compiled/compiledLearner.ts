/**
 * A learner whose update is a program: it draws the minibatches, knows the
 * optimisers' schedules and speaks checkpoints, so that it starts from a
 * reference learner's state and can be compared with it at any update.
 */
import { LOG_STD_MAX, LOG_STD_MIN } from '../../agents/networkPolicy';
import type { Rng } from '../../market/rng';
import { InvalidInputError } from '../../market/validation';
import type { LearnerState } from '../checkpoint';
import type { Engine, EngineMetrics } from '../engine';
import type { MetricMeans } from '../metrics';
import type { TransitionSampler } from '../sampler';
import type { Executor } from './executor';
import { STATISTICS, type Program, type Region } from './program';

const BETA1 = 0.9;
const BETA2 = 0.999;

export class CompiledLearner implements Engine {
  private updates: number;
  /** Steps that each of the program's optimisers has made. */
  private readonly steps: number[];
  private reported = 0;

  /** @throws InvalidInputError naming the first part of `state` that is missing or has another length */
  constructor(
    private readonly program: Program,
    private readonly executor: Executor,
    private readonly sampler: Pick<TransitionSampler, 'draw'>,
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
    const { batch, schedule } = this.program;
    const rows = new Uint32Array(count * batch.size);
    const schedules = new Float32Array(count * schedule.length);
    for (let update = 0; update < count; update += 1) {
      for (let slot = 0; slot < batch.size; slot += 1) {
        rows[update * batch.size + slot] = this.sampler.draw(random);
      }
      schedules.set(this.nextSchedule(), update * schedule.length);
    }
    this.reported += count;
    this.executor.run({ count, rows, schedules });
  }

  /** NaN for what the program does not report. */
  async readMetrics(): Promise<EngineMetrics> {
    const { executor, program, reported } = this;
    const reading = executor.read([program.statistics, program.logStd]);
    executor.write(program.statistics, new Float32Array(program.statistics.length));
    this.reported = 0;
    const [sums, logStd] = await reading;
    const means = Object.fromEntries(
      STATISTICS.map((name, index) => [
        name,
        program.reports.includes(name) ? sums[index] / reported : NaN,
      ]),
    ) as MetricMeans;
    const policyStd = logStd.reduce((sum, value) => sum + clippedStd(value), 0) / logStd.length;
    return { means: { ...means, policyStd }, finite: sums.every(Number.isFinite) };
  }

  /** [network, logσ] as they are after all updates that were started. */
  async readPolicy(): Promise<Float32Array> {
    const [policy] = await this.executor.read([this.program.parameters.policy]);
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

  /** rate/(1 − β1ᵗ) and 1/√(1 − β2ᵗ) of every optimiser's next step. */
  private nextSchedule(): number[] {
    const schedule = this.program.optimisers.flatMap((optimiser, index) => {
      this.steps[index] += 1;
      const step = this.steps[index];
      return [
        optimiser.learningRate(this.updates) / (1 - BETA1 ** step),
        1 / Math.sqrt(1 - BETA2 ** step),
      ];
    });
    this.updates += 1;
    return schedule;
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
