import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  agentSpecOf,
  readAgentFile,
  writeAgentFile,
  type AgentCard,
} from '../../../src/agents/files/agentFile';
import type { AgentSpec } from '../../../src/agents/agentSpec';
import type { BaselineSpec } from '../../../src/agents/agentSpecSchema';
import {
  readSafetensors,
  writeSafetensors,
  type TensorData,
} from '../../../src/agents/files/safetensors';
import { FULL_OBSERVATION } from '../../../src/env/config';
import { InvalidInputError } from '../../../src/market/validation';
import { MARKET_VERSION } from '../../../src/market/version';
import { DEFAULT_RUN_CONFIG, parseRunConfig, type RunConfig } from '../../../src/protocol/run';
import {
  examplePolicy,
  exampleReference,
  exampleToldPolicy,
  exampleToldTransformer,
  exampleTransformer,
} from '../policies/examplePolicy';

const policy = examplePolicy();
const card: AgentCard<RunConfig> = {
  name: 'ES, patient',
  description: 'IQL on the default mixture.',
  config: DEFAULT_RUN_CONFIG,
  datasetHash: '0123456789abcdef',
  targetReturn: null,
  evaluation: {
    episodes: 32,
    seed: 1,
    rows: [{ agent: 'IQL', metrics: { profit: { estimate: 12.5, low: null, high: 20 } } }],
  },
  gate: {
    passed: false,
    fallback: 'Avellaneda-Stoikov',
    checks: [{ name: 'drawdown', passed: false, value: 900, limit: 'at most $ 500' }],
  },
};
const file = writeAgentFile(card, policy);

/** The file with its card and tensors changed, and nothing else: the hash stays as it was. */
function edited(
  editCard: (card: Record<string, unknown>) => void,
  editTensors: (tensors: Map<string, { shape: number[]; data: TensorData }>) => void = () => {},
): Uint8Array {
  const { tensors, metadata } = readSafetensors(file);
  const value = JSON.parse(metadata.card) as Record<string, unknown>;
  editCard(value);
  const copies = new Map(
    [...tensors].map(([name, { shape, data }]) => [name, { shape: [...shape], data }]),
  );
  editTensors(copies);
  return writeSafetensors({
    tensors: copies,
    metadata: { ...metadata, card: JSON.stringify(value) },
  });
}

const read = (bytes: Uint8Array) => readAgentFile(bytes, parseRunConfig);
const inCard = (path: string, value: unknown) =>
  edited((fields) => {
    const keys = path.split('.');
    const last = keys.pop() as string;
    const parent = keys.reduce((inner, key) => inner[key] as Record<string, unknown>, fields);
    parent[last] = value;
  });

describe('an agent file', () => {
  it('gives back the card and every bit of the policy', () => {
    const agent = read(file);
    expect(agent.card).toStrictEqual(card);
    expect(agent.policy).toStrictEqual({ ...policy, version: 0 });
    expect(Object.is(agent.policy.parameters[0], -0)).toBe(true);
    expect(agent.hash).toMatch(/^[0-9a-f]{16}$/);
  });

  it('says which version of the market its agent was trained on, the first where it is silent', () => {
    expect(read(file).marketVersion).toBe(MARKET_VERSION);
    const silent = edited((fields) => delete fields['marketVersion']);
    const { tensors, metadata } = readSafetensors(silent);
    const signed = (hash: string) => writeSafetensors({ tensors, metadata: { ...metadata, hash } });
    let hash = '';
    try {
      read(silent);
    } catch (error) {
      hash = (error as InvalidInputError).expected;
    }
    expect(read(signed(hash)).marketVersion).toBe(1);
  });

  it('is the same bytes whichever snapshot of the run it holds: the clock counts those', () => {
    expect(writeAgentFile(card, { ...policy, version: policy.version + 1 })).toEqual(file);
  });

  it('carries what the training data looked like, where the policy knows', () => {
    const reference = { ...exampleReference(), heldOut: { episodes: 11, limitError: 0.3 } };
    expect(read(writeAgentFile(card, { ...policy, reference })).policy).toStrictEqual({
      ...policy,
      version: 0,
      reference,
    });
    expect(read(file).policy.reference).toBeUndefined();
    const transformer = { ...exampleTransformer(), version: 0, reference };
    expect(read(writeAgentFile(card, transformer)).policy).toStrictEqual(transformer);
  });

  it('is refused with a reference that is not whole, or not sound', () => {
    const written = writeAgentFile(card, { ...policy, reference: exampleReference() });
    const { tensors, metadata } = readSafetensors(written);
    const without = new Map(tensors);
    without.delete('reference.factor');
    expect(() => read(writeSafetensors({ tensors: without, metadata }))).toThrow(
      'agent.reference.factor',
    );
    const std = { shape: [policy.layerSizes[0]], data: new Float32Array(policy.layerSizes[0]) };
    const flat = new Map(tensors).set('reference.std', std);
    expect(() => read(writeSafetensors({ tensors: flat, metadata }))).toThrow(
      'agent.reference.std',
    );
  });

  it('is safetensors with the shapes of y = x·W + b', () => {
    const { tensors } = readSafetensors(file);
    const shapes = [...tensors].map(([name, { shape }]) => `${name} ${shape.join('×')}`);
    const inputs = policy.layerSizes[0];
    expect(shapes).toEqual([
      `layers.0.weight ${inputs}×16`,
      'layers.0.bias 16',
      'layers.1.weight 16×8',
      'layers.1.bias 8',
      'layers.2.weight 8×5',
      'layers.2.bias 5',
      'logStd 5',
      `observation.mean ${inputs}`,
      `observation.std ${inputs}`,
    ]);
  });

  it('is written only for a policy that sees what its config shows', () => {
    const env = { ...card.config.env, observation: FULL_OBSERVATION };
    const other = { ...card, config: { ...card.config, env } };
    expect(() => writeAgentFile(other, policy)).toThrow('policy.observationKey');
    const logStd = new Float32Array(4);
    expect(() => writeAgentFile(card, { ...policy, logStd })).toThrow('policy.logStd');
  });
});

