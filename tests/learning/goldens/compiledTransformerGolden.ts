/**
 * Replays the reference updates of the Decision Transformer as a program, on any executor, as
 * decisionTransformerGolden.ts does for the learner on tfjs.
 */
import { Rng } from '../../../src/market/rng';
import type { Dataset } from '../../../src/learning/data/dataset';
import {
  flattenByLayout,
  goldenShape,
  type DecisionTransformerGolden,
} from './decisionTransformerGolden';
import { WorstErrors, type GoldenErrors } from './goldens';
import { SequenceSampler } from '../../../src/learning/data/sequences';
import { emptyColumns, freshState, inOrder, type ExecutorFactory } from './compiledGoldens';
import { CompiledLearner, sequenceOutlook } from '../../../src/learning/compiled/compiledLearner';
import { WindowFeed } from '../../../src/learning/compiled/feed';
import { compileDecisionTransformer } from '../../../src/learning/compiled/transformerProgram';

/** Losses and gradient norms are compared relatively, weights absolutely. */
export async function compareCompiledTransformerGolden(
  golden: DecisionTransformerGolden,
  createExecutor: ExecutorFactory,
): Promise<GoldenErrors> {
  const { sizes, settings } = goldenShape(golden);
  const batchSize = golden.steps[0].batch.mask.length;
  const { dataset, ranges, returns } = episodesAround(golden);
  const program = compileDecisionTransformer(sizes, settings, batchSize);
  const statistics = {
    mean: new Float32Array(sizes.observationLength),
    std: new Float32Array(sizes.observationLength).fill(1),
  };
  const scales = { returnScale: 1, timesteps: sizes.timesteps, bucket: 1 };
  const sampler = new SequenceSampler(dataset, ranges, returns, statistics, scales);
  const executor = await createExecutor(program, new WindowFeed(program.batch, sampler));
  const learner = new CompiledLearner(
    program,
    sequenceOutlook(program),
    executor,
    inOrder(
      batchSize,
      ranges.map(({ start, firstStep }) => start + firstStep),
    ),
    freshState(program, { model: flattenByLayout(golden.init, sizes) }),
  );
  const errors = new WorstErrors();
  for (const step of golden.steps) {
    learner.updateMany(1, new Rng(0));
    const { means } = await learner.readMetrics();
    errors.addLosses([means.policyLoss, means.gradientNorm], [step.loss, step.gradientNorm]);
    errors.addWeights(await learner.readPolicy(), flattenByLayout(step.after, sizes));
  }
  learner.dispose();
  return errors.worst;
}

/** A window ends its episode, of which nothing but zeros is known before. */
interface EpisodeAround {
  readonly start: number;
  readonly end: number;
  /** The window's first step has this number in the episode. */
  readonly firstStep: number;
}

/** Makes a dataset in which every recorded window is the end of an episode of its own. */
function episodesAround(golden: DecisionTransformerGolden): {
  readonly dataset: Dataset;
  readonly ranges: readonly EpisodeAround[];
  readonly returns: Float32Array;
} {
  const windows = golden.steps.flatMap(({ batch }) =>
    batch.mask.map((mask, index) => {
      const padding = mask.filter((isStep) => isStep === 0).length;
      return {
        returns: batch.returnsToGo[index].slice(padding),
        states: batch.states[index].slice(padding).flat(),
        actions: batch.actions[index].slice(padding).flat(),
        firstStep: batch.timesteps[index][padding],
      };
    }),
  );
  const ranges: EpisodeAround[] = [];
  let rows = 0;
  for (const { firstStep, returns } of windows) {
    const start = rows;
    rows += firstStep + returns.length;
    ranges.push({ start, end: rows, firstStep });
  }
  const { stateDim, actionDim } = golden.config;
  const dataset = emptyColumns(rows, stateDim);
  const returns = new Float32Array(rows);
  for (const [index, window] of windows.entries()) {
    const row = ranges[index].start + window.firstStep;
    returns.set(window.returns, row);
    dataset.observations.set(window.states, row * stateDim);
    dataset.actions.set(window.actions, row * actionDim);
  }
  return { dataset, ranges, returns };
}
