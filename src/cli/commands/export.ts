/** Turns a trained agent's file into a model that other runtimes can run. */
import { agentToOnnx } from '../../agents/onnx/onnxPolicy';
import { onnxPorts } from '../../agents/onnx/onnxPorts';
import { InvalidInputError } from '../../market/validation';
import { defineCommand } from '../program/command';
import { readAgent } from '../output/files';
import { writeTarget } from '../output/target';
import { formatTable } from '../output/table';

export const exportAgent = defineCommand(
  'write a trained agent as an ONNX model',
  {
    policy: { kind: 'text', placeholder: 'FILE', help: 'an agent written by train --policy' },
    onnx: { kind: 'text', writes: true, placeholder: 'FILE', help: 'where to write the model' },
  },
  async (flags, terminal) => {
    const source = required('--policy', flags.policy);
    const target = required('--onnx', flags.onnx);
    const { card, policy, hash } = await readAgent(source);
    const model = agentToOnnx(policy, card.config.env.observation, card.name);
    writeTarget(target, [model]);
    const { inputs, outputs } = onnxPorts(policy);
    terminal.print(`Written “${card.name}” to ${target}.`);
    terminal.print(
      formatTable(
        ['', 'name', 'shape', ''],
        [
          ...inputs.map((port) => ['in', port.name, port.shape.join(' × '), port.meaning]),
          ...outputs.map((port) => ['out', port.name, port.shape.join(' × '), port.meaning]),
        ],
        ['left', 'left', 'left', 'left'],
      ),
    );
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
