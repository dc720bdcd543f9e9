import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { NetworkAgent } from '../../../src/agents/policies/networkAgent';
import { NetworkPolicy } from '../../../src/agents/policies/networkPolicy';
import type { PolicySnapshot } from '../../../src/agents/policies/policySnapshot';
import { describeWeights, WEIGHT_INPUTS } from '../../../src/agents/policies/weightInputs';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import type { RewardWeights } from '../../../src/env/types';
import { WEIGHT_RANGES } from '../../../src/env/weightRanges';
import { observationLayout } from '../../../src/env/observationLayout';
import { Rng } from '../../../src/market/rng';
import { envWith } from '../../env/episodes';
import { exampleToldPolicy } from './examplePolicy';

interface Golden {
  readonly init: {
    readonly policy: readonly { readonly w: number[][]; readonly b: number[] }[];
    readonly logStd: number[];
  };
  readonly steps: readonly {
    readonly batch: { readonly states: number[][]; readonly actions: number[][] };
    readonly policyLoss: number;
  }[];
}

const layout = observationLayout(DEFAULT_ENV_CONFIG.observation);

/** Random weights of about unit gain. */
function randomPolicy(hidden: readonly number[], seed: number, version = 0): PolicySnapshot {
  const random = new Rng(seed, 5);
  const layerSizes = [layout.length, ...hidden, 5];
  const parameters: number[] = [];
  for (let layer = 0; layer + 1 < layerSizes.length; layer++) {
    const scale = 1 / Math.sqrt(layerSizes[layer]);
    const weights = layerSizes[layer] * layerSizes[layer + 1];
    for (let i = 0; i < weights; i++) parameters.push(scale * random.normal());
    for (let i = 0; i < layerSizes[layer + 1]; i++) parameters.push(0.1 * random.normal());
  }
  return {
    kind: 'gaussianMlp',
    version,
    updates: 0,
    layerSizes,
    parameters: Float32Array.from(parameters),
    logStd: Float32Array.of(-1, -1, -1, -1, -1),
    observationMean: Float32Array.from({ length: layout.length }, () => random.normal()),
    observationStd: Float32Array.from({ length: layout.length }, () => 0.5 + random.uniform()),
    observationKey: layout.key,
  };
}

/** A column that goes on with the same number. */
const padded = (column: Float32Array, length: number, value: number): Float32Array =>
  Float32Array.from({ length }, (_, index) => column[index] ?? value);

/** The forward pass as a textbook has it. */
function textbook(policy: PolicySnapshot, observation: Float32Array | Float64Array): number[] {
  let offset = 0;
  let x = Array.from(
    observation,
    (value, i) => (value - policy.observationMean[i]) / policy.observationStd[i],
  );
  for (let layer = 1; layer < policy.layerSizes.length; layer++) {
    const width = policy.layerSizes[layer];
    const weights = policy.parameters.subarray(offset, offset + x.length * width);
    const biases = policy.parameters.subarray(offset + weights.length);
    offset += weights.length + width;
    const last = layer === policy.layerSizes.length - 1;
    const input = x;
    x = Array.from({ length: width }, (_, j) => {
      const sum = input.reduce(
        (total, value, i) => total + value * weights[i * width + j],
        biases[j],
      );
      return last ? Math.tanh(sum) : Math.max(0, sum);
    });
  }
  return x;
}

