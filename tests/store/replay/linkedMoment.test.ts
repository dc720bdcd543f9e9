/** A link to a moment of a replay opens the same episode in a page that has never seen it. */
import { expect, it, vi } from 'vitest';
import type { AgentSpec } from '../../../src/agents/agentSpec';
import type { Lab } from '../../../src/lab/types';
import { finish } from '../../../src/market/steps';
import type { EpisodeRecord } from '../../../src/protocol/frames';
import { branchInSteps } from '../../../src/session/branchPlay';
import { MarketSession } from '../../../src/session/marketSession';
import { openingSession } from '../../../src/store/live/openingSession';
import { storeEpisode } from '../../../src/store/replay/episodes';
import { rewardWeights } from '../../../src/store/settings/configs';
import { momentLink } from '../../../src/store/replay/momentLink';
import { bundledAgent, openTestSession } from '../testSession';
import { examplePolicy } from '../../agents/policies/examplePolicy';

const SETTINGS =
  '#seed=11&agent=inventorySkewed&agentSkew=1&episodeLength=60&orderLatency=900&regime=toxic&rivals=glft';
const playIt: Lab['branch'] = (request) => Promise.resolve(finish(branchInSteps(request)));

/** The second episode of a live market under the settings of a link. */
function played(hash: string, agent?: AgentSpec) {
  const { session } = openTestSession(hash);
  const episodes: EpisodeRecord[] = [];
  const opening = openingSession(session.state.settings, session.state);
  const market = new MarketSession(
    { ...opening, isPaused: true, ...(agent !== undefined && { agent }) },
    1,
    () => 0,
    { onEpisode: (episode) => episodes.push(episode), onAgentFailure: () => undefined },
  );
  for (let step = 0; step < 200 && episodes.length < 2; step += 1) market.stepOnce();
  const { record } = storeEpisode(episodes[1]);
  return { session, record };
}

it('opens the same episode at the same step, under settings that have moved since', async () => {
  const { session, record } = played(SETTINGS);
  session.settings.setMany({ seed: 99, episodeLength: 500, agent: 'random', inventoryPenalty: 77 });
  const made = momentLink(session.state, record, 3.05, null);
  if (made.kind === 'none') throw new Error(made.reason);
  expect(made.hash).toMatch(
    /scored=1%2C1%2C1%2C1%2C77%2C0\.25&episode=2&t=3\.05&check=[0-9a-f]{8}$/,
  );
  const { session: other } = openTestSession(made.hash, { answers: { branch: playIt } });
  await vi.waitFor(() => expect(other.state.mode).toBe('replay'));
  expect(other.replay.player?.record.samples).toStrictEqual(record.samples);
  expect(other.replay.player?.record.fills).toStrictEqual(record.fills);
  expect(other.state.episodes.at(-1)).toMatchObject({ origin: null, isOpened: true });
  expect(other.state.replay.step).toBe(29);
  // Both read the same reward: under the sliders of the sender, of an episode played under others.
  expect(other.replay.player?.record.world?.weights.inventoryPenalty).toBe(20);
  expect(rewardWeights(other.state.settings)).toEqual(rewardWeights(session.state.settings));
  expect(other.state.notices).toEqual([]);
});

it('opens a fill, and says when the episode is another than that of the sender', async () => {
  const { session, record } = played(SETTINGS);
  const made = momentLink(session.state, record, 3, 1);
  if (made.kind === 'none') throw new Error(made.reason);
  const hash = made.hash.replace(/check=.*/, 'check=00000000');
  const { session: other } = openTestSession(hash, { answers: { branch: playIt } });
  await vi.waitFor(() => expect(other.state.mode).toBe('replay'));
  expect(other.state.selectedFill).toBe(1);
  expect(other.state.notices[0].message).toMatch(/^This episode is not the one/);
});

it('does not play with another agent than the link names', async () => {
  const branch = vi.fn<Lab['branch']>(playIt);
  const { session } = openTestSession('#agentFile=agents/none.safetensors&t=3', {
    answers: { branch },
    loadAgent: () => Promise.resolve(bundledAgent),
    loadAgentFile: () => Promise.reject(new Error('status 404')),
  });
  await vi.waitFor(() => expect(session.state.notices).toHaveLength(2));
  const [file, moment] = session.state.notices.map(({ message }) => message);
  expect(file).toContain('agents/none.safetensors, which could not be read. status 404');
  expect(moment).toContain('another one would not have played it');
  expect(branch).not.toHaveBeenCalled();
  expect(session.state.mode).toBe('live');
});

it('is not made of what a link cannot hold', () => {
  const { session, record } = played(SETTINGS);
  const reasonFor = (change: Partial<EpisodeRecord>): string => {
    const made = momentLink(session.state, { ...record, ...change }, 1, null);
    return made.kind === 'none' ? made.reason : made.hash;
  };
  const { world: _, ...older } = record;
  const made = momentLink(session.state, older, 1, null);
  expect(made).toMatchObject({ kind: 'none' });
  expect(reasonFor({ parent: { id: 'a', name: '', steps: 2 } })).toMatch(
    /^No link leads here: not one/,
  );
  const { session: own, record: trained } = played('#seed=2&episodeLength=20', {
    kind: 'network',
    policy: examplePolicy(),
    stochastic: false,
  });
  const ofTrained = momentLink(own.state, trained, 1, null);
  expect(ofTrained).toMatchObject({ kind: 'none' });
});