describe('the card of a Decision Transformer', () => {
  it.each(['returnToGo', 'valueQuantile', undefined] as const)(
    'says what it is asked for: %s',
    (conditioning) => {
      const { conditioning: _, ...plain } = exampleTransformer();
      const policy = conditioning === undefined ? plain : { ...plain, conditioning };
      const back = read(writeAgentFile({ ...card, targetReturn: 0.5 }, policy)).policy;
      expect(back).toStrictEqual({ ...policy, version: 0 });
    },
  );
});

describe('the file of a Decision Transformer', () => {
  const transformer = exampleTransformer();
  const asked = { ...card, targetReturn: 1234.5 };
  const bytes = writeAgentFile(asked, transformer);

  it('gives back every bit, and an agent that asks for what its card says', () => {
    const agent = read(bytes);
    expect(agent.policy).toStrictEqual({ ...transformer, version: 0 });
    expect(agent.card).toStrictEqual(asked);
    expect(agentSpecOf(agent)).toMatchObject({
      kind: 'decisionTransformer',
      targetReturn: 1234.5,
    });
  });

  it('is refused when a size or a tensor does not fit', () => {
    const { tensors, metadata } = readSafetensors(bytes);
    const withCard = (edit: (policyCard: Record<string, unknown>) => void) => {
      const value = JSON.parse(metadata.card) as { policy: Record<string, unknown> };
      edit(value.policy);
      return writeSafetensors({ tensors, metadata: { ...metadata, card: JSON.stringify(value) } });
    };
    const sizes = (change: object) =>
      withCard((policyCard) => {
        policyCard.sizes = { ...transformer.sizes, ...change };
      });
    const cases: [string, Uint8Array][] = [
      ['card.policy.sizes.observationLength', sizes({ observationLength: 7 })],
      ['card.policy.sizes.layers', sizes({ layers: 1e9 })],
      ['agent.embedReturn.w.shape', sizes({ embedding: 16 })],
      ['policy.sizes', sizes({ heads: 3 })],
      ['agent.block1.norm1.scale', sizes({ layers: 2 })],
      ['card.policy.discount', withCard((policyCard) => (policyCard.discount = 0))],
    ];
    for (const [field, file] of cases) {
      expect(() => read(file), field).toThrow(expect.objectContaining({ field }));
    }
  });
});

