import { expect, it } from 'vitest';
import { featureLabel } from '../../src/content/features';
import { COMPACT_OBSERVATION, FULL_OBSERVATION } from '../../src/env/config';
import { observationLayout } from '../../src/env/observationLayout';

it('every feature of every observation has a name of its own in words', () => {
  for (const config of [COMPACT_OBSERVATION, FULL_OBSERVATION]) {
    const { names } = observationLayout(config);
    const labels = names.map(featureLabel);
    expect(labels.filter((label, index) => label === names[index])).toEqual([]);
    expect(new Set(labels).size).toBe(names.length);
  }
});

it('counts levels from 1, and steps back from now', () => {
  expect(featureLabel('bidSize[0][0]')).toBe('Bid size, log, level 1');
  expect(featureLabel('askDistance[-9][4]')).toBe('Ask distance, level 5, 9 steps ago');
  expect(featureLabel('recentReturn[0]')).toBe('Return, newest');
  expect(featureLabel('recentReturn[-1]')).toBe('Return, 1 step ago');
});
