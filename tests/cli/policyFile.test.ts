import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { PolicySnapshot } from '../../src/agents/policySnapshot';
import { readPolicy, writePolicy } from '../../src/cli/policyFile';

const policy: PolicySnapshot = {
  kind: 'gaussianMlp',
  version: 3,
  updates: 500,
  layerSizes: [2, 2, 1],
  parameters: Float32Array.from({ length: 9 }, (_, index) => Math.sin(index) / 3),
  logStd: Float32Array.of(-0.5),
  observationMean: Float32Array.of(1e-20, 3),
  observationStd: Float32Array.of(1, 1e20),
  observationKey: 'v1+1x5',
};

const folder = mkdtempSync(join(tmpdir(), 'lab-policy-'));
const path = join(folder, 'policy.json');
afterEach(() => rmSync(path, { force: true }));

describe('a policy file', () => {
  it('gives back the same bits', () => {
    writePolicy(path, policy);
    expect(readPolicy(path)).toEqual(policy);
  });

  it('is refused with the first field that is wrong', () => {
    writePolicy(path, policy);
    const file = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    writeFileSync(path, JSON.stringify({ ...file, logStd: 'AAA=' }));
    expect(() => readPolicy(path)).toThrow('logStd: expected little-endian float32 numbers');
    writeFileSync(path, JSON.stringify({ ...file, kind: 'transformer' }));
    expect(() => readPolicy(path)).toThrow('kind: expected "gaussianMlp", got "transformer"');
    writeFileSync(path, JSON.stringify(file).slice(0, 100));
    expect(() => readPolicy(path)).toThrow('expected a policy written by train --policy');
    expect(() => readPolicy(join(folder, 'none.json'))).toThrow('ENOENT');
  });
});
