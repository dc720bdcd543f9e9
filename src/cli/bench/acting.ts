/**
 * Measures what a decision of a trained agent costs in time and in garbage, what its kernel gains
 * over plain TypeScript and a batch over single decisions, and what a second thread gains when
 * episodes are played. Ways that are compared take turns, and each counts with its best round.
 */
import { planEpisodes } from '../../agents/baselines/behaviours';
import { decisionTransformerParameterCount } from '../../agents/policies/decisionTransformerLayout';
import { DecisionTransformerPolicy } from '../../agents/policies/decisionTransformerPolicy';
import type { DecisionTransformerSnapshot } from '../../agents/policies/decisionTransformerSnapshot';
import { WEIGHT_INPUTS } from '../../agents/policies/weightInputs';
import { PlainLayers } from '../../agents/policies/kernels/denseLayers';
import { NetworkPolicy } from '../../agents/policies/networkPolicy';
import type { PolicySnapshot } from '../../agents/policies/policySnapshot';
import { unscaleDimension } from '../../env/actionMap';
import { DEFAULT_ENV_CONFIG, DEFAULT_REWARD_WEIGHTS } from '../../env/config';
import { observationLayout } from '../../env/observationLayout';
import { ACTION_LENGTH } from '../../env/types';
import { WEIGHT_RANGES } from '../../env/weightRanges';
import { VectorEnv } from '../../env/vectorEnv';
import { DEFAULT_DECISION_TRANSFORMER_CONFIG } from '../../learning/algorithms/decisionTransformerConfig';
import { DEFAULT_MARKET_CONFIG } from '../../market/config';
import { createMarket } from '../../market/createMarket';
import { Rng } from '../../market/rng';
import { collectOnCores } from '../work/playing';
import { judged, type BenchResult } from '../output/results';
import { mean } from '../../evaluation/statistics';
import { normals } from './candidates/candidate';
import { leastGarbage } from './heap';

const FULL_LENGTH = 64;
const COMPACT_LENGTH = observationLayout(DEFAULT_ENV_CONFIG.observation).length;
const BATCH = 16;
const TURNS = 40;
/** Environments that step together, and steps that each takes. */
const LANES = 8;
const LANE_STEPS = 400;
const LANE_TURNS = 4;
/** Steps of a transformer's episode, long enough to fill its window again and again. */
const EPISODE_STEPS = 600;
const GARBAGE_DECISIONS = 2000;
const COLLECTED_EPISODES = 200;

export async function benchActing(): Promise<BenchResult[]> {
  const snapshot = networkOf(FULL_LENGTH, [256, 256]);
  const observations = normals(BATCH * FULL_LENGTH, new Rng(7));
  const rows = Array.from({ length: BATCH }, (_, row) =>
    observations.subarray(row * FULL_LENGTH, (row + 1) * FULL_LENGTH),
  );
  const oneByOne = (policy: NetworkPolicy) => () => {
    for (let row = 0; row < BATCH; row++) policy.forward(rows[row]);
  };
  const single = oneByOne(new NetworkPolicy(snapshot));
  const plain = oneByOne(new NetworkPolicy(snapshot, 1, () => new PlainLayers()));
  const compact = oneByOne(new NetworkPolicy(networkOf(COMPACT_LENGTH, [128, 128])));
  const told = oneByOne(new NetworkPolicy(toldNetworkOf(COMPACT_LENGTH, [128, 128])));
  const batch = new NetworkPolicy(snapshot, BATCH);
  const together = () => batch.forwardRows(observations, BATCH);
  const [singleUs, plainUs, compactUs, toldUs, togetherUs] = takeTurns(
    [single, plain, compact, told, together],
    TURNS,
  ).map((milliseconds) => (milliseconds * 1000) / BATCH);

  const transformer = transformerOf(FULL_LENGTH);
  const { meanMs, slowestMs } = timeTransformer(transformer, rows);
  const episode = new DecisionTransformerPolicy(transformer);
  const [lanesMs, laneMs] = takeTurns(environments(), LANE_TURNS);
  const [alone, shared] = await timeCollection();
  return [
    judged('acting.policy.decisionUs', singleUs, 'µs', [null, 50]),
    judged('acting.policy.bytesPerDecision', garbage(single) / BATCH, 'bytes', [null, 1]),
    { name: 'acting.policy.compact.decisionUs', value: compactUs, unit: 'µs' },
    // What it is told must not cost it more than a fifth.
    judged('acting.policy.everyWeighting', toldUs / compactUs, '× compact', [null, 1.2]),
    { name: 'acting.policy.plain.decisionUs', value: plainUs, unit: 'µs' },
    { name: 'acting.policy.kernelSpeedup', value: plainUs / singleUs, unit: '× plain' },
    judged('acting.transformer.decisionMs', meanMs, 'ms', [null, 1]),
    judged('acting.transformer.slowestDecisionMs', slowestMs, 'ms', [null, 1]),
    judged(
      'acting.transformer.bytesPerDecision',
      garbage(() => episode.decide(1, 0, rows[0])),
      'bytes',
      [null, 1],
    ),
    { name: 'acting.batched.decisionUs', value: togetherUs, unit: 'µs' },
    { name: 'acting.batched.speedup', value: singleUs / togetherUs, unit: '× one by one' },
    { name: 'acting.batched.stepSpeedup', value: laneMs / lanesMs, unit: '× one by one' },
    { name: 'acting.threads.collectionSpeedup', value: alone / shared, unit: '× one thread' },
  ];
}

