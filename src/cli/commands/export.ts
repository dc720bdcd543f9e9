/** Turns a trained agent's file into a model that other runtimes can run. */
import { policyToOnnx } from '../../agents/onnxPolicy';
import { InvalidInputError } from '../../market/validation';
import { defineCommand } from '../command';
import { readAgent, writeParts } from '../files';

export const exportAgent = defineCommand(
  'write a trained agent as an ONNX model',
  {
    policy: { kind: 'text', placeholder: 'FILE', help: 'an agent written by train --policy' },
    onnx: { kind: 'text', placeholder: 'FILE', help: 'where to write the model' },
  },
  (flags, terminal) => {
    const source = required('--policy', flags.policy);
    const target = required('--onnx', flags.onnx);
    const { card, policy, hash } = readAgent(source);
    if (policy.kind !== 'gaussianMlp') {
      throw new InvalidInputError(`${source}: policy`, 'a Gaussian network', policy.kind);
    }
    const model = policyToOnnx(policy, card.config.env.observation, card.name);
    writeParts(target, [model]);
    terminal.print(`Written “${card.name}”, ${policy.layerSizes.join('-')}, to ${target}.`);
    return {
      config: { run: card.config, hash },
      results: [{ name: 'export.onnx.bytes', value: model.byteLength, unit: 'bytes' }],
    };
  },
);

function required(flag: string, value: string | null): string {
  if (value === null) throw new InvalidInputError(flag, 'FILE', undefined);
  return value;
}
