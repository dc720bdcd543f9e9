/**
 * The Decision Transformer as a program: decisionTransformer.ts with its gradient
 * written out. The stream that runs through the blocks is changed in place, and so
 * is its gradient on the way back; what the gradient needs of the way forward is
 * kept by every block. Only states are read at the end, so the last block follows
 * them alone past its keys and values.
 */
import { warmUpRate } from '../algorithms/schedules';
import type { DecisionTransformerSettings } from '../algorithms/decisionTransformerSettings';
import { TRAINING_METRICS } from '../algorithms/trainingMetrics';
import {
  decisionTransformerLayout,
  decisionTransformerParameterCount,
  FEED_FORWARD_FACTOR,
  type DecisionTransformerSizes,
  STATE_TOKEN,
  TOKENS_PER_STEP,
} from '../../agents/policies/decisionTransformerLayout';
import { ArenaLayout } from './arena';
import {
  SCHEDULE_LENGTH,
  type SequenceProgram,
  type TrainedParameters,
  type WindowRegions,
} from './program';
import { backwardBlock, blockKeeps, forwardBlock, scratchOf } from './transformerBlock';
import type { Instruction } from './instructions/instructions';
import { CLIP_PARTS } from './instructions/transformerInstructions';
import { NamedLayers } from './namedLayers';

