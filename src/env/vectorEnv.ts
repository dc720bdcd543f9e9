/**
 * N independent environments in one thread, results in shared typed arrays, one row each. Row i is
 * bit for bit what a MarketMakingEnv of the same market, seed and actions gives. Nothing resets
 * itself: a finished row stays as its episode ended, with reward 0 from then on, until `resetRow`.
 */
import type { MarketSource } from '../market/types';
import type { EnvConfig } from './config';
import { MarketMakingEnv } from './marketMakingEnv';
import { observationLayout, type ObservationLayout } from './observationLayout';
import { ACTION_LENGTH, REWARD_TERM_COUNT, type RewardWeights } from './types';

export class VectorEnv {
  readonly layout: ObservationLayout;
  /** Row environments, to be inspected between steps. */
  readonly envs: readonly MarketMakingEnv[];
  /** [N × layout.length] the observations. */
  readonly observations: Float32Array;
  /** [N] the rewards in dollars. */
  readonly rewards: Float64Array;
  /** [N × 6] the unweighted terms. */
  readonly rewardTerms: Float64Array;
  /** [N] 1 once the row's episode has ended for good. */
  readonly terminated: Uint8Array;
  /** [N] 1 once the row's time has run out. */
  readonly truncated: Uint8Array;
  private readonly actionRows: readonly Float64Array[];

  /**
   * @param markets one each: environments never share a market
   * @throws RangeError when two rows share a market
   * @throws InvalidInputError for weights that `MarketMakingEnv` refuses
   */
  constructor(markets: readonly MarketSource[], config: EnvConfig, weights: RewardWeights) {
    if (new Set(markets).size !== markets.length) {
      throw new RangeError('VectorEnv: expected a market of its own for every row');
    }
    this.layout = observationLayout(config.observation);
    const { length } = this.layout;
    this.observations = new Float32Array(markets.length * length);
    this.rewards = new Float64Array(markets.length);
    this.rewardTerms = new Float64Array(markets.length * REWARD_TERM_COUNT);
    this.terminated = new Uint8Array(markets.length);
    this.truncated = new Uint8Array(markets.length);
    this.actionRows = markets.map(() => new Float64Array(ACTION_LENGTH));
    this.envs = markets.map((market, row) => {
      const observation = this.observations.subarray(row * length, (row + 1) * length);
      return new MarketMakingEnv(market, config, weights, observation);
    });
  }

  /** Number of rows. */
  get size(): number {
    return this.envs.length;
  }

  /** Starts every row's episode. @param seeds [N] */
  reset({ seeds }: { readonly seeds: ArrayLike<number> }): Float32Array {
    if (seeds.length !== this.size) {
      throw new RangeError(`reset: expected ${this.size} seeds, got ${seeds.length}`);
    }
    for (let row = 0; row < this.size; row++) this.resetRow(row, seeds[row]);
    return this.observations;
  }

  /** Starts one row's next episode. */
  resetRow(row: number, seed: number): void {
    this.envs[row].reset({ seed });
    this.clear(row);
    this.terminated[row] = 0;
    this.truncated[row] = 0;
  }

  /**
   * Takes one decision in every row whose episode still runs.
   * @param actions [N × 5], raw units
   * @param isLeft [N] whether a row is left as it is, with reward 0; none by default
   */
  step(actions: ArrayLike<number>, isLeft?: ArrayLike<boolean>): void {
    if (actions.length !== this.size * ACTION_LENGTH) {
      throw new RangeError(
        `step: expected ${this.size * ACTION_LENGTH} numbers, got ${actions.length}`,
      );
    }
    for (let row = 0; row < this.size; row++) {
      const env = this.envs[row];
      if (!env.isActive || isLeft?.[row] === true) {
        this.clear(row);
        continue;
      }
      const action = this.actionRows[row];
      for (let i = 0; i < ACTION_LENGTH; i++) action[i] = actions[row * ACTION_LENGTH + i];
      const { reward, rewardTerms, terminated, truncated } = env.step(action);
      this.rewards[row] = reward;
      for (let term = 0; term < REWARD_TERM_COUNT; term++) {
        this.rewardTerms[row * REWARD_TERM_COUNT + term] = rewardTerms[term];
      }
      this.terminated[row] = terminated ? 1 : 0;
      this.truncated[row] = truncated ? 1 : 0;
    }
  }

  private clear(row: number): void {
    this.rewards[row] = 0;
    this.rewardTerms.fill(0, row * REWARD_TERM_COUNT, (row + 1) * REWARD_TERM_COUNT);
  }
}
