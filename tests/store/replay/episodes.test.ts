import { describe, expect, it } from 'vitest';
import { episodeAgent, playedBy } from '../../../src/store/replay/episodes';
import { exampleEpisode, exampleOrigin } from '../../components/examples';

const agent = {
  kind: 'network',
  title: 'Run 1',
  run: '1',
  version: 3,
  parametersHash: 9,
  targetReturn: null,
} as const;

/** @param agentName under which the episode was recorded */
const named = (agentName: string, runs: Parameters<typeof episodeAgent>[1]) =>
  episodeAgent({ ...exampleEpisode('a', agentName), origin: { ...exampleOrigin(7), agent } }, runs);

describe('who played an episode', () => {
  it('is a run by the name that it has now, or by its last one once it is deleted', () => {
    expect(named('Run 1', [{ id: '1', name: 'Patient' }])).toBe('Patient');
    expect(named('Run 1', [{ id: '2', name: 'Run 2' }])).toBe('Run 1');
  });

  it('is the person, whatever run was beside', () => {
    const { record, ...rest } = exampleEpisode('a', 'by hand');
    const origin = { ...exampleOrigin(7), agent };
    const episode = { ...rest, record: { ...record, isByHand: true }, origin };
    expect(episodeAgent(episode, [{ id: '1', name: 'Run 1' }])).toBe('By hand');
    expect(playedBy(episode).run).toBeNull();
  });

  it('is who quoted, where the run that stood ready did not', () => {
    expect(named('GLFT', [{ id: '1', name: 'Run 1' }])).toBe('GLFT');
    expect(named('Run 11, then Run 1', [{ id: '1', name: 'Patient' }])).toBe(
      'Run 11, then Patient',
    );
  });

  it('is everybody who quoted in it, not the run alone that had it at the end', () => {
    const runs = [{ id: '1', name: 'Worth $& more' }];
    expect(named('inventory skewed, then Run 1', runs)).toBe(
      'Inventory-skewed, then Worth $& more',
    );
    expect(named('Run 1, then others, then Run 1', runs)).toBe(
      'Worth $& more, then others, then Worth $& more',
    );
  });
});
