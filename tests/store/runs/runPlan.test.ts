import { describe, expect, it } from 'vitest';
import { DEFAULT_REWARD_WEIGHTS } from '../../../src/env/config';
import { runConfig } from '../../../src/store/settings/configs';
import { collectedEpisodes, episodesByKey } from '../../../src/store/settings/learningConfigs';
import { parseLink } from '../../../src/store/settings/link';
import { canContinue, isRunState, isStale } from '../../../src/store/runs/runPlan';
import { exampleRun } from './exampleRun';

const settingsOf = (hash: string) => parseLink(hash).settings;
const runOf = (hash: string) => exampleRun('a', { config: runConfig(settingsOf(hash)) });

describe('a run that could be continued', () => {
  it.each([
    ['#algorithm=bc', '#algorithm=iql', true],
    ['#algorithm=iql', '#algorithm=iql&expectile=0.9&seed=4&conditioning=weights', true],
    ['#algorithm=iql&conditioning=fixed', '#algorithm=iql&conditioning=weights', false],
    // A critic's transformer is of fixed weights, whatever is chosen.
    [
      '#algorithm=dt&dtReturnLabel=quantile&conditioning=fixed',
      '#algorithm=dt&dtReturnLabel=quantile',
      true,
    ],
    ['#algorithm=iql', '#algorithm=iql&hiddenWidth=64', false],
    ['#algorithm=iql', '#algorithm=dt', false],
    ['#algorithm=dt', '#algorithm=iql', false],
    ['#algorithm=dt', '#algorithm=dt&dtUpdates=50', true],
    ['#algorithm=dt', '#algorithm=dt&dtLayers=3', false],
    ['#algorithm=iql', '#algorithm=iql&observation=full', false],
    ['#algorithm=iql&observation=full', '#algorithm=iql&observation=full', true],
  ])('of %s under %s: %s', (before, now, can) => {
    expect(canContinue(runOf(before), settingsOf(now))).toBe(can);
  });

  it('has a policy that is sound', () => {
    const settings = settingsOf('');
    const run = runOf('');
    expect(canContinue({ ...run, hasPolicy: false }, settings)).toBe(false);
    expect(canContinue({ ...run, status: 'diverged' }, settings)).toBe(false);
  });

  it('was left with a state, whatever else storage holds', () => {
    expect(isRunState({ kind: 'gaussianMlp', checkpoint: {} })).toBe(true);
    expect([null, 7, {}, { kind: 'other', checkpoint: {} }].some(isRunState)).toBe(false);
  });
});

describe('a run that was paid for something else', () => {
  it('is stale under the weights of the moment, and fresh again when they move back', () => {
    const run = runOf('#fees=2&conditioning=fixed');
    expect(isStale(run, { ...DEFAULT_REWARD_WEIGHTS, fees: 2 })).toBe(false);
    expect(isStale(run, DEFAULT_REWARD_WEIGHTS)).toBe(true);
    expect(isStale(runOf('#fees=2&conditioning=weights'), DEFAULT_REWARD_WEIGHTS)).toBe(false);
  });
});

describe('the data of a run', () => {
  it('leaves out what has no share, and deals its episodes to the others', () => {
    const settings = settingsOf('#mixRandom=0&mixImbalanceMaker=0.5&dataEpisodes=60');
    const counts = episodesByKey(settings);
    expect(counts?.mixRandom).toBe(0);
    const families = Object.entries(counts ?? {}).filter(([key]) => key !== 'mixNoisy');
    expect(families.reduce((sum, [, count]) => sum + count, 0)).toBe(60);
    const kinds = runConfig(settings).dataset.behaviours?.map(({ agent }) => agent.kind);
    expect(kinds).not.toContain('random');
  });

  it('has as many episodes as asked for, or as fit into a million steps', () => {
    expect(collectedEpisodes(settingsOf('#dataEpisodes=200&episodeLength=600'))).toBe(200);
    expect(collectedEpisodes(settingsOf('#dataEpisodes=200&episodeLength=20000'))).toBe(50);
  });
});
