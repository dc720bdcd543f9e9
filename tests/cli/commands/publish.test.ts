/** Publishes an agent into a folder, whose files a static host serves as they are. */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { writeAgentFile } from '../../../src/agents/files/agentFile';
import { publish } from '../../../src/cli/commands/publish';
import { ProgressLine } from '../../../src/cli/output/progress';
import { DEFAULT_RUN_CONFIG } from '../../../src/protocol/run';
import { parseLink } from '../../../src/store/settings/link';
import { examplePolicy } from '../../agents/policies/examplePolicy';

const folder = mkdtempSync(join(tmpdir(), 'nanoarb-publish-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { env } = DEFAULT_RUN_CONFIG;
const config = {
  ...DEFAULT_RUN_CONFIG,
  market: { preset: 'nq', regime: 'toxic' },
  env: { ...env, episodeLength: 50, orderLatencyMicroseconds: 800 },
} as const;
const file = join(folder, 'mine.safetensors');
writeFileSync(
  file,
  writeAgentFile(
    {
      name: '<script>alert("it")</script>',
      description: 'Quotes & waits',
      config,
      datasetHash: null,
      targetReturn: null,
      evaluation: null,
      gate: null,
    },
    examplePolicy(),
  ),
);
const site = join(folder, 'dist');
mkdirSync(join(site, 'assets'), { recursive: true });
writeFileSync(join(site, 'index.html'), 'the lab');
writeFileSync(join(site, 'assets', 'index.js'), 'its code');

const run = (...args: string[]) =>
  publish.run(args, { print: () => undefined, progress: new ProgressLine() });
const flags = (out: string) => ['--agent', file, '--site', site, '--out', out];

it('holds the lab as it was built, the agent, its card, a picture, and a page that opens its demo', async () => {
  const out = join(folder, 'published');
  await run(...flags(out), '--url', 'https://example.org/lab');
  expect(readdirSync(out).toSorted()).toEqual([
    'agent.html',
    'agent.png',
    'agents',
    'assets',
    'index.html',
  ]);
  expect(readFileSync(join(out, 'index.html'), 'utf8')).toBe('the lab');
  expect(readFileSync(join(out, 'agents/mine.safetensors'))).toEqual(readFileSync(file));
  const card: unknown = JSON.parse(readFileSync(join(out, 'agents/mine.safetensors.json'), 'utf8'));
  expect(card).toMatchObject({ description: 'Quotes & waits', config: { market: config.market } });

  const page = readFileSync(join(out, 'agent.html'), 'utf8');
  expect(page).not.toContain('<script');
  expect(page).toContain('&lt;script&gt;alert(&quot;it&quot;)&lt;/script&gt;');
  expect(page).toContain(
    '<meta property="og:image" content="https://example.org/lab/agent.png" />',
  );
  const [, address = ''] = /url=\.\/(#[^"]+)"/.exec(page) ?? [];
  const { settings, agentFile, demo, problems } = parseLink(address.replaceAll('&amp;', '&'));
  expect({ agentFile, demo, problems }).toEqual({
    agentFile: 'agents/mine.safetensors',
    demo: true,
    problems: [],
  });
  expect(settings).toMatchObject({
    preset: 'nq',
    regime: 'toxic',
    episodeLength: 50,
    orderLatency: 800,
  });

  const picture = readFileSync(join(out, 'agent.png'));
  expect(picture.subarray(1, 4).toString('latin1')).toBe('PNG');
  expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([1200, 630]);
  const at = picture.indexOf('IDAT');
  const pixels = inflateSync(picture.subarray(at + 4, at + 4 + picture.readUInt32BE(at - 4)));
  expect(pixels).toHaveLength(1201 * 630);
  expect(pixels.filter((colour) => colour === 3).length).toBeGreaterThan(1000);
});

it('refuses a folder that holds something, a lab that is not built, and what is no address', async () => {
  const full = join(folder, 'full');
  mkdirSync(full);
  writeFileSync(join(full, 'notes.txt'), 'mine');
  await expect(run(...flags(full))).rejects.toThrow('--out: expected a new or empty folder');
  expect(readdirSync(full)).toEqual(['notes.txt']);
  const out = join(folder, 'none');
  await expect(run('--agent', file, '--site', full, '--out', out)).rejects.toThrow('a built lab');
  await expect(run(...flags(out), '--url', 'javascript:x')).rejects.toThrow('--url');
  await expect(run('--out', out)).rejects.toThrow('--agent');
  await expect(run(...flags(join(site, 'inside')))).rejects.toThrow(
    '--out: expected a folder outs',
  );
  expect(readdirSync(folder).toSorted()).toEqual(['dist', 'full', 'mine.safetensors', 'published']);
});

it('leaves the agents of the page under their names', async () => {
  const lab = join(folder, 'lab');
  mkdirSync(join(lab, 'agents'), { recursive: true });
  mkdirSync(join(lab, 'assets'));
  writeFileSync(join(lab, 'index.html'), 'the lab');
  writeFileSync(join(lab, 'agents', 'mine.safetensors'), 'the page’s own');
  const out = join(folder, 'beside');
  await run('--agent', file, '--site', lab, '--out', out);
  const agents = join(out, 'agents');
  expect(readFileSync(join(agents, 'mine.safetensors'), 'utf8')).toBe('the page’s own');
  expect(readFileSync(join(agents, 'published-mine.safetensors'))).toEqual(readFileSync(file));
  expect(readFileSync(join(out, 'agent.html'), 'utf8')).toContain('published-mine.safetensors');
});
