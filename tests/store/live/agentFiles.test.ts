/** The agent of a file trades under its own name, and a bad file replaces nothing. */
import { expect, it, vi } from 'vitest';
import { writeAgentFile } from '../../../src/agents/files/agentFile';
import { DEFAULT_RUN_CONFIG } from '../../../src/protocol/run';
import { liveAgentTitle } from '../../../src/store/live/liveAgentTitle';
import { demoLink, pageLink } from '../../../src/store/live/pageLink';
import { examplePolicy } from '../../agents/policies/examplePolicy';
import { bundledAgent, openTestSession } from '../testSession';

const path = 'agents/mine.safetensors';
const loadAgent = () => Promise.resolve(bundledAgent);

function agentFile(name: string, damage = false): File {
  const card = {
    name,
    description: '',
    config: DEFAULT_RUN_CONFIG,
    datasetHash: null,
    targetReturn: null,
    evaluation: null,
    gate: null,
  };
  const bytes = writeAgentFile(card, examplePolicy());
  if (damage) bytes[bytes.length - 3] ^= 0x15;
  return new File([bytes], 'mine.safetensors');
}

const open = (file: File) =>
  openTestSession(`#demo&agentFile=${path}`, {
    loadAgent,
    loadAgentFile: (asked) =>
      asked === path ? Promise.resolve(file) : Promise.reject(new Error(asked)),
  });

it('shows the agent of a link, and links to the file again', async () => {
  const { session, asked } = open(agentFile('Mine'));
  await vi.waitFor(() => expect(session.state.agentFile).not.toBeNull());
  expect(liveAgentTitle(session.state)).toBe('Mine');
  expect(asked('setAgent').at(-1)).toMatchObject({ kind: 'network', title: 'Mine' });
  for (const link of [pageLink(session.state), demoLink(session.state)]) {
    expect(link).toContain('agentFile=agents%2Fmine.safetensors');
    expect(link).not.toContain('run=');
  }
  // Another agent is not linked to as that of the file.
  session.settings.set('agent', 'random');
  expect(pageLink(session.state)).not.toContain('agentFile');
});

it('does not show it under the name of an agent of the page', async () => {
  const { session } = open(agentFile('Pre-trained on ES'));
  await vi.waitFor(() => expect(session.state.agentFile).not.toBeNull());
  expect(liveAgentTitle(session.state)).toBe('Pre-trained on ES (2)');
});

it('says what is wrong with a hostile file, and replaces nothing', async () => {
  const { session, asked } = open(agentFile('Mine', true));
  await vi.waitFor(() => expect(session.state.notices).toHaveLength(1));
  expect(session.state.notices[0].message).toMatch(
    /^The link shows the agent of agents\/mine\.safetensors, which could not be read\. .+ trades instead\.$/,
  );
  expect(session.state).toMatchObject({ agentFile: null, runs: [], watchedRun: null });
  expect(asked('setAgent').every((agent) => JSON.stringify(agent).includes('Mine'))).toBe(false);
});

it('keeps an agent once that is dropped twice at once', async () => {
  const { session } = openTestSession('#demo=es', { loadAgent });
  const file = agentFile('Dropped');
  await Promise.all([1, 2, 3].map(async () => await session.agentFiles.watchDropped(file)));
  expect(session.state.runs.map(({ name }) => name)).toEqual(['Dropped']);
  expect(session.state.notices).toEqual([]);
});

it('shows a dropped agent once, however often it is dropped', async () => {
  const { session } = openTestSession('#demo=es', { loadAgent });
  const file = agentFile('Dropped');
  await session.agentFiles.watchDropped(file);
  await session.agentFiles.watchDropped(file);
  expect(liveAgentTitle(session.state)).toBe('Dropped');
  expect(session.state.runs).toHaveLength(1);
  await session.agentFiles.watchDropped(new File(['no agent'], 'other.safetensors'));
  expect(session.state.notices.at(-1)?.message).toMatch(/^other\.safetensors was not shown\. /);
  expect(liveAgentTitle(session.state)).toBe('Dropped');
});
