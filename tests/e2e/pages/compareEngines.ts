/** IQL for a few updates under both engines on one backend, from one seed. */
import type { BackendName } from '../../../src/learning/algorithms/engineChoice';
import { initialState } from '../../../src/learning/algorithms/initialState';
import type { PolicyLearner } from '../../../src/learning/algorithms/learners';
import type { LearnerState } from '../../../src/learning/algorithms/learnerState';
import { episodeRanges, observationStatistics } from '../../../src/learning/data/datasetOperations';
import { TransitionSampler } from '../../../src/learning/data/sampler';
import { compilePolicy, openPolicyEngine } from '../../../src/learning/tfjs/engines';
import * as tf from '../../../src/learning/tfjs/tf';
import { Rng } from '../../../src/market/rng';
import { banditDataset } from '../../learning/data/syntheticDataset';

const UPDATES = 5;
const BATCH_SIZE = 16;

export interface EngineComparison {
  /** The largest difference of any weight after the updates. */
  readonly worstWeight: number;
  /** The longest way that any weight moved. */
  readonly largestStep: number;
  /** The size of the compiled engine's arena, by its program. */
  readonly arenaBytes: number;
  /** The bytes that tf.memory() counted more while the compiled engine was open, and after it. */
  readonly heldBytes: number;
  readonly leftBytes: number;
  readonly leftTensors: number;
}

export async function compareEngines(backend: BackendName): Promise<EngineComparison> {
  const dataset = banditDataset(20, new Rng(5));
  const learner: PolicyLearner = {
    algorithm: 'iql',
    settings: {
      observationLength: dataset.observationLength,
      actionLength: 5,
      hiddenSizes: [16],
      learningRate: 1e-2,
      discount: 0.9,
      expectile: 0.7,
      temperature: 3,
      normalisesAdvantages: false,
      targetRate: 0.05,
      policyDecayUpdates: null,
    },
  };
  const ranges = episodeRanges(dataset);
  const statistics = observationStatistics(dataset, ranges);
  const sampler = new TransitionSampler(dataset, ranges, statistics, 1);
  const start = initialState(learner, new Rng(2));
  const open = async (engine: 'compiled' | 'tfjs') =>
    await openPolicyEngine({ backend, engine }, learner, start, sampler, BATCH_SIZE);

  const before = tf.memory();
  const compiled = await open('compiled');
  const held = tf.memory();
  compiled.updateMany(UPDATES, new Rng(9));
  const ours = await compiled.saveState();
  compiled.dispose();
  const after = tf.memory();

  const eager = await open('tfjs');
  eager.updateMany(UPDATES, new Rng(9));
  const reference = await eager.saveState();
  eager.dispose();
  return {
    worstWeight: largestDifference(ours, reference),
    largestStep: largestDifference(ours, start),
    arenaBytes: 4 * compilePolicy(learner, BATCH_SIZE).arenaLength,
    heldBytes: held.numBytes - before.numBytes,
    leftBytes: after.numBytes - before.numBytes,
    leftTensors: after.numTensors - before.numTensors,
  };
}

/** A difference that is not a number counts as infinite. */
function largestDifference(left: LearnerState, right: LearnerState): number {
  const differences = Object.entries(left.parameters).flatMap(([name, values]) =>
    [...values].map((value, index) => Math.abs(value - right.parameters[name][index])),
  );
  return differences.some(Number.isNaN) ? Infinity : Math.max(...differences);
}
