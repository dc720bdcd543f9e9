/** Agents trained elsewhere, put together from tensors written by hand and the card's template. */
import { describe, expect, it } from 'vitest';
import { createAgent } from '../../../src/agents/createAgent';
import { agentSpecOf, readAgentFile, writeAgentFile } from '../../../src/agents/files/agentFile';
import {
  foreignAgent,
  foreignCardTemplate,
  type ForeignCard,
} from '../../../src/agents/files/foreignAgent';
import {
  readSafetensors,
  writeSafetensors,
  type Tensor,
} from '../../../src/agents/files/safetensors';
import { createEnvironment } from '../../../src/agents/rivals/createEnvironment';
import { ACTION_HIGH, ACTION_LOW } from '../../../src/env/actionMap';
import { DEFAULT_ENV_CONFIG } from '../../../src/env/config';
import { observationLayout } from '../../../src/env/observationLayout';
import { DEFAULT_RUN_CONFIG, parseRunConfig } from '../../../src/protocol/run';

const { names, length } = observationLayout(DEFAULT_ENV_CONFIG.observation);
const INVENTORY = names.indexOf('inventory');
const tensor = (shape: number[], set: (data: Float32Array) => void): Tensor => {
  const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
  set(data);
  return { shape, data };
};

/**
 * As torch.nn.Sequential(Linear(L, 2), ReLU(), Linear(2, 5), Tanh()) keeps them: the hidden units
 * are the inventory and its negative, the bid skew is tanh of minus the inventory, and all else the
 * middle of its range.
 */
const TENSORS = new Map([
  [
    '0.weight',
    tensor([2, length], (data) => {
      data[INVENTORY] = 1;
      data[length + INVENTORY] = -1;
    }),
  ],
  ['0.bias', tensor([2], () => {})],
  [
    '2.weight',
    tensor([5, 2], (data) => {
      data[0] = -1;
      data[1] = 1;
    }),
  ],
  ['2.bias', tensor([5], () => {})],
]);
const template = () => foreignCardTemplate(DEFAULT_RUN_CONFIG, [2]);
const file = (tensors: ReadonlyMap<string, Tensor> = TENSORS) =>
  readSafetensors(writeSafetensors({ tensors, metadata: {} }));
const filledIn = (changes: Partial<ForeignCard> = {}): unknown =>
  JSON.parse(JSON.stringify({ ...template(), name: 'From PyTorch', ...changes }));
const read = (card: unknown, tensors?: ReadonlyMap<string, Tensor>) =>
  foreignAgent(file(tensors), card, parseRunConfig);

describe('an agent trained elsewhere', () => {
  it('acts as its network says, from the file that the lab makes of it', () => {
    const { card, policy } = read(filledIn());
    const agentFile = readAgentFile(writeAgentFile(card, policy), parseRunConfig);
    expect(agentFile.card).toMatchObject({ name: 'From PyTorch', gate: null, datasetHash: null });
    const { market, env: config, weights } = agentFile.card.config;
    const agent = createAgent(agentSpecOf(agentFile), config);
    const env = createEnvironment({ market, env: config, weights });
    env.reset({ seed: 7 });
    agent.reset(7);
    // An observation is a reused array: it is given an inventory that the market never had.
    const observation = env.context.observation.map((value, at) =>
      at === INVENTORY ? 0.5 : value,
    );
    const action = new Float64Array(5);
    agent.act({ ...env.context, observation, book: env.context.book }, action);
    const middle = ACTION_LOW.map((low, dimension) => (low + ACTION_HIGH[dimension]) / 2);
    expect(action[0]).toBeCloseTo(Math.tanh(-0.5), 6);
    expect([...action].slice(1)).toStrictEqual(middle.slice(1));
  });

  it('may have its matrices the other way, doubles, and statistics of its own', () => {
    const turned = new Map(TENSORS);
    turned.set('0.weight', {
      shape: [length, 2],
      data: Float64Array.from({ length: 2 * length }, (_, at) =>
        at === 2 * INVENTORY ? 1 : at === 2 * INVENTORY + 1 ? -1 : 0,
      ),
    });
    turned.set(
      '2.weight',
      tensor([2, 5], (data) => data.set([-1, 0, 0, 0, 0, 1])),
    );
    turned.set(
      'mean',
      tensor([length], (data) => data.fill(3)),
    );
    const card = filledIn({
      matrices: 'inOut',
      tensors: { ...template().tensors, 'observation.mean': 'mean' },
    });
    const { policy } = read(card, turned);
    const straight = read(filledIn()).policy;
    expect(policy.parameters).toStrictEqual(straight.parameters);
    expect(policy.observationMean[0]).toBe(3);
    expect(straight.observationMean[0]).toBe(0);
    expect(straight.observationStd[0]).toBe(1);
  });

  it.each<readonly [string, Partial<ForeignCard>, string]>([
    [
      'a tensor that is not there',
      { tensors: { ...template().tensors, 'layers.0.bias': 'b' } },
      'card.tensors.layers.0.bias',
    ],
    [
      'a layer without a name',
      { tensors: { ...template().tensors, 'layers.1.bias': null } },
      'card.tensors.layers.1.bias',
    ],
    [
      'a name that means nothing',
      { tensors: { ...template().tensors, gain: '0.bias' } },
      'card.tensors',
    ],
    ['matrices the other way', { matrices: 'inOut' }, 'agent.layers.0.weight.shape'],
    ['another action', { layerSizes: [length, 2, 4] }, 'card.layerSizes.2'],
    ['other observations', { observation: { key: 'v1+10x10', names: [] } }, 'card.observation.key'],
    [
      'observations in another order',
      {
        observation: {
          ...template().observation,
          names: template().observation.names.toReversed(),
        },
      },
      'card.observation.names.0',
    ],
    [
      'a name of an observation less',
      { observation: { ...template().observation, names: template().observation.names.slice(1) } },
      'card.observation.names',
    ],
    ['no name', { name: '' }, 'card.name'],
  ])('is refused with %s', (_, changes, field) => {
    expect(() => read(filledIn(changes))).toThrow(expect.objectContaining({ field }));
  });

  it('is refused with weights that are no numbers', () => {
    const bad = new Map(TENSORS).set(
      '0.bias',
      tensor([2], (data) => data.fill(Number.NaN)),
    );
    expect(() => read(filledIn(), bad)).toThrow('agent.layers.0.bias[0]: expected a number');
  });
});
