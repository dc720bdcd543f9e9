/** Makes a folder for any static host: the lab, an agent, its card, and the page to share it by. */
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { basename, join, resolve, sep } from 'node:path';
import { agentSpecOf, type AgentFile } from '../../agents/files/agentFile';
import { createAgent } from '../../agents/createAgent';
import { runEpisode } from '../../agents/episode';
import { createEnvironment } from '../../agents/rivals/createEnvironment';
import { checkLinkedPath } from '../../lab/linkedAgentFile';
import { InvalidInputError } from '../../market/validation';
import type { RunConfig } from '../../protocol/run';
import { formatDemoLink } from '../../store/settings/link';
import { settingsOfRun } from '../../store/settings/sections';
import { DEFAULT_SETTINGS, SETTINGS, type SettingKey } from '../../store/settings/settings';
import type { Setting } from '../../store/settings/kinds';
import { checkFolder } from '../output/checkPaths';
import { readAgent, readBytes } from '../output/files';
import { writeFolder, writeTarget } from '../output/target';
import { defineCommand } from '../program/command';
import { oneFile } from '../program/flags';
import { agentPage } from '../publish/agentPage';
import { profitPicture } from '../publish/picture';

const PAGE = 'agent.html';
const PICTURE = 'agent.png';

export const publish = defineCommand(
  'make a folder for any static host: the lab, an agent, its card, and a page that opens it',
  {
    agent: {
      kind: 'text',
      reads: oneFile,
      placeholder: 'FILE',
      help: 'an agent written by train --policy',
    },
    out: { kind: 'text', placeholder: 'DIR', help: 'a new or empty folder' },
    site: {
      kind: 'text',
      placeholder: 'DIR',
      help: 'the built lab; dist, where npm run build writes it, unless given',
    },
    url: {
      kind: 'text',
      placeholder: 'URL',
      help: 'address of the folder once it is served: some sites show a picture only by its whole address',
    },
  },
  async ({ agent: source, out, site, url }, terminal) => {
    if (source === null) throw new InvalidInputError('--agent', 'FILE', undefined);
    if (out === null) throw new InvalidInputError('--out', 'DIR', undefined);
    const base = url === null ? '' : baseOf(url);
    const lab = site ?? 'dist';
    requireFolders(lab, out);
    const agent = await readAgent(source);
    const path = `agents/${fileNameOf(source, lab)}`;
    const cardPath = `${path}.json`;
    const { card, hash, labVersion, marketVersion } = agent;
    const described = { ...card, hash, labVersion, marketVersion };
    const picture = profitPicture(profitOf(agent));
    const link = `./${demoLinkOf(card.config, path)}`;
    const page = agentPage({
      name: card.name,
      description: card.description,
      link,
      picture: `${base}${PICTURE}`,
      card: cardPath,
      facts: factsOf(card.config, hash),
    });
    writeFolder(out, (folder) => {
      cpSync(lab, folder, { recursive: true });
      mkdirSync(join(folder, 'agents'), { recursive: true });
      writeTarget(join(folder, path), [readBytes(source)]);
      writeTarget(join(folder, cardPath), [`${JSON.stringify(described, null, 2)}\n`]);
      writeTarget(join(folder, PICTURE), [picture]);
      writeTarget(join(folder, PAGE), [page]);
    });
    terminal.print(`Written “${card.name}” to ${out}. Serve the folder, and share ${base}${PAGE}.`);
    terminal.print(`It opens ${link}`);
    return { config: { run: card.config, hash, path, link }, results: [] };
  },
);

/**
 * @throws InvalidInputError where the lab is not built, or the folder holds something or is the
 *   lab's
 */
function requireFolders(lab: string, out: string): void {
  if (!existsSync(join(lab, 'index.html')) || !existsSync(join(lab, 'assets'))) {
    throw new InvalidInputError('--site', 'a built lab: npm run build writes one to dist', lab);
  }
  checkFolder('--out', out);
  if (`${resolve(out)}${sep}`.startsWith(`${resolve(lab)}${sep}`)) {
    throw new InvalidInputError('--out', `a folder outside of ${lab}`, out);
  }
}

/** Keeps the file's name where a link can hold it, and no agent of the page has it. */
function fileNameOf(source: string, lab: string): string {
  const name = linkedName(basename(source));
  const own = join(lab, 'agents', name);
  if (!existsSync(own) || Buffer.from(readBytes(own)).equals(readBytes(source))) return name;
  return `published-${name}`;
}

function linkedName(name: string): string {
  try {
    checkLinkedPath(`agents/published-${name}`);
    return name;
  } catch {
    return 'agent.safetensors';
  }
}

function baseOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    throw new InvalidInputError('--url', 'an address such as https://example.org/lab/', url);
  }
  return url.endsWith('/') ? url : `${url}/`;
}

/** Links to the demo in the market and environment that the agent was trained in. */
function demoLinkOf(config: RunConfig, path: string): string {
  const own = Object.entries(settingsOfRun(config)).filter(([key]) => {
    const { path: place }: Setting = SETTINGS[key as SettingKey];
    return place !== null && /^(market|env|weights)\./.test(place);
  });
  const settings = { ...DEFAULT_SETTINGS, ...Object.fromEntries(own), agent: 'trained' } as const;
  return formatDemoLink(settings, null, path);
}

function factsOf({ market, seed }: RunConfig, hash: string): string[] {
  const { preset, regime, tape } = market;
  const where = tape === undefined ? `${preset}, ${regime}` : `the recording ${tape.instrument}`;
  return [`Trained on ${where}, seed ${seed}`, `Card and weights ${hash}`];
}

/**
 * Profit after each step of an episode of the run's seed; none on a recording, which is not here.
 */
function profitOf(agent: AgentFile<RunConfig>): number[] {
  const { market, env, weights, seed } = agent.card.config;
  if (market.tape !== undefined) return [];
  const world = createEnvironment({ market, env, weights });
  const profit: number[] = [];
  runEpisode(world, createAgent(agentSpecOf(agent), env), seed, {
    onStart: () => undefined,
    onDecision: () => undefined,
    onStep: ({ equityDollars }) => profit.push(equityDollars),
  });
  return profit;
}
