import { describe, expect, it } from 'vitest';
import { ADVERSE_HORIZONS_SECONDS, REWARD_TERMS } from '../../../src/env/types';
import type { EpisodeMetrics } from '../../../src/evaluation/metrics';
import { HISTORY_FIELDS, type ProgressHistory } from '../../../src/protocol/progressHistory';
import { parseRunConfig } from '../../../src/protocol/run';
import { readAgentFile, writeAgentFile } from '../../../src/agents/files/agentFile';
import { readRunFile, writeRunAgent, writeRunFile } from '../../../src/store/runs/runFiles';
import { exampleModels } from '../../agents/policies/exampleModels';
import { exampleRun, fittingRun } from './exampleRun';

const episode = (seed: number, profit: number): EpisodeMetrics => ({
  seed,
  steps: 600,
  return: profit,
  profit,
  maxDrawdown: 10,
  meanAbsInventory: 2,
  p95AbsInventory: 5,
  contractsTraded: 20,
  fillRate: 0.1,
  quotedSpread: Number.NaN,
  terms: REWARD_TERMS.map(() => 1.5),
  markoutTicks: ADVERSE_HORIZONS_SECONDS.map(() => Number.NaN),
});

const run = exampleRun('a', {
  name: 'Patient',
  notes: 'wide at night',
  tags: ['es'],
  evaluation: [
    { agentName: 'network', policyVersion: 3, metrics: [episode(1, 12), episode(2, 14)] },
    {
      agentName: 'inventory skewed',
      policyVersion: null,
      metrics: [episode(1, 10), episode(2, 9)],
    },
  ],
  history: {
    algorithm: 'iql',
    phases: ['cloning', 'training'],
    columns: Object.fromEntries(
      HISTORY_FIELDS.map((field, index) => [field, Float64Array.of(index, Number.NaN)]),
    ) as ProgressHistory['columns'],
  },
  policy: fittingRun().policy,
});
/** A file does not say which snapshot of its run a policy was. */
const policyOfFile = { ...run.policy, version: 0 };
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('a run as JSON', () => {
  it('comes back with config, metrics and curves, NaN included, and without its policy', () => {
    const { id, parentId, ...rest } = run;
    const expected = { ...rest, policy: null, hasPolicy: false };
    expect(readRunFile(bytesOf(writeRunFile(run)), 0)).toStrictEqual(expected);
    expect([id, parentId]).toEqual(['a', null]);
  });

  it('comes back with what everybody traded, which files of before did not have', () => {
    const [own, ...others] = run.evaluation;
    const counted = own.metrics.map((metrics) => ({
      ...metrics,
      marketContracts: 1000,
      seconds: 60,
    }));
    const evaluation = [{ ...own, metrics: counted }, ...others];
    const back = readRunFile(bytesOf(writeRunFile({ ...run, evaluation })), 0);
    expect(back.evaluation).toStrictEqual(evaluation);
    expect(readRunFile(bytesOf(writeRunFile(run)), 0).evaluation[0].metrics[0]).not.toHaveProperty(
      'marketContracts',
    );
  });

  const damaged = (change: object) =>
    bytesOf(JSON.stringify({ ...(JSON.parse(writeRunFile(run)) as object), ...change }));

  it.each<[string, object]>([
    ['run.format', { format: 'something' }],
    ['run.name', { name: '' }],
    ['run.name', { name: 'x'.repeat(61) }],
    ['run.status', { status: 'excellent' }],
    ['run.update', { update: -1 }],
    ['run.createdAt', { createdAt: 1e308 }],
    ['run.createdAt', { createdAt: -1e308 }],
    [
      'run.history.phases',
      {
        history: {
          algorithm: 'iql',
          phases: Array.from({ length: 10_001 }, () => 'training'),
          columns: {},
        },
      },
    ],
    ['run.config.seed', { config: { ...run.config, seed: 'one' } }],
    ['run.evaluation.0.metrics', { evaluation: [{ agentName: 'x', policyVersion: null }] }],
    [
      'run.history.columns.update',
      { history: { algorithm: 'iql', phases: ['training'], columns: { update: [1, 2] } } },
    ],
    [
      'run.history.columns.other',
      { history: { algorithm: 'iql', phases: [], columns: { other: [] } } },
    ],
    ['run.onload', { onload: 'alert(1)' }],
  ])('is refused for a bad %s', (field, change) => {
    expect(() => readRunFile(damaged(change), 0)).toThrow(
      expect.objectContaining({ name: 'InvalidInputError', field }),
    );
  });

  it('is refused when it is cut short', () => {
    const bytes = bytesOf(writeRunFile(run));
    expect(() => readRunFile(bytes.subarray(0, bytes.length / 2), 0)).toThrow('run: expected JSON');
  });

  it.each([
    ['run.createdAt', { createdAt: 1e308 }],
    ['run.createdAt', { createdAt: -1 }],
    ['run.datasetHash', { datasetHash: 'none' }],
    ['run.extra', { extra: 1 }],
    [
      'run.history.phases',
      { history: { algorithm: 'iql', phases: Array(20_000).fill('training'), columns: {} } },
    ],
  ])('is refused by %s', (field, change) => {
    expect(() => readRunFile(damaged(change), 0)).toThrow(expect.objectContaining({ field }));
  });

  it('that says it is still training has stopped', () => {
    expect(readRunFile(damaged({ status: 'running' }), 0).status).toBe('stopped');
  });
});

