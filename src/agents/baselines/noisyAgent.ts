/**
 * Another agent's action plus Gaussian noise in scaled space: coverage for offline data. The noise
 * is held for a second or so: redrawn at every step it would move every quote at every step, and no
 * quote would ever reach the front of its queue.
 */
import { scaleDimension, unscaleDimension } from '../../env/actionMap';
import { Rng } from '../../market/rng';
import { ACTION, ACTION_LENGTH, type DecisionContext } from '../../env/types';
import type { Agent } from '../agent';
import { LOG_SQRT_TWO_PI } from '../policies/networkAgent';

const NOISE_STREAM = 4;
/** Per step; all dimensions together. */
const REDRAW_PROBABILITY = 0.1;

export class NoisyAgent implements Agent {
  readonly name: string;
  private readonly random = new Rng(0, NOISE_STREAM);
  /** [5] standard normal draws, which are held for a while. */
  private readonly noise = new Float64Array(ACTION_LENGTH);
  private lastLogProbability = Number.NaN;

  /**
   * @param std of the noise in each scaled dimension
   * @param sizeStd of the noise in the sizes; 0 leaves them alone. Noise on a full size can only
   *   make it smaller, and a policy fitted to that wavers between two sizes, losing its place in
   *   the queue with every step up
   */
  constructor(
    private readonly agent: Agent,
    private readonly std: number,
    private readonly sizeStd = std,
  ) {
    this.name = `${agent.name}, noisy`;
  }

  /**
   * Density of the noise, of the dimensions that have some, over a long episode, before the action
   * is clamped into the box; given the step before, it is often a repetition. NaN when the agent
   * inside is itself random: the density of a sum is not known here.
   */
  get logProbability(): number {
    return this.lastLogProbability;
  }

  reset(seed: number): void {
    this.agent.reset(seed);
    this.random.seed(seed, NOISE_STREAM);
    this.redraw();
    this.lastLogProbability = Number.NaN;
  }

  act(context: DecisionContext, action: Float64Array): void {
    const { agent, random, noise } = this;
    agent.act(context, action);
    if (random.uniform() < REDRAW_PROBABILITY) this.redraw();
    let logProbability = 0;
    for (let i = 0; i < ACTION_LENGTH; i++) {
      const std = i >= ACTION.bidSize ? this.sizeStd : this.std;
      if (std === 0) continue;
      const z = noise[i];
      logProbability -= 0.5 * z * z + Math.log(std) + LOG_SQRT_TWO_PI;
      const scaled = scaleDimension(action[i], i) + std * z;
      action[i] = unscaleDimension(scaled > 1 ? 1 : scaled < -1 ? -1 : scaled, i);
    }
    this.lastLogProbability = Number.isNaN(agent.logProbability) ? logProbability : Number.NaN;
  }

  private redraw(): void {
    for (let i = 0; i < ACTION_LENGTH; i++) this.noise[i] = this.random.normal();
  }

  observeReward(reward: number): void {
    this.agent.observeReward?.(reward);
  }
}
