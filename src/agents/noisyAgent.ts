/** Another agent's action plus Gaussian noise in scaled space: coverage for offline data. */
import { scaleDimension, unscaleDimension } from '../env/actionMap';
import { Rng } from '../market/rng';
import { ACTION_LENGTH, type DecisionContext } from '../env/types';
import type { Agent } from './agent';
import { LOG_SQRT_TWO_PI } from './networkAgent';

const NOISE_STREAM = 4;

export class NoisyAgent implements Agent {
  readonly name: string;
  private readonly random = new Rng(0, NOISE_STREAM);
  private lastLogProbability = Number.NaN;

  /** @param std of the noise in each scaled dimension */
  constructor(
    private readonly agent: Agent,
    private readonly std: number,
  ) {
    this.name = `${agent.name}, noisy`;
  }

  /**
   * Density of the noise before the action is clamped into the box. NaN when the
   * agent inside is itself random: the density of a sum is not known here.
   */
  get logProbability(): number {
    return this.lastLogProbability;
  }

  reset(seed: number): void {
    this.agent.reset(seed);
    this.random.seed(seed, NOISE_STREAM);
    this.lastLogProbability = Number.NaN;
  }

  act(context: DecisionContext, action: Float64Array): void {
    const { agent, random, std } = this;
    agent.act(context, action);
    let logProbability = 0;
    for (let i = 0; i < ACTION_LENGTH; i++) {
      const z = random.normal();
      logProbability -= 0.5 * z * z + Math.log(std) + LOG_SQRT_TWO_PI;
      const scaled = scaleDimension(action[i], i) + std * z;
      action[i] = unscaleDimension(scaled > 1 ? 1 : scaled < -1 ? -1 : scaled, i);
    }
    this.lastLogProbability = Number.isNaN(agent.logProbability) ? logProbability : Number.NaN;
  }

  observeReward(reward: number): void {
    this.agent.observeReward?.(reward);
  }
}
