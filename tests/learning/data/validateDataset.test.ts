import { describe, expect, it } from 'vitest';
import { FULL_OBSERVATION } from '../../../src/env/config';
import { observationLayout } from '../../../src/env/observationLayout';
import type { Dataset } from '../../../src/learning/data/dataset';
import { validateDataset } from '../../../src/learning/data/validateDataset';
import { exampleDataset, exampleOrigin } from './exampleDataset';

const sound = exampleDataset([4, 6]);
const layout = observationLayout(exampleOrigin.env.observation);

/** The sound dataset with one number of one column replaced. */
function withNumber(name: keyof Dataset, index: number, value: number): Dataset {
  const column = (sound[name] as Float32Array).slice();
  column[index] = value;
  return { ...sound, [name]: column };
}

describe('a dataset is sound', () => {
  it('when its rows are whole episodes of finite numbers', () => {
    expect(() => validateDataset(sound, { layout, maxInventory: 50 })).not.toThrow();
  });

  it('when it is a shard whose episodes are numbered from elsewhere', () => {
    const episode = sound.episode.map((index) => index + 12);
    expect(() => validateDataset({ ...sound, episode })).not.toThrow();
  });
});

describe('a dataset is refused, naming the column and row,', () => {
  it.each([
    [
      'an observation that is not a number',
      withNumber('observations', layout.length, Number.NaN),
      `d.observations.${layout.names[0]}[1]`,
    ],
    ['an action outside the box', withNumber('actions', 7, -1.001), 'd.actions.spread[1]'],
    ['an infinite term', withNumber('terms', 59, Infinity), 'd.terms.spreadPenalty[9]'],
    ['more inventory than the limit', withNumber('inventory', 0, -51), 'd.inventory[0]'],
    ['a flag that is neither 0 nor 1', withNumber('terminated', 9, 2), 'd.terminated[9]'],
    ['an episode that ends early', withNumber('truncated', 1, 1), 'd.truncated[1]'],
    ['an episode that does not end', withNumber('terminated', 9, 0), 'd.terminated[9]'],
    ['an end of both kinds', withNumber('truncated', 9, 1), 'd.truncated[9]'],
    [
      'a gap in the episodes',
      { ...sound, episode: sound.episode.map((index) => 2 * index) },
      'd.episode[4]',
    ],
    ['two behaviours in an episode', withNumber('behaviour', 6, 0), 'd.behaviour[6]'],
    ['a behaviour without a name', { ...sound, behaviours: ['random'] }, 'd.behaviour[4]'],
    ['a seed that is no whole number', withNumber('episodeSeeds', 1, 0.5), 'd.episodeSeeds[1]'],
    ['a seed too few', { ...sound, episodeSeeds: sound.episodeSeeds.slice(1) }, 'd.episodeSeeds'],
    [
      'a final observation too few',
      { ...sound, finalObservations: sound.finalObservations.slice(1) },
      'd.finalObservations',
    ],
    ['a column of another length', { ...sound, rewards: sound.rewards.slice(1) }, 'd.rewards'],
    ['no rows', { ...sound, rows: 0 }, 'd.rows'],
  ])('for %s', (_, dataset, field) => {
    expect(() => validateDataset(dataset, { path: 'd', layout, maxInventory: 50 })).toThrow(
      expect.objectContaining({ name: 'InvalidInputError', field }),
    );
  });

  it('for observations of another layout', () => {
    const full = observationLayout(FULL_OBSERVATION);
    expect(() => validateDataset(sound, { layout: full })).toThrow('dataset.observationKey');
    const mislabelled = { ...sound, observationKey: full.key };
    expect(() => validateDataset(mislabelled, { layout: full })).toThrow(
      'dataset.observationLength',
    );
  });
});
