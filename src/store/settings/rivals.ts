/**
 * The rivals of the settings: a baseline, an agent that comes with the page, a stored run, or one
 * of those that a stored run was trained against; each with what sets it apart from the agent.
 */
import { RIVAL_BASELINES, isRivalBaseline } from '../../agents/rivals/rivalBaselines';
import type { RivalBaseline } from '../../agents/rivals/rivalBaselines';
import {
  RIVAL_TERMS_TEXT,
  readRivalText,
  writeRivalText,
  type RivalTerms,
} from '../../agents/rivals/rivalText';
import { BUNDLED_AGENT_NAMES, type BundledAgentName } from '../../lab/bundledAgents';
import { listField } from '../../market/fields';
import { InvalidInputError } from '../../market/validation';
import { MOST_RIVALS } from '../../protocol/frames';

/** Rivals that are there in every browser. */
export const RIVAL_KINDS = [...RIVAL_BASELINES, ...BUNDLED_AGENT_NAMES] as const;
export type RivalKind = (typeof RIVAL_KINDS)[number];

/** A rival that a stored run is, or that it was trained against. */
interface RunRival {
  readonly run: string;
  /** Place among the rivals of its config; null for the run's own policy. */
  readonly place: number | null;
}

export interface RivalEntry {
  readonly who: RivalKind | RunRival;
  readonly terms: RivalTerms;
}

/** Begins the name of a rival that a run is; no kind of rival has a dot. */
const RUN_MARK = 'run.';
/** Longest id of a run that is read. */
const LONGEST_ID = 100;

/** @throws InvalidInputError when it is no rival */
function readEntry(text: string): RivalEntry {
  const { name, terms } = readRivalText(text);
  const kind = RIVAL_KINDS.find((one) => one === name);
  if (kind !== undefined) return { who: kind, terms };
  const who = readRun(name);
  if (who === null) throw new InvalidInputError('rivals', RIVALS_ITEM, text);
  return { who, terms };
}

function readRun(name: string): RunRival | null {
  if (!name.startsWith(RUN_MARK) || name.length > LONGEST_ID) return null;
  const match = /^([\w-]+)(?:\.([0-6]))?$/.exec(name.slice(RUN_MARK.length));
  if (match === null) return null;
  return { run: match[1], place: match[2] === undefined ? null : Number(match[2]) };
}

const nameOf = (who: RivalEntry['who']): string => {
  if (typeof who === 'string') return who;
  return RUN_MARK + who.run + (who.place === null ? '' : `.${who.place}`);
};

const RIVALS_ITEM = `${RIVAL_KINDS.join(', ')} or run.ID, ${RIVAL_TERMS_TEXT}`;

export const RIVALS_FIELD = listField({
  default: '',
  choices: RIVAL_KINDS,
  accepts: (text) => {
    try {
      readEntry(text);
      return true;
    } catch (error) {
      if (error instanceof InvalidInputError) return false;
      throw error;
    }
  },
  item: RIVALS_ITEM,
  most: MOST_RIVALS,
  help: 'Who else trades in the same book, here and in what Train collects and evaluates.',
});

/** Reads the rivals of the settings, in their order. */
export const rivalEntries = ({ rivals }: { readonly rivals: string }): RivalEntry[] =>
  rivals === '' ? [] : rivals.split(',').map(readEntry);

/** Writes rivals as a setting. */
export const rivalsSetting = (entries: readonly RivalEntry[]): string =>
  entries.map(({ who, terms }) => writeRivalText({ name: nameOf(who), terms })).join();

export const isBaselineRival = (who: RivalEntry['who']): who is RivalBaseline =>
  typeof who === 'string' && isRivalBaseline(who);

export const isBundledRival = (who: RivalEntry['who']): who is BundledAgentName =>
  typeof who === 'string' && !isRivalBaseline(who);
