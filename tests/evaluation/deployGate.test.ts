import { expect, it } from 'vitest';
import { DEFAULT_ENV_CONFIG } from '../../src/env/config';
import { deployGate, type DeployEvidence } from '../../src/evaluation/deployGate';
import type { EpisodeMetrics } from '../../src/evaluation/metrics';

const episode = (seed: number, change: Partial<EpisodeMetrics> = {}): EpisodeMetrics => ({
  seed,
  steps: 10,
  return: 100 + seed,
  profit: 100,
  maxDrawdown: 800,
  meanAbsInventory: 5,
  p95AbsInventory: 12,
  contractsTraded: 10,
  fillRate: 0.5,
  quotedSpread: 1,
  terms: [],
  markoutTicks: [],
  ...change,
});
const episodes = [1, 2, 3, 4].map((seed) => episode(seed));
const sound: DeployEvidence = {
  episodes,
  cloneEpisodes: [1, 2, 3, 4].map((seed) => episode(seed, { return: 50 + 2 * seed })),
  examination: { outOfDistributionRate: 0.012, parity: 3e-7, criticDisagreement: 20 },
  env: DEFAULT_ENV_CONFIG,
  preset: 'es',
};
const failed = (evidence: Partial<DeployEvidence>) =>
  deployGate({ ...sound, ...evidence })
    .checks.filter(({ passed }) => passed === false)
    .map(({ name }) => name);

it('lets through what is better than its clone, within its limits, at home, and exported as it is', () => {
  const gate = deployGate(sound);
  expect(gate.passed).toBe(true);
  expect(gate.fallback).toContain('inventory skewed');
  // The differences are 49, 48, 47, 46: mean 47.5, s 1.291, t₀.₉₇₅ with 3 degrees 3.1824.
  expect(gate.checks[0].value).toBeCloseTo(47.5 - (3.1824 * 1.291) / 2, 2);
  expect(gate.checks[2].value).toBeCloseTo(12 / 50, 12);
});

it('fails on each of them alone', () => {
  const same = sound.episodes;
  expect(failed({ cloneEpisodes: same })).toEqual(['better than its clone']);
  const deep = [...episodes.slice(1), episode(1, { maxDrawdown: 40_000 })].toSorted(
    (a, b) => a.seed - b.seed,
  );
  expect(failed({ episodes: deep })).toEqual(['drawdown']);
  expect(failed({ episodes: episodes.map((one) => ({ ...one, p95AbsInventory: 26 })) })).toEqual([
    'inventory',
  ]);
  expect(failed({ examination: { ...sound.examination, outOfDistributionRate: 0.06 } })).toEqual([
    'out of distribution',
  ]);
  expect(failed({ examination: { ...sound.examination, parity: 2e-5 } })).toEqual([
    'parity of the exported model',
  ]);
});

it('does not pass what was not measured', () => {
  const gate = deployGate({
    ...sound,
    cloneEpisodes: [],
    examination: {
      outOfDistributionRate: Number.NaN,
      parity: Number.NaN,
      criticDisagreement: 20,
    },
  });
  expect(gate.passed).toBe(false);
  expect(gate.checks.map(({ value }) => value === null)).toEqual([true, false, false, true, true]);
  expect(gate.checks.map(({ passed }) => passed)).toEqual([false, true, true, false, false]);
});

it('says where there are no critics to examine, and judges the rest', () => {
  const examination = { ...sound.examination, criticDisagreement: Number.NaN };
  const gate = deployGate({ ...sound, examination });
  expect(gate.checks.at(-1)).toMatchObject({ name: 'critics', passed: null, value: null });
  expect(gate.checks.at(-1)?.limit).toContain('nothing valued this agent’s actions');
  expect(gate.passed).toBe(true);
  const worse = deployGate({ ...sound, examination: { ...examination, parity: 1 } });
  expect(worse.passed).toBe(false);
});

it('does not let a clone pass for what it is compared with', () => {
  const gate = deployGate({ ...sound, cloneEpisodes: [], isClone: true });
  expect(gate.passed).toBe(false);
  expect(gate.checks[0]).toMatchObject({ passed: false, value: null });
  expect(gate.checks[0].limit).toContain('this agent is the clone');
});

it('asks for the upper end of the interval of unusual decisions, where there is one', () => {
  const examined = { ...sound.examination, outOfDistributionRate: 0.02 };
  const sure = { ...examined, outOfDistributionEnds: [0.005, 0.04] as const };
  expect(failed({ examination: sure })).toEqual([]);
  const unsure = { ...examined, outOfDistributionEnds: [0.005, 0.06] as const };
  expect(failed({ examination: unsure })).toEqual(['out of distribution']);
  expect(failed({ examination: examined })).toEqual([]);
});
