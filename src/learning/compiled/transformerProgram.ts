/**
 * Compiles the Decision Transformer to a program: the update of tfjs/decisionTransformer.ts. The
 * stream that runs through the blocks is changed in place, and so is its gradient on the way back.
 * Only states are read at the end, so the last block follows them alone past its keys and values.
 */
import {
  decisionTransformerLayout,
  decisionTransformerParameterCount,
  STATE_TOKEN,
  TOKENS_PER_STEP,
  type DecisionTransformerSizes,
} from '../../agents/policies/decisionTransformerLayout';
import type { DecisionTransformerSettings } from '../algorithms/decisionTransformerSettings';
import { warmUpRate } from '../algorithms/schedules';
import { TRAINING_METRICS } from '../algorithms/trainingMetrics';
import { ArenaLayout } from './arena';
import type { Instruction } from './instructions/instructions';
import { CLIP_PARTS } from './instructions/transformerInstructions';
import { NamedParameters } from './namedParameters';
import {
  SCHEDULE_LENGTH,
  type SequenceProgram,
  type TrainedParameters,
  type WindowRegions,
} from './program';
import { Scratch } from './scratch';
import { Tape } from './tape';
import { transformerBlock } from './transformerBlock';
import { data, twinsOf, type Value } from './value';

export function compileDecisionTransformer(
  sizes: DecisionTransformerSizes,
  settings: DecisionTransformerSettings,
  batchSize: number,
): SequenceProgram {
  const layout = layOutTransformer(sizes, batchSize);
  const tape = new Tape(layout.arena, new Scratch(layout.arena));
  const actions = predictActions(tape, layout, sizes);
  maskedSquaredError(tape, layout, actions);
  const instructions = [...tape.forward, ...tape.backward(), ...clippedStep(layout, settings)];
  const { model } = layout;
  return {
    arenaLength: layout.arena.length,
    instructions,
    batch: layout.batch,
    schedule: layout.schedule,
    optimisers: [
      {
        names: ['model'],
        weightDecay: settings.weightDecay,
        learningRate: (updates) => warmUpRate(settings, updates),
      },
    ],
    statistics: layout.metrics,
    reports: ['policyLoss', 'gradientNorm'],
    constants: [],
    parameters: { model: model.parameters },
    model: model.parameters,
    moments: { model },
  };
}

type TransformerLayout = ReturnType<typeof layOutTransformer>;

/**
 * Lays out and names everything that an update keeps in its arena, but for what its tape records.
 */
function layOutTransformer(sizes: DecisionTransformerSizes, windows: number) {
  const { observationLength, actionLength, contextLength } = sizes;
  const steps = windows * contextLength;
  const count = decisionTransformerParameterCount(sizes);
  const arena = new ArenaLayout();
  const model: TrainedParameters = {
    parameters: arena.allocate(count),
    mean: arena.allocate(count),
    square: arena.allocate(count),
  };
  const gradient = arena.allocate(count);
  const batch: WindowRegions = {
    size: windows,
    context: contextLength,
    returnsToGo: arena.allocate(steps),
    observations: arena.allocate(steps * observationLength),
    actions: arena.allocate(steps * actionLength),
    timesteps: arena.allocate(steps),
    mask: arena.allocate(steps),
  };
  return {
    arena,
    steps,
    model,
    gradient,
    parameters: new NamedParameters(
      decisionTransformerLayout(sizes),
      model.parameters.offset,
      gradient.offset,
    ),
    schedule: arena.allocate(SCHEDULE_LENGTH),
    metrics: arena.allocate(TRAINING_METRICS.length),
    batch,
    clip: { parts: arena.allocate(CLIP_PARTS).offset, factor: arena.allocate(1).offset },
  };
}

/** Records the action at every state token, before the tanh: [steps × action]. */
function predictActions(
  tape: Tape,
  { batch, steps, parameters }: TransformerLayout,
  {
    observationLength,
    actionLength,
    embedding,
    contextLength,
    heads,
    layers,
  }: DecisionTransformerSizes,
): Value {
  const embedded = tape.reserve(TOKENS_PER_STEP, steps, embedding);
  const [returns, states, actions] = twinsOf(embedded);
  const embed = (name: string, address: number, width: number, part: Value) =>
    tape.dense(data(address, steps, width), parameters.dense(name), { part });
  embed('embedReturn', batch.returnsToGo.offset, 1, returns);
  embed('embedState', batch.observations.offset, observationLength, states);
  embed('embedAction', batch.actions.offset, actionLength, actions);
  const timesteps = parameters.table('embedTimestep');
  const tokens = tape.embedTokens(embedded, batch.timesteps.offset, timesteps);

  let stream = tape.layerNorm(tokens, parameters.norm('embedNorm'));
  for (let layer = 0; layer < layers; layer += 1) {
    stream = transformerBlock(tape, parameters, `block${layer}`, stream, {
      windows: batch.size,
      heads,
      tokens: contextLength * TOKENS_PER_STEP,
      mask: batch.mask.offset,
      // Windows are whole numbers of steps, so that one stride serves all of them.
      asking:
        layer === layers - 1 ? { rows: steps, step: TOKENS_PER_STEP, first: STATE_TOKEN } : null,
    });
  }
  const normed = tape.layerNorm(stream, parameters.norm('finalNorm'));
  return tape.dense(normed, parameters.dense('actionHead'));
}

function maskedSquaredError(tape: Tape, { batch, steps }: TransformerLayout, output: Value): void {
  tape.loss(output, (delta) => ({
    kind: 'maskedActionLoss',
    steps,
    width: output.width,
    output: output.address,
    actions: batch.actions.offset,
    mask: batch.mask.offset,
    delta,
  }));
}

/** Makes one step of AdamW along the gradient, which is shortened where it is too long. */
function clippedStep(
  { model, gradient, schedule, clip }: TransformerLayout,
  { gradientClipNorm }: DecisionTransformerSettings,
): Instruction[] {
  const { length } = gradient;
  return [
    { kind: 'clipFactor', length, gradient: gradient.offset, limit: gradientClipNorm, ...clip },
    {
      kind: 'adamW',
      length,
      parameters: model.parameters.offset,
      gradient: gradient.offset,
      factor: clip.factor,
      mean: model.mean.offset,
      square: model.square.offset,
      schedule: schedule.offset,
    },
  ];
}
