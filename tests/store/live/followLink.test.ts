/** A link that is opened on a page that is there already, whose agent has to be read first. */
import { expect, it } from 'vitest';
import { writeAgentFile } from '../../../src/agents/files/agentFile';
import { DEFAULT_RUN_CONFIG } from '../../../src/protocol/run';
import { followLink } from '../../../src/store/live/followLink';
import { liveAgentTitle } from '../../../src/store/live/liveAgentTitle';
import { parseLink } from '../../../src/store/settings/link';
import { examplePolicy } from '../../agents/policies/examplePolicy';
import { bundledAgent, openTestSession } from '../testSession';

const LINK = '#seed=1&conditioning=weights&agentFile=agents/mine.safetensors';

function mine(): File {
  const card = { ...bundledAgent.card, name: 'Mine', config: DEFAULT_RUN_CONFIG };
  return new File([writeAgentFile(card, examplePolicy())], 'mine.safetensors');
}

/**
 * Opens a page with its own agent, which is there at once, and a file that comes when it is told
 * to.
 */
async function open() {
  let arrive: (file: File) => void = () => undefined;
  let fail: (reason: Error) => void = () => undefined;
  const loading = new Promise<File>((resolve, reject) => {
    arrive = resolve;
    fail = reject;
  });
  const opened = openTestSession('#seed=1&conditioning=weights', {
    loadAgent: () => Promise.resolve(bundledAgent),
    loadAgentFile: () => loading,
  });
  await new Promise(setImmediate);
  const { session, calls } = opened;
  const from = calls.length;
  const names = () => calls.slice(from).map(([name]) => name);
  return { session, names, arrive: () => arrive(mine()), fail };
}

it('stops the market until the agent of the file is there, and begins its episode', async () => {
  const { session, names, arrive } = await open();
  const followed = followLink(session, parseLink(LINK));
  expect(names()[0]).toBe('pause');
  expect(names()).not.toContain('resume');
  expect(session.state.playing).toBe(true);
  arrive();
  await followed;
  expect(liveAgentTitle(session.state)).toBe('Mine');
  expect(names().slice(-3)).toEqual(['setAgent', 'configure', 'resume']);
});

it('begins no second episode where the link’s market has begun one', async () => {
  const { session, names, arrive } = await open();
  const followed = followLink(session, parseLink(`${LINK}&preset=nq`));
  arrive();
  await followed;
  expect(names().filter((name) => name === 'configure')).toHaveLength(1);
  expect(names().at(-1)).toBe('resume');
});

it('lets the market go on with the agent before where the file cannot be read', async () => {
  const { session, names, fail } = await open();
  const followed = followLink(session, parseLink(LINK));
  fail(new Error('404'));
  await followed;
  expect(session.state.notices.at(-1)?.message).toContain('404');
  expect(names()).not.toContain('configure');
  expect(names().at(-1)).toBe('resume');
});

it('goes on once the last of two links is there', async () => {
  const { session, names, arrive } = await open();
  const followed = [LINK, LINK].map((link) => followLink(session, parseLink(link)));
  arrive();
  await Promise.all(followed);
  expect(names().filter((name) => name === 'resume')).toHaveLength(1);
  expect(names().at(-1)).toBe('resume');
});

it('stays paused where the person has paused meanwhile', async () => {
  const { session, names, arrive } = await open();
  const followed = followLink(session, parseLink(LINK));
  session.playback.setPlaying(false);
  arrive();
  await followed;
  expect(names()).not.toContain('resume');
});

it('leaves the clock of an episode by hand alone', async () => {
  const { session, names, arrive } = await open();
  session.manual.enter();
  const before = names().length;
  const followed = followLink(session, parseLink(LINK));
  arrive();
  await followed;
  expect(names().slice(before)).not.toContain('pause');
  expect(session.manual.isActive).toBe(true);
});

it('stops nothing for an agent that is there', async () => {
  const { session, names } = await open();
  await followLink(session, parseLink('#seed=1&conditioning=weights&agent=glft'));
  expect(names()).toEqual(['setAgent']);
});
