/** A short run of `lab fuzz`, in seconds; ten thousand inputs of each kind take minutes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAgentFile } from '../../../src/agents/files/agentFile';
import { hostileAgents } from '../../../src/cli/fuzz/agentFiles';
import { fuzzRange } from '../../../src/cli/fuzz/fuzzRange';
import { FUZZ_KINDS, KINDS } from '../../../src/cli/fuzz/kinds';
import { InvalidInputError } from '../../../src/market/validation';
import { parseRunConfig } from '../../../src/protocol/run';
import { readEpisodeFile } from '../../../src/protocol/episodeFile';
import { parseLink } from '../../../src/store/settings/link';
import { readRunFile } from '../../../src/store/runs/runFiles';

const fixture = (name: string) =>
  Uint8Array.from(readFileSync(join(import.meta.dirname, '../../fixtures/hostile', name)));

describe('damaged inputs', () => {
  it.each(FUZZ_KINDS)('of kind %s are refused by field, or harmless', async (kind) => {
    const wrong: string[] = [];
    let refused = 0;
    await fuzzRange(
      { kind, seed: 1, from: 0, to: 60, handed: [] },
      () => {},
      (outcome, index, why) => {
        if (outcome === 'refused') refused += 1;
        if (outcome === 'acceptedWrongly' || outcome === 'crashed') wrong.push(`${index}: ${why}`);
      },
    );
    expect(wrong).toEqual([]);
    expect(refused > 0).toBe(kind !== 'link');
  });

  it.each(FUZZ_KINDS)('of kind %s are made of sound examples', async (kind) => {
    for (const example of KINDS[kind].examples()) await KINDS[kind].judge(example);
  });
});

describe('an input that was once accepted', () => {
  const agent = (file: Uint8Array) => readAgentFile(file, parseRunConfig);
  const run = (file: Uint8Array) => readRunFile(file, 0);

  it.each<[string, (file: Uint8Array) => unknown, string]>([
    ['agent-overflowing-weights.safetensors', agent, 'agent.layers.'],
    ['st-duplicate-key-first-other-offsets.safetensors', agent, 'the field once'],
    ['st-duplicate-key-identical.safetensors', agent, 'the field once'],
    ['st-two-__metadata__-first-false.safetensors', agent, '__metadata__: expected the field once'],
    ['st-std-denormal-1e-45.safetensors', agent, 'agent.observation.std['],
    ['st-unknown-field.safetensors', agent, 'strides: expected no field of this name'],
    ['episode-zero-steps.safetensors', readEpisodeFile, 'episode.steps: expected a whole number'],
    [
      'episode-fill-size-nan.safetensors',
      readEpisodeFile,
      'episode.fills.step[0]: expected a number',
    ],
    ['episode-price-span-1e6.safetensors', readEpisodeFile, 'within 50000 ticks of each other'],
    ['episode-price-span-9e8.safetensors', readEpisodeFile, 'within 50000 ticks of each other'],
    ['fuzz-episode-1363.safetensors', readEpisodeFile, 'episode.'],
    ['fuzz-episode-1366.safetensors', readEpisodeFile, 'episode.'],
    ['run-createdAt-1e308.json', run, 'run.createdAt'],
    ['fuzz-run-816.json', run, 'run.createdAt'],
  ])('%s is refused by field', (name, read, message) => {
    expect(() => read(fixture(name))).toThrow(message);
  });

  it('of an agent, out of range or nested without end, is refused by field', () => {
    const fields = hostileAgents().map((file) => {
      try {
        return agent(file).card.name;
      } catch (error) {
        return error instanceof InvalidInputError ? error.field : String(error);
      }
    });
    expect(fields).toEqual([
      'card.policy.returnScale',
      'card.policy.returnScale',
      'card.policy.returnRange',
      'card.policy.discount',
      'card',
    ]);
  });

  it('and holds only markup in its texts opens, and the texts are texts', () => {
    expect(agent(fixture('agent-xss.safetensors')).card.name).toContain('<img');
    expect(run(fixture('run-xss.json')).name).toContain('<img');
  });

  it('as a link: every fault is told, and no number is -0', async () => {
    const links = new TextDecoder().decode(fixture('links.txt')).trim().split('\n');
    expect(links.length).toBeGreaterThan(20);
    for (const link of links) {
      await KINDS.link.judge(new TextEncoder().encode(link));
      const values = Object.values(parseLink(link).settings);
      expect(values.some((value) => Object.is(value, -0))).toBe(false);
    }
  });
});
