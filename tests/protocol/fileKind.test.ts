import { describe, expect, it } from 'vitest';
import { writeCriticFile } from '../../src/agents/files/criticFile';
import { writeSafetensors } from '../../src/agents/files/safetensors';
import { agentToOnnx } from '../../src/agents/onnx/onnxPolicy';
import { fileKindOf } from '../../src/protocol/fileKind';
import { episodeBytes } from '../../src/store/replay/episodeFiles';
import { writeRunAgent, writeRunFile } from '../../src/store/runs/runFiles';
import { requireFileKind } from '../../src/store/wrongFile';
import { exampleEpisode } from '../components/examples';
import { fittingRun } from '../store/runs/exampleRun';

const file = (...parts: BlobPart[]) => new Blob(parts);

describe('a file', () => {
  const run = fittingRun();

  it('is told by what is in it, whatever its name', async () => {
    expect(await fileKindOf(file(writeRunAgent(run)))).toBe('agent');
    expect(await fileKindOf(file(writeRunFile(run)))).toBe('run');
    expect(await fileKindOf(file(await episodeBytes(exampleEpisode())))).toBe('episode');
    expect(await fileKindOf(file('PAR1', new Uint8Array(64)))).toBe('dataset');
    const critics = writeCriticFile({
      weights: null,
      critics: {
        layerSizes: [6, 1],
        rewardScale: 1,
        discount: 0.9,
        dollarsPerTick: null,
        critics: [new Float32Array(7), new Float32Array(7)],
        observationMean: new Float32Array(1),
        observationStd: new Float32Array(1).fill(1),
      },
    });
    expect(await fileKindOf(file(critics))).toBe('critics');
    const { policy, config } = run;
    if (policy === null) throw new Error('the example has a policy');
    const model = agentToOnnx(policy, config.env.observation, 'Patient');
    expect(await fileKindOf(file(model))).toBe('onnx');
  });

  it('of no kind is left to the importer to refuse', async () => {
    const strange = [
      file(),
      file('{}'),
      file('PAR'),
      file(new Uint8Array(16).fill(255)),
      file(writeSafetensors({ tensors: new Map(), metadata: {} })),
      file(writeRunAgent(run).subarray(0, 40)),
    ];
    for (const one of strange) expect(await fileKindOf(one)).toBeNull();
    await requireFileKind(strange[3], ['dataset']);
  });

  it.each([
    [
      [0x89, 'PNG\r\n\x1a\n'],
      'episode',
      'This is a PNG picture; an episode is a .safetensors file',
    ],
    [[0xff, '\n'], 'episode', null],
    [['{"a":1}\n'], 'episode', 'This is JSON, and no file of this lab; an episode is'],
    [['{"a":1}\n'], 'run', null],
    [
      ['%PDF-1.7'],
      'agent',
      'This is a PDF document; an agent is a .safetensors file, a run a .json',
    ],
    [['<!DOCTYPE html>'], 'dataset', 'This is a web page; a dataset is a .parquet file'],
    [['[1, 2]'], 'sweep', null],
  ] as const)('of another program is named: %j for %s', async (parts, wanted, said) => {
    const one = file(
      ...parts.map((part) => (typeof part === 'number' ? Uint8Array.of(part) : part)),
    );
    const refused = requireFileKind(one, [wanted]);
    if (said === null) await expect(refused).resolves.toBeUndefined();
    else await expect(refused).rejects.toThrow(said);
  });

  it('of another kind is refused by saying what it is and where it is opened', async () => {
    const agent = file(writeRunAgent(run));
    await requireFileKind(agent, ['agent', 'run']);
    await expect(requireFileKind(agent, ['dataset'])).rejects.toThrow(
      'This is an agent: import it under Runs.',
    );
    await expect(requireFileKind(file('PAR1', new Uint8Array(64)), ['agent'])).rejects.toThrow(
      /^This is a dataset: import it under Data/,
    );
  });
});
