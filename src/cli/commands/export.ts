/**
 * Turns the lab's files into those of other tools: a trained agent into a model that other runtimes
 * can run, a dataset into a folder that Minari opens.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { agentToOnnx } from '../../agents/onnx/onnxPolicy';
import { onnxPorts } from '../../agents/onnx/onnxPorts';
import { InvalidInputError } from '../../market/validation';
import { minariFiles, minariName } from '../../learning/data/minari';
import { defineCommand, type CommandOutcome, type Terminal } from '../program/command';
import { oneFile } from '../program/flags';
import { readAgent, readDataset } from '../output/files';
import { checkFolder } from '../output/checkPaths';
import { writeFolder, writeTarget } from '../output/target';
import { formatTable } from '../output/table';

export const exportFile = defineCommand(
  'write an agent as an ONNX model, or a dataset as Minari has it',
  {
    policy: {
      kind: 'text',
      reads: oneFile,
      placeholder: 'FILE',
      help: 'an agent written by train --policy',
    },
    onnx: { kind: 'text', writes: 'model', placeholder: 'FILE', help: 'where to write the model' },
    data: {
      kind: 'text',
      reads: oneFile,
      placeholder: 'FILE',
      help: 'a dataset written by collect --out',
    },
    minari: { kind: 'text', placeholder: 'DIR', help: 'a new or empty folder for the dataset' },
  },
  async (flags, terminal) => {
    if (flags.data !== null || flags.minari !== null) {
      const [unused, value] =
        flags.policy === null ? ['--onnx', flags.onnx] : ['--policy', flags.policy];
      if (value !== null) throw new InvalidInputError(unused, 'no agent beside a dataset', value);
      return await exportDataset(
        required('--data', 'FILE', flags.data),
        required('--minari', 'DIR', flags.minari),
        terminal,
      );
    }
    return await exportAgent(
      required('--policy', 'FILE', flags.policy),
      required('--onnx', 'FILE', flags.onnx),
      terminal,
    );
  },
);

async function exportAgent(
  source: string,
  target: string,
  terminal: Terminal,
): Promise<CommandOutcome> {
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
}

async function exportDataset(
  source: string,
  target: string,
  terminal: Terminal,
): Promise<CommandOutcome> {
  checkFolder('--minari', target);
  const { dataset, origin, hash } = await readDataset(source);
  writeFolder(target, (folder) => {
    for (const { path, content } of minariFiles(dataset, origin, hash)) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  });
  const name = minariName(origin.market.preset, hash);
  terminal.print(`Written to ${target}. Moved to $MINARI_DATASETS_PATH/${name}, it is`);
  terminal.print(`minari.load_dataset("${name}").`);
  return {
    config: { ...origin, hash },
    results: [{ name: 'export.minari.rows', value: dataset.rows, unit: 'steps' }],
  };
}

function required(flag: string, placeholder: string, value: string | null): string {
  if (value === null) throw new InvalidInputError(flag, placeholder, undefined);
  return value;
}
