/** Takes in an agent that was trained elsewhere: writes the card to fill in, and reads it. */
import { foreignAgent, foreignCardTemplate } from '../../agents/files/foreignAgent';
import { readSafetensors } from '../../agents/files/safetensors';
import { parseJson } from '../../market/json';
import { InvalidInputError } from '../../market/validation';
import { parseRunConfig } from '../../protocol/run';
import { inFile, readBytes, writeAgent } from '../output/files';
import { writeTarget } from '../output/target';
import { defineCommand } from '../program/command';
import { oneFile } from '../program/flags';
import { RUN_FLAGS, runOfFlags } from '../program/runFlags';

export const agent = defineCommand(
  'take in an agent trained elsewhere: its tensors as safetensors, and a card',
  {
    template: {
      kind: 'text',
      writes: 'card',
      placeholder: 'FILE',
      help: 'where to write a card to fill in, for the market and environment of the other flags',
    },
    weights: {
      kind: 'text',
      reads: oneFile,
      placeholder: 'FILE',
      help: 'the tensors, as safetensors',
    },
    card: { kind: 'text', reads: oneFile, placeholder: 'FILE', help: 'the card, filled in' },
    out: { kind: 'text', writes: 'agent', placeholder: 'FILE', help: 'where to write the agent' },
    ...RUN_FLAGS,
  },
  async (flags, terminal, given) => {
    if (flags.template !== null) {
      const { run } = await runOfFlags(flags, given);
      const template = foreignCardTemplate(run, run.learning.hiddenSizes);
      const text = `${JSON.stringify(template, null, 2)}\n`;
      writeTarget(flags.template, [new TextEncoder().encode(text)]);
      terminal.print(`Written to ${flags.template}. With it filled in:`);
      terminal.print(
        `lab agent --weights FILE.safetensors --card ${flags.template} --out agent.safetensors`,
      );
      return { config: run, results: [] };
    }
    const [weights, cardFile] = [
      required('--weights', flags.weights),
      required('--card', flags.card),
    ];
    const value = parseJson(new TextDecoder().decode(readBytes(cardFile)), cardFile);
    const bytes = readBytes(weights);
    const tensors = inPath(weights, () => readSafetensors(bytes));
    const { card, policy } = inPath(cardFile, () => foreignAgent(tensors, value, parseRunConfig));
    terminal.print(`“${card.name}”: a network of ${policy.layerSizes.join(' × ')}.`);
    if (flags.out !== null) {
      writeAgent(flags.out, card, policy);
      terminal.print(`Written to ${flags.out}. Next: lab evaluate --policy ${flags.out}`);
    }
    return { config: card.config, results: [] };
  },
);

function inPath<Content>(path: string, read: () => Content): Content {
  try {
    return read();
  } catch (error) {
    throw inFile(path, error);
  }
}

function required(flag: string, value: string | null): string {
  if (value === null) throw new InvalidInputError(flag, 'FILE, or --template FILE', undefined);
  return value;
}
