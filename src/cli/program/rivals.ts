/** Agents by name on the command line: baselines, bundled agents, and files. */
import { fileURLToPath } from 'node:url';
import {
  RIVAL_BASELINES,
  isRivalBaseline,
  rivalBaseline,
} from '../../agents/rivals/rivalBaselines';
import {
  parseSharedMarket,
  type RivalConfig,
  type SharedMarketConfig,
} from '../../agents/rivals/sharedMarket';
import { RIVAL_TERMS_TEXT, readRivalText } from '../../agents/rivals/rivalText';
import { trainedRivalOf } from '../../agents/rivals/trainedRival';
import { BUNDLED_AGENT_FILES, BUNDLED_AGENT_NAMES } from '../../lab/bundledAgents';
import type { MarketPreset } from '../../market/config';
import { InvalidInputError } from '../../market/validation';
import { readAgent } from '../output/files';
import type { FlagTable } from './flags';

const BUNDLED_FOLDER = new URL('../../../public/agents/', import.meta.url);

/** Names that stand for agents. */
export const AGENT_NAMES: readonly string[] = [...RIVAL_BASELINES, ...BUNDLED_AGENT_NAMES];

/** What a list of agents may hold. */
export const AGENT_WORDS = `${AGENT_NAMES.join(', ')} or a file of train --policy, ${RIVAL_TERMS_TEXT}`;

/** Lists the files among the agents of a list. */
export const agentFiles = (text: string): readonly string[] =>
  text.split(',').flatMap((agent) => {
    if (agent === '') return [];
    const { name } = readRivalText(agent);
    return AGENT_NAMES.includes(name) ? [] : [name];
  });

export const RIVALS_FLAG = {
  rivals: {
    kind: 'text',
    reads: agentFiles,
    orElse: AGENT_NAMES,
    placeholder: 'NAME[,NAME…]',
    help: `who else trades in the same book, in collection and evaluation: each ${AGENT_WORDS}`,
  },
} as const satisfies FlagTable;

/**
 * Reads an agent as it stands in a market's config.
 * @param text name of a baseline or a bundled agent, or a path, with what sets it apart
 * @throws InvalidInputError naming the term, or the file and the first field that is wrong
 */
export async function readRival(text: string, preset: MarketPreset): Promise<RivalConfig> {
  const { name, terms } = readRivalText(text);
  if (isRivalBaseline(name)) return { agent: rivalBaseline(name, preset), ...terms };
  const bundled = BUNDLED_AGENT_NAMES.find((each) => each === name);
  const path =
    bundled === undefined
      ? name
      : fileURLToPath(new URL(BUNDLED_AGENT_FILES[bundled], BUNDLED_FOLDER));
  return { agent: trainedRivalOf(await readAgent(path), bundled), ...terms };
}

/**
 * Puts the rivals that were asked for into a market; without the flag its own stay.
 * @throws InvalidInputError where one cannot be read or cannot trade there
 */
export async function marketWithRivals(
  market: SharedMarketConfig,
  names: string | null,
): Promise<SharedMarketConfig> {
  if (names === null) return market;
  const listed = names.split(',').filter((name) => name !== '');
  if (listed.length === 0) throw new InvalidInputError('--rivals', AGENT_WORDS, names);
  const rivals = await Promise.all(listed.map((name) => readRival(name, market.preset)));
  return parseSharedMarket({ ...market, rivals });
}