describe('a run as an agent', () => {
  it('carries what it was trained for and how it did beside the baseline', () => {
    const { card, policy } = readAgentFile(writeRunAgent(run), parseRunConfig);
    expect(card).toMatchObject({ name: 'Patient', description: 'wide at night' });
    expect(card.config).toStrictEqual(run.config);
    expect(policy).toStrictEqual(policyOfFile);
    const [own, other] = card.evaluation?.rows ?? [];
    // 12 and 14 against 10 and 9: differences 2 and 5.
    expect([own.agent, own.metrics['difference'].estimate]).toEqual(['network', 3.5]);
    expect([other.agent, other.metrics['profit'].estimate]).toEqual(['inventory skewed', 9.5]);
  });

  it('brings its measurements and its gate along, as does a run file', () => {
    const [own, other] = run.evaluation;
    const examined = {
      gate: { passed: true, fallback: 'inventory skewed', checks: [] },
      examination: {
        decisions: 1200,
        outOfDistributionRate: 0.004,
        maxStabilityIndex: 0.1,
        leastStableFeature: 3,
        unstableShare: 0,
        criticDisagreement: Number.NaN,
        cloneSurprise: 1.5,
        parity: 1e-7,
        calibration: {
          decisions: 1000,
          bins: [
            {
              decisions: 100,
              predicted: 3,
              realised: { estimate: 2, low: 1, high: Number.NaN },
            },
          ],
          slope: 0.8,
          intercept: 0,
          correlation: 0.7,
          bias: 1,
        },
      },
    };
    const measured = { ...run, evaluation: [{ ...own, examined }, other] };
    expect(readRunFile(writeRunAgent(measured), 0).evaluation).toStrictEqual([
      { ...own, examined, policyVersion: 0 },
      other,
    ]);
    const file = bytesOf(writeRunFile(measured));
    expect(readRunFile(file, 0).evaluation).toStrictEqual(measured.evaluation);
  });

  it('brings along the models that it was examined with', () => {
    const { policy } = run;
    if (policy?.kind !== 'gaussianMlp') throw new Error('the example has a network');
    const models = exampleModels(policy);
    expect(readRunFile(writeRunAgent({ ...run, models }), 0).models).toStrictEqual(models);
    expect(readRunFile(writeRunAgent(run), 0)).not.toHaveProperty('models');
  });

  it('keeps the gate of a card without episodes, and has no metrics then', () => {
    const gate = { passed: false, fallback: 'inventory skewed', checks: [] };
    const { name, config, policy } = run;
    if (policy === null) throw new Error('the example has a policy');
    const about = { name, description: '', config, datasetHash: null, targetReturn: null };
    const file = writeAgentFile({ ...about, evaluation: null, gate }, policy);
    const [own, ...others] = readRunFile(file, 0).evaluation;
    expect(own).toMatchObject({ policyVersion: 0, metrics: [], examined: { gate } });
    expect(others).toEqual([]);
  });

  it('comes back as a run that can trade', () => {
    const back = readRunFile(writeRunAgent(run), 77);
    expect(back).toMatchObject({
      name: 'Patient',
      status: 'finished',
      createdAt: 77,
      hasPolicy: true,
      update: 40,
      tags: ['imported'],
    });
    expect(back.policy).toStrictEqual(policyOfFile);
  });

  it('is refused when a byte of it is damaged, and without a policy never written', () => {
    const bytes = writeRunAgent(run);
    bytes[bytes.length - 1] ^= 1;
    expect(() => readRunFile(bytes, 0)).toThrow('agent.hash');
    expect(() => writeRunAgent({ ...run, policy: null })).toThrow('run.policy: expected a policy');
  });
});