/** @returns the best round of each, in milliseconds */
function takeTurns(ways: readonly (() => void)[], turns: number): number[] {
  const best = ways.map(() => Infinity);
  // The first half of the turns is not timed, so that the code is compiled.
  for (let turn = -turns; turn < turns; turn++) {
    for (const [index, way] of ways.entries()) {
      const start = performance.now();
      way();
      if (turn >= 0) best[index] = Math.min(best[index], performance.now() - start);
    }
  }
  return best;
}

/**
 * Takes the mean over the places of a window and the slowest of them. A place counts with the best
 * of the times that it came by.
 */
function timeTransformer(
  snapshot: DecisionTransformerSnapshot,
  observations: readonly Float32Array[],
): { readonly meanMs: number; readonly slowestMs: number } {
  const policy = new DecisionTransformerPolicy(snapshot);
  const { contextLength } = snapshot.sizes;
  const best = new Float64Array(contextLength + 1).fill(Infinity);
  for (let step = 0; step < EPISODE_STEPS; step++) {
    const start = performance.now();
    policy.decide(step, 1, observations[step % observations.length]);
    const elapsed = performance.now() - start;
    const isWarm = step >= EPISODE_STEPS / 4;
    if (isWarm) best[policy.windowSteps] = Math.min(best[policy.windowSteps], elapsed);
  }
  const places = best.filter(Number.isFinite);
  return {
    meanMs: mean(places),
    slowestMs: Math.max(...places),
  };
}

/** Measures the bytes of garbage that one call leaves. */
function garbage(decide: () => void): number {
  return leastGarbage(GARBAGE_DECISIONS, () => {
    for (let i = 0; i < GARBAGE_DECISIONS; i++) decide();
  });
}

/**
 * Both ways play the same steps of market and policy: environments in step with one another, and
 * one after another.
 */
function environments(): (() => void)[] {
  const config = { ...DEFAULT_ENV_CONFIG, episodeLength: 1_000_000, maxLossDollars: 1e9 };
  const play = (lanes: number): (() => void) => {
    const markets = Array.from({ length: lanes }, () => createMarket(DEFAULT_MARKET_CONFIG));
    const vector = new VectorEnv(markets, config, DEFAULT_REWARD_WEIGHTS);
    const policy = new NetworkPolicy(networkOf(COMPACT_LENGTH, [256, 256]), lanes);
    const actions = new Float64Array(lanes * ACTION_LENGTH);
    return () => {
      for (let first = 1; first <= LANES; first += lanes) {
        vector.reset({ seeds: markets.map((_, row) => first + row) });
        for (let step = 0; step < LANE_STEPS; step++) {
          policy.forwardRows(vector.observations, lanes);
          for (let i = 0; i < actions.length; i++) {
            actions[i] = unscaleDimension(policy.mean[i], i % ACTION_LENGTH);
          }
          vector.step(actions);
        }
      }
    };
  };
  return [play(LANES), play(1)];
}

/** Times a collection on this thread and on two others, their start included, in milliseconds. */
async function timeCollection(): Promise<[number, number]> {
  const request = {
    market: DEFAULT_MARKET_CONFIG,
    env: DEFAULT_ENV_CONFIG,
    weights: DEFAULT_REWARD_WEIGHTS,
    episodes: planEpisodes([{ agent: { kind: 'random' }, weight: 1 }], COLLECTED_EPISODES, 1),
  };
  const time = async (threads: number) => {
    const start = performance.now();
    await collectOnCores(request, () => {}, threads);
    return performance.now() - start;
  };
  return [await time(1), await time(2)];
}

function networkOf(inputs: number, hidden: readonly number[]): PolicySnapshot {
  const random = new Rng(5);
  const layerSizes = [inputs, ...hidden, ACTION_LENGTH];
  const parts = hidden.concat(ACTION_LENGTH).map((outputs, layer) => {
    const scale = 1 / Math.sqrt(layerSizes[layer]);
    return normals((layerSizes[layer] + 1) * outputs, random).map((value) => value * scale);
  });
  return {
    kind: 'gaussianMlp',
    version: 0,
    updates: 0,
    layerSizes,
    parameters: Float32Array.from(parts.flatMap((part) => [...part])),
    logStd: new Float32Array(ACTION_LENGTH),
    ...standardisation(inputs),
  };
}

/**
 * The same network of every weighting: it has a description of the weights beside the observation.
 */
function toldNetworkOf(observationLength: number, hidden: readonly number[]): PolicySnapshot {
  return {
    ...networkOf(observationLength + WEIGHT_INPUTS, hidden),
    ...standardisation(observationLength),
    weightRanges: WEIGHT_RANGES,
  };
}

function transformerOf(observationLength: number): DecisionTransformerSnapshot {
  const { embedding, layers, heads, contextLength, timesteps } =
    DEFAULT_DECISION_TRANSFORMER_CONFIG;
  const sizes = {
    observationLength,
    actionLength: ACTION_LENGTH,
    embedding,
    layers,
    heads,
    contextLength,
    timesteps,
  };
  const random = new Rng(6);
  const count = decisionTransformerParameterCount(sizes);
  return {
    kind: 'decisionTransformer',
    version: 0,
    updates: 0,
    sizes,
    parameters: normals(count, random).map((value) => 0.05 * value),
    timestepBucket: 1,
    returnScale: 1,
    returnRange: [-1, 1],
    discount: 1,
    ...standardisation(observationLength),
  };
}

function standardisation(length: number) {
  return {
    observationMean: new Float32Array(length),
    observationStd: new Float32Array(length).fill(1),
    observationKey: 'noise',
  };
}
