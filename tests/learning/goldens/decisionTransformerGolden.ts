/**
 * Replays reference updates of the Decision Transformer recorded from PyTorch, as goldens.ts does
 * for the other learners.
 */
import type { DecisionTransformerSettings } from '../../../src/learning/algorithms/decisionTransformerSettings';
import {
  decisionTransformerLayout,
  decisionTransformerParameterCount,
  type DecisionTransformerSizes,
} from '../../../src/agents/policies/decisionTransformerLayout';
import { Rng } from '../../../src/market/rng';
import {
  maskedSquaredError,
  predictActions,
  type SequenceBatch,
} from '../../../src/learning/tfjs/decisionTransformer';
import { WorstErrors, type GoldenErrors, type Matrix } from './goldens';
import { freshTransformer } from '../tfjs/freshLearners';
import * as tf from '../../../src/learning/tfjs/tf';

/** Matrices and vectors go by the names of the layout. */
type GoldenParameters = Readonly<Record<string, Matrix | readonly number[]>>;

/** This is what tests/fixtures/goldens/dt.json holds. */
export interface DecisionTransformerGolden {
  readonly config: {
    readonly stateDim: number;
    readonly actionDim: number;
    readonly embedDim: number;
    readonly layers: number;
    readonly heads: number;
    readonly contextLength: number;
    readonly maxTimestep: number;
    readonly adamw: { readonly learningRate: number; readonly weightDecay: number };
    readonly gradientClipNorm: number;
  };
  readonly init: GoldenParameters;
  readonly steps: readonly {
    readonly batch: {
      readonly returnsToGo: Matrix;
      readonly states: readonly Matrix[];
      readonly actions: readonly Matrix[];
      readonly timesteps: Matrix;
      readonly mask: Matrix;
    };
    readonly predictions: readonly Matrix[];
    readonly loss: number;
    readonly gradientNorm: number;
    readonly after: GoldenParameters;
  }[];
}

export function goldenShape({ config }: DecisionTransformerGolden): {
  readonly sizes: DecisionTransformerSizes;
  readonly settings: DecisionTransformerSettings;
} {
  const { learningRate, weightDecay } = config.adamw;
  const { gradientClipNorm } = config;
  return {
    sizes: {
      observationLength: config.stateDim,
      actionLength: config.actionDim,
      embedding: config.embedDim,
      layers: config.layers,
      heads: config.heads,
      contextLength: config.contextLength,
      timesteps: config.maxTimestep,
    },
    settings: { learningRate, weightDecay, gradientClipNorm, warmUpUpdates: 0 },
  };
}

/** Predictions count as losses: relative errors, over the cells that are not padding. */
export async function compareDecisionTransformerGolden(
  golden: DecisionTransformerGolden,
): Promise<GoldenErrors> {
  const { sizes, settings } = goldenShape(golden);
  const learner = freshTransformer(sizes, settings, new Rng(0));
  const errors = new WorstErrors();
  tf.tidy(() => learner.model.assign(tf.tensor1d(flattenByLayout(golden.init, sizes))));
  for (const step of golden.steps) {
    const batch: SequenceBatch = {
      returnsToGo: matrix(step.batch.returnsToGo),
      observations: stack(step.batch.states),
      actions: stack(step.batch.actions),
      timesteps: tf.tensor2d(step.batch.timesteps.flat(), shapeOf(step.batch.timesteps), 'int32'),
      mask: matrix(step.batch.mask),
    };
    const expected = stack(step.predictions);
    const difference = tf.tidy(() => {
      const predictions = predictActions(learner.model, sizes, batch);
      return maskedSquaredError(predictions, { ...batch, actions: expected });
    });
    // The root mean square stands beside 1, so that it reads as a relative error of order one.
    const rootMeanSquare = tf.tidy(() => tf.add(1, tf.sqrt(difference)));
    await errors.compareLoss(rootMeanSquare, [1]);
    const diagnostics = learner.update(batch);
    await errors.compareLoss(diagnostics.policyLoss, [step.loss]);
    await errors.compareLoss(diagnostics.gradientNorm, [step.gradientNorm]);
    await errors.compareWeights(learner.model, flattenByLayout(step.after, sizes));
    tf.dispose([{ ...batch }, { ...diagnostics }, expected, difference, rootMeanSquare]);
  }
  learner.dispose();
  return errors.worst;
}

/** Flattens the pieces in the order of the layout. */
export function flattenByLayout(
  named: GoldenParameters,
  sizes: DecisionTransformerSizes,
): Float32Array {
  const parameters = new Float32Array(decisionTransformerParameterCount(sizes));
  for (const { name, offset, length } of decisionTransformerLayout(sizes)) {
    const numbers = named[name].flat();
    if (numbers.length !== length) {
      throw new RangeError(`golden: expected ${length} numbers in ${name}, got ${numbers.length}`);
    }
    parameters.set(numbers, offset);
  }
  return parameters;
}

function shapeOf(rows: Matrix): [number, number] {
  return [rows.length, rows[0].length];
}

function matrix(rows: Matrix): tf.Tensor2D {
  return tf.tensor2d(rows.flat(), shapeOf(rows));
}

function stack(matrices: readonly Matrix[]): tf.Tensor3D {
  return tf.tensor3d(matrices.flat(2), [matrices.length, ...shapeOf(matrices[0])]);
}