describe('the network policy in plain TypeScript', () => {
  it("gives the reference's loss: PyTorch's negative log-likelihood on a golden batch", () => {
    const golden = JSON.parse(
      readFileSync(new URL('../../fixtures/goldens/bc.json', import.meta.url), 'utf8'),
    ) as Golden;
    const { policy: layers, logStd } = golden.init;
    const policy = new NetworkPolicy({
      ...randomPolicy([], 1),
      layerSizes: [7, ...layers.map(({ b }) => b.length)],
      parameters: Float32Array.from(layers.flatMap(({ w, b }) => [...w.flat(), ...b])),
      logStd: Float32Array.from(logStd),
      observationMean: new Float32Array(7),
      observationStd: new Float32Array(7).fill(1),
    });
    const [{ batch, policyLoss }] = golden.steps;
    const losses = batch.states.map((state, row) => {
      policy.forward(Float32Array.from(state));
      return batch.actions[row].reduce((loss, action, i) => {
        const z = (action - policy.mean[i]) / policy.std[i];
        return loss + 0.5 * z * z + Math.log(policy.std[i]) + 0.5 * Math.log(2 * Math.PI);
      }, 0);
    });
    const mean = losses.reduce((a, b) => a + b) / losses.length;
    expect(Math.abs(mean / policyLoss - 1)).toBeLessThan(1e-5);
  });

  it('equals the textbook for widths that are and are not multiples of four', () => {
    const observation = Float32Array.from({ length: layout.length }, (_, i) => Math.sin(i));
    for (const hidden of [[], [3], [8, 8], [17, 6], [64, 33, 5]]) {
      const snapshot = randomPolicy(hidden, hidden.length + 1);
      const policy = new NetworkPolicy(snapshot);
      policy.forward(observation);
      textbook(snapshot, observation).forEach((value, i) => {
        expect(policy.mean[i]).toBeCloseTo(value, 10);
      });
    }
  });

  it('takes the description of the weights after the observation, of the defaults at first', () => {
    const told = exampleToldPolicy();
    const policy = new NetworkPolicy(told);
    const expected = (weights: RewardWeights) => {
      const description = new Float64Array(WEIGHT_INPUTS);
      describeWeights(WEIGHT_RANGES, weights, description);
      const length = told.layerSizes[0];
      const plain = {
        ...told,
        observationMean: padded(told.observationMean, length, 0),
        observationStd: padded(told.observationStd, length, 1),
      };
      return textbook(plain, Float64Array.of(...told.observationStd, ...description));
    };
    const weights = { ...DEFAULT_REWARD_WEIGHTS, inventoryPenalty: 700, fees: 0 };
    for (const [force, wanted] of [
      [undefined, DEFAULT_REWARD_WEIGHTS],
      [weights, weights],
      [
        { ...weights, inventoryPenalty: 1e3 },
        { ...weights, inventoryPenalty: 1e6 },
      ],
    ] as const) {
      if (force !== undefined) policy.setWeights(force);
      policy.forward(told.observationStd);
      expected(wanted).forEach((value, i) => expect(policy.mean[i]).toBeCloseTo(value, 6));
    }
  });

  it('clips log σ to [−5, 2]', () => {
    const policy = new NetworkPolicy({
      ...randomPolicy([4], 1),
      logStd: Float32Array.of(-9, -5, 0, 2, 7),
    });
    [-5, -5, 0, 2, 2].forEach((log, i) => expect(Math.log(policy.std[i])).toBeCloseTo(log, 6));
  });

  it('refuses a snapshot whose parts do not fit, and says which', () => {
    const good = randomPolicy([4], 1);
    const bad: [Partial<PolicySnapshot>, RegExp][] = [
      [{ parameters: good.parameters.slice(1) }, /policy\.parameters: expected \d+ numbers/],
      [{ layerSizes: [45, 4, 6] }, /policy\.layerSizes: expected a last layer of 5/],
      [{ logStd: new Float32Array(4) }, /policy\.logStd/],
      [{ observationMean: new Float32Array(3) }, /policy\.observationMean/],
      [{ observationStd: new Float32Array(layout.length) }, /policy\.observationStd/],
      [{ parameters: good.parameters.map(() => Number.NaN) }, /policy\.parameters.*finite/],
    ];
    for (const [change, message] of bad) {
      expect(() => new NetworkPolicy({ ...good, ...change })).toThrow(message);
    }
  });
});

describe('the network agent', () => {
  const act = (agent: NetworkAgent, seed = 1) => {
    const env = envWith();
    env.reset({ seed: 4 });
    agent.reset(seed);
    const action = new Float64Array(5);
    agent.act(env.context, action);
    return action;
  };

  it('plays the mean, unscaled to the units of the action', () => {
    const snapshot = randomPolicy([8], 2);
    const env = envWith();
    const [bidSkew, , spread, bidSize] = textbook(snapshot, env.reset({ seed: 4 }).observation);
    const agent = new NetworkAgent(snapshot, false, DEFAULT_ENV_CONFIG);
    const action = act(agent);
    expect(action[0]).toBeCloseTo(bidSkew, 9);
    expect(action[2]).toBeCloseTo(2.75 + 2.25 * spread, 9);
    expect(action[3]).toBeCloseTo((bidSize + 1) / 2, 9);
    expect(agent.logProbability).toBeNaN();
  });

  it('samples from its Gaussian, reproducibly, with the log density of the sample', () => {
    // Mean 0 and σ small enough that nothing is clamped.
    const parameters = new Float32Array((layout.length + 1) * 5);
    const snapshot = {
      ...randomPolicy([], 1),
      parameters,
      logStd: Float32Array.of(-2, -2, -2, -2, -2),
    };
    const agent = new NetworkAgent(snapshot, true, DEFAULT_ENV_CONFIG);
    const action = act(agent, 9);
    const scaled = [
      action[0],
      action[1],
      (action[2] - 2.75) / 2.25,
      2 * action[3] - 1,
      2 * action[4] - 1,
    ];
    const std = Math.exp(-2);
    const density = scaled.reduce(
      (sum, value) => sum - (value / std) ** 2 / 2 - Math.log(std * Math.sqrt(2 * Math.PI)),
      0,
    );
    expect(agent.logProbability).toBeCloseTo(density, 6);
    expect(act(agent, 9)).toEqual(action);
    expect(act(agent, 10)).not.toEqual(action);
  });

  it('adopts a newer policy in place, of other widths too', () => {
    const agent = new NetworkAgent(randomPolicy([8], 1, 0), false, DEFAULT_ENV_CONFIG);
    for (const next of [randomPolicy([8], 2, 1), randomPolicy([16, 4], 3, 2)]) {
      agent.setPolicy(next);
      expect(agent.policyVersion).toBe(next.version);
      expect(act(agent)).toEqual(act(new NetworkAgent(next, false, DEFAULT_ENV_CONFIG)));
    }
  });

  it('refuses a policy for other observations and keeps the one it has', () => {
    const agent = new NetworkAgent(randomPolicy([8], 1, 5), false, DEFAULT_ENV_CONFIG);
    const before = act(agent);
    const other = { ...randomPolicy([8], 2, 6), observationKey: 'v1+9x9' };
    expect(() => agent.setPolicy(other)).toThrow(
      /policy\.observationKey: expected .* got "v1\+9x9"/,
    );
    const broken = { ...randomPolicy([8], 2, 6), logStd: new Float32Array(1) };
    expect(() => agent.setPolicy(broken)).toThrow(/policy\.logStd/);
    expect(agent.policyVersion).toBe(5);
    expect(act(agent)).toEqual(before);
  });
});
