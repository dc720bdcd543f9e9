import { describe, expect, it } from 'vitest';
import {
  checkUnitName,
  collectUnit,
  evaluateUnit,
  parseUnit,
  trainUnit,
  unitText,
} from '../../../src/cli/sweeps/units';
import { labBuild } from '../../../src/cli/sweeps/labBuild';
import { DEFAULT_RUN_CONFIG, type RunConfig } from '../../../src/protocol/run';

const setting = { build: '0.1.0+abc', backend: 'wasm' } as const;
const run = DEFAULT_RUN_CONFIG;
const withWeights = (inventoryPenalty: number, conditioning: 'fixed' | 'weights'): RunConfig => ({
  ...run,
  weights: { ...run.weights, inventoryPenalty },
  learning: { ...run.learning, conditioning },
});

describe('the name of a unit', () => {
  it('is the same for the same config, whatever the order of its fields', () => {
    const turned = Object.fromEntries(Object.entries(run).toReversed()) as RunConfig;
    expect(trainUnit(turned, setting).name).toBe(trainUnit(run, setting).name);
    expect(trainUnit(run, setting).name).toMatch(/^train-[0-9a-f]{40}$/);
  });

  it('differs by config, build and backend', () => {
    const names = [
      trainUnit(run, setting),
      trainUnit({ ...run, trainingSeed: 2 }, setting),
      trainUnit(run, { ...setting, build: '0.1.0+abd' }),
      trainUnit(run, { ...setting, backend: 'webgpu' }),
      evaluateUnit(run, setting, 'validation', 8),
      evaluateUnit(run, setting, 'evaluation', 8),
      evaluateUnit(run, setting, 'evaluation', 9),
    ].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('shares data among runs that learn otherwise, and an agent of every weighting among weights', () => {
    const [low, high] = [withWeights(0, 'fixed'), withWeights(500, 'fixed')];
    expect(collectUnit(low, 'b').name).toBe(collectUnit(high, 'b').name);
    expect(trainUnit(low, setting).name).not.toBe(trainUnit(high, setting).name);
    const [one, other] = [withWeights(0, 'weights'), withWeights(500, 'weights')];
    expect(trainUnit(one, setting).name).toBe(trainUnit(other, setting).name);
    expect(evaluateUnit(one, setting, 'evaluation', 8).name).not.toBe(
      evaluateUnit(other, setting, 'evaluation', 8).name,
    );
  });

  it('takes a run without a training seed as one with the seed of all', () => {
    expect(trainUnit({ ...run, trainingSeed: run.seed }, setting).name).toBe(
      trainUnit(run, setting).name,
    );
  });
});

describe('a unit from elsewhere', () => {
  const unit = trainUnit(run, setting);

  it('is read back as it was', () => {
    expect(parseUnit(unitText(unit), unit.name)).toEqual(unit);
  });

  it('is refused under another name than its own', () => {
    const other = trainUnit({ ...run, seed: 2 }, setting);
    expect(() => parseUnit(unitText(unit), other.name)).toThrow(`expected ${unit.name}`);
  });

  it.each([
    ['nothing', '', 'unit: expected JSON'],
    ['a field of no name', unitText(unit).replace('{', '{"shell":"rm",'), 'unit.shell'],
    ['another kind', unitText(unit).replace('"kind":"train"', '"kind":"shell"'), 'unit.kind'],
    ['a number out of range', unitText(unit).replace('"fees":1', '"fees":1e99'), 'weights.fees'],
  ])('is refused for %s', (_, text, words) => {
    expect(() => parseUnit(text, unit.name)).toThrow(words);
  });

  it.each(['../../etc/passwd', 'train-1', 'train', `shell-${'0'.repeat(40)}`, 7, null])(
    'is refused under the name %s',
    (name) => {
      expect(() => checkUnitName(name)).toThrow('expected the name of a unit');
    },
  );
});

describe('the build of the lab', () => {
  it('is its version and a fingerprint of the sources', () => {
    expect(labBuild()).toMatch(/^\d+\.\d+\.\d+\+[0-9a-f]{12}$/);
    expect(labBuild()).toBe(labBuild());
  });
});