export function compileDecisionTransformer(
  sizes: DecisionTransformerSizes,
  settings: DecisionTransformerSettings,
  batchSize: number,
): SequenceProgram {
  const { observationLength, actionLength, embedding: width, contextLength } = sizes;
  const steps = batchSize * contextLength;
  const rows = steps * TOKENS_PER_STEP;
  const count = decisionTransformerParameterCount(sizes);

  const arena = new ArenaLayout();
  const place = (length: number): number => arena.allocate(length).offset;
  const model: TrainedParameters = {
    parameters: arena.allocate(count),
    mean: arena.allocate(count),
    square: arena.allocate(count),
  };
  const gradient = arena.allocate(count);
  const schedule = arena.allocate(SCHEDULE_LENGTH);
  const statistics = arena.allocate(TRAINING_METRICS.length);
  const batch: WindowRegions = {
    size: batchSize,
    context: contextLength,
    returnsToGo: arena.allocate(steps),
    observations: arena.allocate(steps * observationLength),
    actions: arena.allocate(steps * actionLength),
    timesteps: arena.allocate(steps),
    mask: arena.allocate(steps),
  };
  const layers = new NamedLayers(
    decisionTransformerLayout(sizes),
    model.parameters.offset,
    gradient.offset,
  );

  // What goes into each of the three tokens, and how wide it is.
  const inputs = [
    { name: 'embedReturn', input: batch.returnsToGo.offset, inputs: 1 },
    { name: 'embedState', input: batch.observations.offset, inputs: observationLength },
    { name: 'embedAction', input: batch.actions.offset, inputs: actionLength },
  ].map((layer) => ({ ...layer, rows: steps, outputs: width }));
  const embedded = place(rows * width);
  const tokens = place(rows * width);
  const embedNorm = { normal: place(rows * width), inverse: place(rows) };
  const stream = place(rows * width);
  const states = place(steps * width);
  const finalNorm = {
    normal: place(steps * width),
    inverse: place(steps),
    output: place(steps * width),
  };
  const output = place(steps * actionLength);
  const shape = {
    windows: batchSize,
    heads: sizes.heads,
    tokens: contextLength * TOKENS_PER_STEP,
    width,
    wide: FEED_FORWARD_FACTOR * width,
    mask: batch.mask.offset,
  };
  const blocks = Array.from({ length: sizes.layers }, (_, index) => {
    const isLast = index === sizes.layers - 1;
    return {
      name: `block${index}`,
      shape: {
        ...shape,
        queries: isLast ? contextLength : shape.tokens,
        queryStep: isLast ? TOKENS_PER_STEP : 1,
        queryFirst: isLast ? STATE_TOKEN : 0,
      },
      stream: { tokens: stream, queries: isLast ? states : stream },
    };
  }).map((block) => ({ ...block, keeps: blockKeeps(block.shape, place) }));

  // Gradients of the same, all blocks one after another in the same places.
  const actionDelta = place(steps * actionLength);
  const normDelta = place(steps * width);
  const statesDelta = place(steps * width);
  const delta = place(rows * width);
  const scratch = scratchOf(shape, place);
  const links = { next: place(steps), first: place(steps) };
  const clip = { parts: place(CLIP_PARTS), factor: place(1) };
  const streamDelta = { tokens: delta, queries: statesDelta };

  const embed: Instruction[] = [
    ...inputs.map((layer, index) =>
      layers.forward({ ...layer, output: embedded + index * steps * width }),
    ),
    {
      kind: 'embedTokens',
      steps,
      width,
      embedded,
      timesteps: batch.timesteps.offset,
      table: layers.parameter('embedTimestep'),
      tokens,
    },
    layers.norm('embedNorm', { rows, width, input: tokens, output: stream, ...embedNorm }),
  ];
  const head = { rows: steps, inputs: width, outputs: actionLength };
  const read: Instruction[] = [
    layers.norm('finalNorm', { rows: steps, width, input: states, ...finalNorm }),
    layers.forward({ name: 'actionHead', ...head, input: finalNorm.output, output }),
    {
      kind: 'maskedActionLoss',
      steps,
      width: actionLength,
      output,
      actions: batch.actions.offset,
      mask: batch.mask.offset,
      delta: actionDelta,
    },
    layers.weightGradient({
      name: 'actionHead',
      ...head,
      input: finalNorm.output,
      delta: actionDelta,
    }),
    layers.inputGradient({ name: 'actionHead', ...head, delta: actionDelta, gradient: normDelta }),
    layers.normGradient('finalNorm', {
      rows: steps,
      width,
      ...finalNorm,
      delta: normDelta,
      gradient: statesDelta,
      accumulate: false,
    }),
  ];
  const embedBack: Instruction[] = [
    layers.normGradient('embedNorm', {
      rows,
      width,
      ...embedNorm,
      delta,
      gradient: scratch.normDelta,
      accumulate: false,
    }),
    {
      kind: 'fill',
      values: layers.gradient('embedTimestep'),
      length: sizes.timesteps * width,
      value: 0,
    },
    { kind: 'linkTimesteps', steps, timesteps: batch.timesteps.offset, ...links },
    {
      kind: 'embedTokensGradient',
      steps,
      width,
      delta: scratch.normDelta,
      timesteps: batch.timesteps.offset,
      ...links,
      embeddedGradient: embedded,
      tableGradient: layers.gradient('embedTimestep'),
    },
    ...inputs.map((layer, index) =>
      layers.weightGradient({ ...layer, delta: embedded + index * steps * width }),
    ),
  ];
  const optimise: Instruction[] = [
    {
      kind: 'clipFactor',
      length: count,
      gradient: gradient.offset,
      limit: settings.gradientClipNorm,
      ...clip,
    },
    {
      kind: 'adamW',
      length: count,
      parameters: model.parameters.offset,
      gradient: gradient.offset,
      factor: clip.factor,
      mean: model.mean.offset,
      square: model.square.offset,
      schedule: schedule.offset,
    },
  ];

  return {
    arenaLength: arena.length,
    instructions: [
      ...embed,
      ...blocks.flatMap((block) => forwardBlock(layers, block)),
      ...read,
      ...blocks.toReversed().flatMap((block) => backwardBlock(layers, block, scratch, streamDelta)),
      ...embedBack,
      ...optimise,
    ],
    batch,
    schedule,
    optimisers: [
      {
        names: ['model'],
        weightDecay: settings.weightDecay,
        learningRate: (updates) => warmUpRate(settings, updates),
      },
    ],
    statistics,
    reports: ['policyLoss', 'gradientNorm'],
    constants: [],
    parameters: { model: model.parameters },
    model: model.parameters,
    moments: { model },
  };
}