describe('a malformed agent file is refused, naming the field:', () => {
  it.each<[string, Uint8Array]>([
    ['card', writeSafetensors({ tensors: new Map(), metadata: {} })],
    ['card', writeSafetensors({ tensors: new Map(), metadata: { card: '{' } })],
    ['card.format', inCard('format', 2)],
    ['card.name', inCard('name', '')],
    ['card.extra', inCard('extra', 1)],
    ['card.config.version', inCard('config.version', 0)],
    ['card.config.env.maxInventory', inCard('config.env.maxInventory', -1)],
    ['card.config.learning.discount', inCard('config.learning.discount', 2)],
    ['card.observation.key', inCard('observation.key', 'v0')],
    ['card.observation.names.3', inCard('observation.names.3', 'other')],
    ['card.policy.kind', inCard('policy.kind', 'transformer')],
    ['card.policy.layerSizes.0', inCard('policy.layerSizes.0', 7)],
    ['card.policy.updates', inCard('policy.updates', -1)],
    ['card.policy.layerSizes.1', inCard('policy.layerSizes.1', 1e15)],
    ['agent.layers.0.weight.shape', inCard('policy.layerSizes.1', 1e6)],
    [
      'card.evaluation.rows.0.metrics.profit.low',
      inCard('evaluation.rows.0.metrics.profit.low', 'x'),
    ],
    ['card.gate.passed', inCard('gate.passed', 'yes')],
    ['agent.hash', inCard('name', 'ES, impatient')],
    [
      'agent.logStd',
      edited(
        () => {},
        (tensors) => tensors.delete('logStd'),
      ),
    ],
    [
      'agent.logStd.shape',
      edited(
        () => {},
        (tensors) => tensors.set('logStd', { shape: [1, 5], data: policy.logStd }),
      ),
    ],
    [
      'agent.logStd.dtype',
      edited(
        () => {},
        (tensors) => tensors.set('logStd', { shape: [5], data: new Float64Array(5) }),
      ),
    ],
    [
      'agent',
      edited(
        () => {},
        (tensors) => tensors.set('more', { shape: [1], data: Float32Array.of(1) }),
      ),
    ],
    [
      'agent.layers.2.bias[0]',
      edited(
        () => {},
        (tensors) =>
          tensors.set('layers.2.bias', { shape: [5], data: new Float32Array(5).fill(NaN) }),
      ),
    ],
    [
      'agent.observation.std[0]',
      edited(
        () => {},
        (tensors) =>
          tensors.set('observation.std', {
            shape: [policy.layerSizes[0]],
            data: new Float32Array(policy.layerSizes[0]),
          }),
      ),
    ],
    [
      'agent.hash',
      edited(
        () => {},
        (tensors) => tensors.set('logStd', { shape: [5], data: new Float32Array(5) }),
      ),
    ],
  ])('%s', (field, bytes) => {
    expect(() => read(bytes)).toThrow(
      expect.objectContaining({ name: InvalidInputError.name, field }),
    );
  });

  it('cut anywhere', () => {
    for (let length = 0; length < file.length; length += 97) {
      expect(() => read(file.slice(0, length))).toThrow(InvalidInputError);
    }
  });

  it('with any byte damaged', () => {
    for (let at = 0; at < file.length; at += 61) {
      const damaged = file.slice();
      damaged[at] ^= 0x15;
      expect(() => read(damaged), `byte ${at}`).toThrow(InvalidInputError);
    }
  });
});

it('every agent but a trained one can be named in text', () => {
  type Trained = 'network' | 'decisionTransformer';
  expectTypeOf<BaselineSpec['kind'] | Trained>().toEqualTypeOf<AgentSpec['kind']>();
});

describe('a policy of every weighting', () => {
  const told = exampleToldPolicy();

  it('comes back bit for bit, with the ranges that it was trained for', () => {
    const { policy: back } = read(writeAgentFile(card, told));
    expect(back).toStrictEqual({ ...told, version: 0 });
  });

  it('may be a Decision Transformer, which is asked for deviations of the return', () => {
    const model = exampleToldTransformer();
    const { policy: back } = read(writeAgentFile(card, model));
    expect(back).toStrictEqual({ ...model, version: 0 });
    const { returnBasis: _, ...without } = model;
    expect(() => writeAgentFile(card, without)).toThrow('policy.returnBasis: expected 36 numbers');
  });

  it('names the weights among the ports of its model', () => {
    const { metadata } = readSafetensors(writeAgentFile(card, told));
    const { onnx } = JSON.parse(metadata.card) as { onnx: { inputs: { name: string }[] } };
    expect(onnx.inputs.map(({ name }) => name)).toEqual(['observation', 'weights']);
  });

  it('is refused without its ranges, or with others than weights can have', () => {
    const { tensors, metadata } = readSafetensors(writeAgentFile(card, told));
    const changed = (from: string, to: string) =>
      writeSafetensors({
        tensors,
        metadata: { ...metadata, card: metadata.card.replace(from, to) },
      });
    const ranges = JSON.stringify(told.weightRanges);
    expect(() => read(changed(`,"weightRanges":${ranges}`, ''))).toThrow(
      'card.policy.layerSizes.0: expected 46',
    );
    expect(() => read(changed('"max":1000', '"max":1e9'))).toThrow(
      'card.policy.weightRanges.inventoryPenalty.max',
    );
  });
});
