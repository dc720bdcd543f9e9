import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { folderPerTest } from '../folderPerTest';
import { checkFolder, checkInputs, checkOutputs } from '../../../src/cli/output/checkPaths';
import { writeAgent, writeCritics, writeDataset } from '../../../src/cli/output/files';
import type { OutputKind } from '../../../src/cli/output/outputKinds';
import { writeResults } from '../../../src/cli/output/results';
import { DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { DEFAULT_MARKET_CONFIG } from '../../../src/market/config';
import { formatMarketFile } from '../../../src/protocol/marketFile';
import { DEFAULT_RUN_CONFIG } from '../../../src/protocol/run';
import { agentToOnnx } from '../../../src/agents/onnx/onnxPolicy';
import { recordMarket } from '../../../src/cli/work/recordMarket';
import { exampleModels } from '../../agents/policies/exampleModels';
import { examplePolicy } from '../../agents/policies/examplePolicy';
import { exampleDataset, exampleOrigin } from '../../learning/data/exampleDataset';

const at = folderPerTest();
const json = (path: string) => ({ flag: '--json', path, kind: 'results' }) as const;

describe('outputs are checked before the work', () => {
  it.each([
    ['a folder', () => at(), '--json: expected a file, got'],
    [
      'a folder that is not there',
      () => at('none', 'out'),
      '--json: expected a path that can be written (no such folder)',
    ],
    ['a file as a folder', () => at('file', 'out'), '--json: expected a path that can be'],
  ])('%s is refused by its flag', (_, path, message) => {
    writeFileSync(at('file'), '');
    expect(() => checkOutputs([json(path())])).toThrow(message);
  });

  it('one file for two outputs is refused, by whatever names', () => {
    mkdirSync(at('a'));
    symlinkSync('a', at('b'));
    const policy = { flag: '--policy', path: at('a', 'out'), kind: 'agent' } as const;
    expect(() => checkOutputs([policy, json(at('b', 'out'))])).toThrow(
      '--json: expected another file than --policy, got',
    );
    expect(readdirSync(at('a'))).toEqual([]);
  });

  it('a file that is read is no output, whatever is asked for', () => {
    writeDataset(at('data'), exampleDataset([4, 3]), exampleOrigin);
    symlinkSync('data', at('link'));
    const out = { flag: '--out', path: at('data'), kind: 'dataset' } as const;
    const input = { flag: '--data', path: at('link') };
    expect(() => checkOutputs([out], [input], true)).toThrow(
      '--out: expected another file than --data, got',
    );
  });

  it('a device may take several', () => {
    const path = '/dev/null';
    checkOutputs(
      [{ flag: '--policy', path, kind: 'agent' }, json(path)],
      [{ flag: '--card', path }],
    );
    expect(statSync(path).isFile()).toBe(false);
  });
});

describe('a file that is there', () => {
  const policy = examplePolicy();
  const card = {
    name: 'IQL',
    description: '',
    config: DEFAULT_RUN_CONFIG,
    datasetHash: null,
    targetReturn: null,
    evaluation: null,
    gate: null,
  };
  const WRITTEN: Readonly<Record<Exclude<OutputKind, 'card'>, (path: string) => void>> = {
    agent: (path) => writeAgent(path, card, policy),
    critics: (path) => {
      const { critics } = exampleModels(policy);
      if (critics !== null) writeCritics(path, { critics, weights: DEFAULT_REWARD_WEIGHTS });
    },
    dataset: (path) => writeDataset(path, exampleDataset([4, 3]), exampleOrigin),
    model: (path) => {
      const { observation } = DEFAULT_RUN_CONFIG.env;
      writeFileSync(path, agentToOnnx(policy, observation, 'IQL'));
    },
    recording: (path) => {
      const { parts } = recordMarket(DEFAULT_MARKET_CONFIG, 1, 1, () => {});
      writeFileSync(path, Buffer.concat(parts));
    },
    market: (path) => writeFileSync(path, formatMarketFile('mine', DEFAULT_MARKET_CONFIG)),
    results: (path) => writeResults(path, { format: 'x', command: 'lab', config: {}, results: [] }),
  };
  const kinds = Object.keys(WRITTEN) as (keyof typeof WRITTEN)[];

  it.each(kinds)('and holds what %s writes is replaced by that alone', (kind) => {
    WRITTEN[kind](at('out'));
    for (const other of [...kinds, 'card'] as const) {
      const check = () => checkOutputs([{ flag: '--out', path: at('out'), kind: other }]);
      if (other === kind) check();
      else expect(check).toThrow('or --overwrite to replace what is there, got');
    }
  });

  it('and was filled in by hand, or is of no kind, is replaced where that is asked for', () => {
    writeFileSync(at('card.json'), '{ "name": "mine" }');
    const template = { flag: '--template', path: at('card.json'), kind: 'card' } as const;
    expect(() => checkOutputs([template])).toThrow(
      '--template: expected a new file, or --overwrite to replace what is there, got',
    );
    checkOutputs([template], [], true);
    writeFileSync(at('notes.txt'), 'notes on the weather');
    expect(() => checkOutputs([json(at('notes.txt'))])).toThrow(
      '--json: expected a new file, or one that holds results, or --overwrite',
    );
    checkOutputs([json(at('notes.txt'))], [], true);
  });

  it('and is empty is replaced by anything', () => {
    writeFileSync(at('out'), '');
    for (const kind of [...kinds, 'card'] as const) {
      checkOutputs([{ flag: '--out', path: at('out'), kind }]);
    }
    expect(statSync(at('out')).size).toBe(0);
  });
});

it.each([
  ['that is not there', 'none', 'no such file or folder'],
  ['that is a folder', '', 'a folder'],
  ['below a file', 'file/below', 'a part of the path is no folder'],
  ['with a name of many letters', 'x'.repeat(300), 'a name that is too long'],
])('an input %s is refused by flag, reason and path', (_, name, reason) => {
  writeFileSync(at('file'), '');
  const path = at(name);
  expect(() => checkInputs([{ flag: '--data', path }])).toThrow(
    `--data: expected a file that can be read (${reason}), got ${JSON.stringify(path.slice(0, 80))}`,
  );
  checkInputs([{ flag: '--data', path: at('file') }]);
});

it('a folder to be made is new or empty', () => {
  mkdirSync(at('empty'));
  writeFileSync(at('file'), '');
  checkFolder('--out', at('empty'));
  checkFolder('--out', at('new', 'below'));
  for (const path of [at(), at('file')]) {
    expect(() => checkFolder('--out', path)).toThrow('--out: expected a new or empty folder, got');
  }
  expect(() => checkFolder('--out', at('file', 'below'))).toThrow('a folder that can be made');
  expect(readdirSync(at()).toSorted()).toEqual(['empty', 'file']);
});
