/**
 * A run config from outside, as `--config` names it: a file of JSON, a run that the page exported,
 * an agent's card, what `train --json` wrote, or a link of the lab. It is hostile until it is
 * validated, and an error names its first field that is wrong.
 */
import { readAgentFile } from '../../agents/files/agentFile';
import { COMPACT_DECISION_TRANSFORMER_CONFIG } from '../../learning/algorithms/decisionTransformerConfig';
import { MARKET_PRESETS, type MarketPreset } from '../../market/config';
import { parseJson } from '../../market/json';
import { InvalidInputError } from '../../market/validation';
import { kindOfBytes } from '../../protocol/fileKind';
import { RUN_CONFIG_VERSION, parseRunConfig, type RunConfig } from '../../protocol/run';
import { agentTitle, runConfig } from '../../store/settings/configs';
import { parseLink } from '../../store/settings/link';
import { rivalEntries } from '../../store/settings/rivals';
import { DEFAULT_SETTINGS } from '../../store/settings/settings';
import { inFile, readBytes, wordsOfKind } from '../output/files';
import type { FlagTable } from './flags';
import { readRival } from './rivals';

const isLink = (source: string): boolean => /^(#|https?:\/\/)/.test(source);

export const CONFIG_FLAG = {
  config: {
    kind: 'text',
    reads: (text: string) => (isLink(text) ? [] : [text]),
    placeholder: 'FILE|LINK',
    help: 'a run config to start from: JSON, a run exported from the page, an agent, or a link of the lab in quotes; other flags change it',
  },
} as const satisfies FlagTable;

export interface ConfigSource {
  readonly config: RunConfig;
  /** Hash of the dataset that the run was trained on; null where the source does not say. */
  readonly datasetHash: string | null;
}

/**
 * Reads a config by its path or from a link.
 * @throws InvalidInputError naming the source and the first field that is wrong
 */
export async function readConfig(source: string): Promise<ConfigSource> {
  if (isLink(source)) {
    return { config: await configOfLink(source), datasetHash: null };
  }
  const bytes = readBytes(source);
  try {
    return sourceOfBytes(bytes);
  } catch (error) {
    throw inFile(source, error);
  }
}

function sourceOfBytes(bytes: Uint8Array<ArrayBuffer>): ConfigSource {
  const kind = kindOfBytes(bytes);
  if (kind === 'agent') return readAgentFile(bytes, parseRunConfig).card;
  if (kind !== null && kind !== 'run') {
    throw new InvalidInputError('file', 'a run config', wordsOfKind(kind));
  }
  const value = parseJson(new TextDecoder().decode(bytes), 'run', 'JSON of a run config');
  if (!isObject(value)) throw new InvalidInputError('run', 'an object', value);
  if (kind === 'run') {
    const { datasetHash, config } = value;
    const hash = typeof datasetHash === 'string' ? datasetHash : null;
    return { config: parseRunConfig(config, 'run.config'), datasetHash: hash };
  }
  const { config, hash } = value;
  if (isObject(config) && isObject(config['run'])) {
    const own = typeof config['hash'] === 'string' ? config['hash'] : null;
    return { config: parseRunConfig(config['run'], 'config.run'), datasetHash: own };
  }
  // A config that says its version is whole; one that does not changes a fresh lab's run.
  const whole = 'version' in value ? value : completed(value);
  return { config: parseRunConfig(whole), datasetHash: typeof hash === 'string' ? hash : null };
}

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Adds to some fields of a run those of a fresh lab in the same market. */
function completed(given: Fields): Fields {
  const market = isObject(given['market']) ? given['market'] : {};
  const preset: MarketPreset | undefined = MARKET_PRESETS.find((one) => one === market['preset']);
  const fresh: Fields = {
    // What a config does not name is a fresh lab's, but for its weights, which it is trained for.
    ...runConfig({
      ...DEFAULT_SETTINGS,
      conditioning: 'fixed',
      ...(preset === undefined ? {} : { preset }),
    }),
    version: RUN_CONFIG_VERSION,
  };
  const sections = Object.entries(given).map(([name, value]) => {
    const own = name === 'decisionTransformer' ? COMPACT_DECISION_TRANSFORMER_CONFIG : fresh[name];
    return [name, isObject(own) && isObject(value) ? { ...own, ...value } : value];
  });
  return { ...fresh, ...Object.fromEntries(sections) };
}

/** Reads what a link says; unlike the page, it takes nothing in place of what is wrong. */
async function configOfLink(link: string): Promise<RunConfig> {
  const start = link.indexOf('#');
  if (start === -1) throw new InvalidInputError('--config', 'a link with settings after #', link);
  const { settings, problems } = parseLink(link.slice(start));
  if (problems.length > 0) {
    const [{ field, expected, received }] = problems;
    throw new InvalidInputError(`--config: ${field}`, expected, received);
  }
  const run = runConfig(settings);
  const entries = settings.preset === 'avellanedaStoikov' ? [] : rivalEntries(settings);
  if (entries.length === 0) return run;
  const rivals = await Promise.all(
    entries.map(async ({ who, terms }) => {
      if (typeof who !== 'string') {
        const expected = 'rivals that a link can carry; a stored run is in one browser only';
        throw new InvalidInputError('--config: rivals', expected, settings.rivals);
      }
      const rival = { ...(await readRival(who, settings.preset)), ...terms };
      return rival.agent.kind === 'trained'
        ? { ...rival, agent: { ...rival.agent, name: agentTitle(who) } }
        : rival;
    }),
  );
  return parseRunConfig({ ...run, market: { ...run.market, rivals } });
}
