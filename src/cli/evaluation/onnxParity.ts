/**
 * Measures how far a policy's ONNX model in onnxruntime acts from the policy itself, on
 * observations like the training data's, half again as wide.
 */
import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { DecisionTransformerPolicy } from '../../agents/policies/decisionTransformerPolicy';
import type { DecisionTransformerSnapshot } from '../../agents/policies/decisionTransformerSnapshot';
import { NetworkPolicy } from '../../agents/policies/networkPolicy';
import { agentToOnnx } from '../../agents/onnx/onnxPolicy';
import { onnxPorts } from '../../agents/onnx/onnxPorts';
import type { AnyPolicy, PolicySnapshot } from '../../agents/policies/policySnapshot';
import { unscaleDimension } from '../../env/actionMap';
import type { EnvConfig } from '../../env/config';
import {
  ACTION_LENGTH,
  REWARD_TERMS,
  REWARD_TERM_COUNT,
  type RewardWeights,
} from '../../env/types';
import { WEIGHT_RANGES } from '../../env/weightRanges';
import { drawWeights } from '../../learning/data/weightings';
import { Rng } from '../../market/rng';

const PROBES = 256;

/** The numbers of each input, [probes × …], and the policy's own actions, [probes × 5], scaled. */
interface Probes {
  readonly inputs: Readonly<Record<string, Float32Array>>;
  readonly actions: Float64Array;
}

/** Returns the largest difference of a scaled action. */
export async function onnxParity(
  policy: AnyPolicy,
  { env }: { readonly env: EnvConfig },
): Promise<number> {
  const runtime = await import('onnxruntime-web');
  runtime.env.wasm.numThreads = 1;
  const model = agentToOnnx(policy, env.observation, 'parity');
  const session: InferenceSession = await runtime.InferenceSession.create(model);
  const { inputs, actions } =
    policy.kind === 'gaussianMlp' ? probeNetwork(policy) : probeTransformer(policy);
  const feeds: Record<string, Tensor> = {};
  for (const { name, shape } of onnxPorts(policy).inputs) {
    const sizes = shape.map((size) => (typeof size === 'number' ? size : PROBES));
    feeds[name] = new runtime.Tensor('float32', inputs[name], sizes);
  }
  const { scaled_action: scaled } = await session.run(feeds);
  await session.release();
  const theirs = scaled.data as Float32Array;
  return actions.reduce((worst, action, at) => Math.max(worst, Math.abs(action - theirs[at])), 0);
}

function probeNetwork(policy: PolicySnapshot): Probes {
  const width = policy.observationMean.length;
  const rng = new Rng(1);
  const observation = observationsLike(policy, rng);
  const actions = new Float64Array(PROBES * ACTION_LENGTH);
  const network = new NetworkPolicy(policy);
  const weightings = Array.from({ length: PROBES }, () => drawWeights(rng, WEIGHT_RANGES));
  for (let row = 0; row < PROBES; row += 1) {
    network.setWeights(weightings[row]);
    network.forward(observation.subarray(row * width, (row + 1) * width));
    actions.set(network.mean, row * ACTION_LENGTH);
  }
  return { inputs: { observation, weights: weightRows(weightings) }, actions };
}

/** The weights of each probe, [probes × 6]; a policy that is not told them has no such input. */
const weightRows = (weightings: readonly RewardWeights[]): Float32Array =>
  Float32Array.from(weightings.flatMap((weights) => REWARD_TERMS.map((term) => weights[term])));

/**
 * Plays one long episode, of which every decision is a probe: windows from one step to all, and
 * padded ones.
 */
function probeTransformer(policy: DecisionTransformerSnapshot): Probes {
  const { contextLength: context } = policy.sizes;
  const width = policy.observationMean.length;
  const rng = new Rng(1);
  const seen = observationsLike(policy, rng);
  const [low, high] = policy.returnRange;
  const asked = Float32Array.from({ length: PROBES }, () => low + (high - low) * rng.uniform());
  const taken = new Float32Array(PROBES * ACTION_LENGTH);
  const actions = new Float64Array(PROBES * ACTION_LENGTH);
  const inputs = {
    returns_to_go: new Float32Array(PROBES * context),
    observations: new Float32Array(PROBES * context * width),
    actions: new Float32Array(PROBES * context * ACTION_LENGTH),
    timesteps: new Float32Array(PROBES * context),
    mask: new Float32Array(PROBES * context),
    weights: new Float32Array(PROBES * context * REWARD_TERM_COUNT),
  };
  const weightings = Array.from({ length: PROBES }, () => drawWeights(rng, WEIGHT_RANGES));
  const told = weightRows(weightings);
  const transformer = new DecisionTransformerPolicy(policy);
  for (let step = 0; step < PROBES; step += 1) {
    transformer.setWeights(weightings[step]);
    transformer.decide(step, asked[step], seen.subarray(step * width, (step + 1) * width));
    const length = transformer.windowSteps;
    const first = step + 1 - length;
    const place = step * context + context - length;
    inputs.returns_to_go.set(asked.subarray(first, step + 1), place);
    inputs.observations.set(seen.subarray(first * width, (step + 1) * width), place * width);
    const seenWeights = told.subarray(first * REWARD_TERM_COUNT, (step + 1) * REWARD_TERM_COUNT);
    inputs.weights.set(seenWeights, place * REWARD_TERM_COUNT);
    // The newest action is left out, since it is not known yet.
    const before = taken.subarray(first * ACTION_LENGTH, step * ACTION_LENGTH);
    inputs.actions.set(before, place * ACTION_LENGTH);
    for (let at = 0; at < length; at += 1) inputs.timesteps[place + at] = first + at;
    inputs.mask.fill(1, place, place + length);
    actions.set(transformer.action, step * ACTION_LENGTH);
    transformer.action.forEach((value, i) => {
      taken[step * ACTION_LENGTH + i] = unscaleDimension(value, i);
    });
  }
  return { inputs, actions };
}

/** Draws observations like the training data's, [probes × width]. */
function observationsLike(
  { observationMean, observationStd }: Pick<AnyPolicy, 'observationMean' | 'observationStd'>,
  rng: Rng,
): Float32Array {
  const width = observationMean.length;
  return Float32Array.from({ length: PROBES * width }, (_, at) => {
    const feature = at % width;
    return observationMean[feature] + 1.5 * observationStd[feature] * rng.normal();
  });
}
